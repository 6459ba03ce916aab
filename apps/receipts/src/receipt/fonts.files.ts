/**
 * The typefaces of documents, inlined, because the browser that prints reaches nothing and a machine's own fonts are not ours.
 * A text gets the files whose letters occur in it: a Latin one four, a Chinese name two or three of a hundred more.
 *
 * `Sounding Sans` has the weights 400 and 600 and every script below; `Sounding Serif` has 500 and 600 and Latin letters. They are
 * static cuts, because Chromium writes those as a small subset of the font, and a variable one as outlines of five times the size.
 * Chinese, Japanese and Korean are variable all the same: their static packages are fifteen times as large, and names are short.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

interface Source {
  family: 'Sounding Sans' | 'Sounding Serif';
  package: string;
  weights: readonly string[];
  /** Those of its parts that are used; all numbered ones when it is null. */
  subsets: readonly string[] | null;
}

const WEIGHTS = ['400', '600'];

const sans = (name: string, ...subsets: string[]): Source => ({
  family: 'Sounding Sans',
  package: `@fontsource/${name}`,
  weights: WEIGHTS,
  subsets,
});
const eastAsian = (name: string): Source => ({
  family: 'Sounding Sans',
  package: `@fontsource-variable/${name}`,
  weights: WEIGHTS,
  subsets: null,
});

const SERIF: Source = {
  family: 'Sounding Serif',
  package: '@fontsource/fraunces',
  weights: ['500', '600'],
  subsets: ['latin'],
};
const LATIN = sans('source-sans-3', 'latin');
/** Where a letter is in two of them, the earlier gives it. */
const OTHERS = [
  sans('source-sans-3', 'latin-ext', 'vietnamese', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext'),
  sans('noto-sans-arabic', 'arabic'),
  sans('noto-sans-hebrew', 'hebrew'),
  sans('noto-sans-devanagari', 'devanagari'),
  sans('noto-sans-thai', 'thai'),
];
const CHINESE = eastAsian('noto-sans-sc');
const JAPANESE = eastAsian('noto-sans-jp');
const KOREAN = eastAsian('noto-sans-kr');

/** Han letters look otherwise in each country; what stands beside them tells which. */
function eastAsianFor(text: string): Source[] {
  if (/[\p{sc=Hiragana}\p{sc=Katakana}]/u.test(text)) return [JAPANESE, CHINESE, KOREAN];
  if (/\p{sc=Hangul}/u.test(text)) return [KOREAN, CHINESE, JAPANESE];
  return [CHINESE, JAPANESE, KOREAN];
}

/** A part of a font: the letters it has, and where its files lie. */
interface Part {
  source: Source;
  subset: string;
  range: string;
  has(letter: number): boolean;
}

function within(range: string): (letter: number) => boolean {
  const spans = range.split(',').map((span) => {
    const [first = '', last = first] = span.trim().slice(2).split('-');
    return [Number.parseInt(first, 16), Number.parseInt(last, 16)] as const;
  });
  return (letter) => spans.some(([first, last]) => first <= letter && letter <= last);
}

function pathIn(source: Source, file: string): string {
  return fileURLToPath(import.meta.resolve(`${source.package}/${file}`));
}

async function readParts(source: Source): Promise<Part[]> {
  const ranges = JSON.parse(await readFile(pathIn(source, 'unicode.json'), 'utf8')) as Record<string, string>;
  const wanted = source.subsets ?? Object.keys(ranges).filter((subset) => subset.startsWith('['));
  return wanted.map((subset) => {
    const range = ranges[subset];
    if (range === undefined) throw new Error(`${source.package} has no part ${subset}`);
    return { source, subset, range, has: within(range) };
  });
}

async function rulesOf({ source, subset, range }: Part): Promise<string> {
  const name = source.package.split('/')[1];
  const rules = source.weights.map(async (weight) => {
    // A rule for each weight also of a variable font: a browser takes all letters from rules with the same weights.
    const cut = source.subsets ? weight : 'wght';
    const file = `files/${name}-${subset.replaceAll(/[[\]]/g, '')}-${cut}-normal.woff2`;
    const data = (await readFile(pathIn(source, file))).toString('base64');
    return `@font-face{font-family:'${source.family}';src:url(data:font/woff2;base64,${data}) format('woff2');font-weight:${weight};unicode-range:${range}}`;
  });
  return (await Promise.all(rules)).join('\n');
}

/** What was read once stays: all parts that anybody ever needs are some megabytes. */
function kept<K, V>(read: (key: K) => Promise<V>): (key: K) => Promise<V> {
  const known = new Map<K, Promise<V>>();
  return (key) => {
    const found = known.get(key) ?? read(key);
    known.set(key, found);
    return found;
  };
}

const parts = kept(readParts);
const rules = kept(rulesOf);

/** The parts that a text needs, those that win a letter first. */
async function partsFor(text: string): Promise<Part[]> {
  const always = (await Promise.all([SERIF, LATIN].map(parts))).flat();
  const [, latin] = always;
  const others = new Set([...text.matchAll(/[^\0-\x7f]/gu)].map(([letter]) => letter.codePointAt(0) ?? 0));
  const missing = [...others].filter((letter) => !latin?.has(letter));
  if (missing.length === 0) return always;
  const sources = await Promise.all([...OTHERS, ...eastAsianFor(text)].map(parts));
  const choice = sources.flat();
  const needed = new Set(missing.map((letter) => choice.find((part) => part.has(letter))));
  return [...always, ...choice.filter((part) => needed.has(part))];
}

/**
 * The `@font-face` rules, with everything inlined, for a text: a page, or what is in it. A letter that none of our typefaces has
 * gets no rule.
 */
export async function faces(text: string): Promise<string> {
  const needed = await partsFor(text);
  // Of two rules that have a letter, a browser takes the later.
  return (await Promise.all(needed.reverse().map(rules))).join('\n');
}
