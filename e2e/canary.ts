/** Words that occur nowhere else, one for each thing that a person can tell us, and the search for them in whatever we write. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the word stands for, and the word: letters alone, so that no address and no JSON writes it in another way. */
export type Canaries = Readonly<Record<string, string>>;

const LETTERS = 'bcdfghjklmnpqrstvwxz';

/** One word for each, that nobody else has: `Zqvhbtwxkdalias`. */
export function canariesFor(whats: readonly string[], random: () => number = Math.random): Canaries {
  const letters = () => Array.from({ length: 9 }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join('');
  return Object.fromEntries(
    whats.map((what) => [what, `Zq${letters()}${what.replaceAll(/[^a-z]/gi, '').toLowerCase()}`]),
  );
}

/** As base64 writes it, wherever in a text it begins; the ends depend on what stands beside it. */
function inBase64(word: string): string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), Buffer.from(word)])
      .toString('base64')
      .replaceAll('=', '');
    return text.slice(before === 0 ? 0 : before + 1, -2);
  });
}

/** The ways in which a program writes a word: as it is in any case, base64, hexadecimal, and two bytes a letter as PDF does. */
function formsOf(word: string): { folded: readonly string[]; exact: readonly string[] } {
  const lower = word.toLowerCase();
  const wide = [...lower].join('\0');
  const hexadecimal = [word, lower].map((one) => Buffer.from(one).toString('hex'));
  return { folded: [lower, wide, ...hexadecimal], exact: [word, lower].flatMap(inBase64) };
}

/** Which canaries are in a text, or in bytes, by what they stand for. */
export function toldIn(text: string | Uint8Array, canaries: Canaries): string[] {
  const plain = typeof text === 'string' ? text : Buffer.from(text).toString('latin1');
  const lower = plain.toLowerCase();
  return Object.entries(canaries).flatMap(([what, word]) => {
    const { folded, exact } = formsOf(word);
    return folded.some((form) => lower.includes(form)) || exact.some((form) => plain.includes(form)) ? [what] : [];
  });
}

/** All files below a folder. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);
}

/** Which files tell, in their name or in their bytes: `logs/booking.log: alias`. */
export function tellingFiles(
  folder: string,
  canaries: Canaries,
  which: (path: string) => boolean = () => true,
): string[] {
  return filesIn(folder)
    .filter(which)
    .flatMap((path) => {
      const said = [...new Set([...toldIn(path, canaries), ...toldIn(readFileSync(path), canaries)])];
      return said.length > 0 ? [`${path.slice(folder.length + 1)}: ${said.join(', ')}`] : [];
    });
}
