/**
 * Plain English is measured: the grade of Kincaid, Fishburne, Rogers and Chissom (Derivation of New Readability Formulas,
 * Navy Research Branch Report 8-75, 1975) is 0.39 x words per sentence + 11.8 x syllables per word - 15.59; 8 is what a
 * reader of about fourteen follows. Sentences and words are cut by the Unicode rules of `Intl.Segmenter`, syllables counted
 * by the npm package `syllable`. Numbers count as they are read, at least: a syllable a digit, two more for dollars or percent.
 */
import { money } from '@sounding/money';
import { syllable } from 'syllable';
import { changesBetween } from './changes.ts';
import { termsInPlainEnglish } from './english.ts';
import { LEGAL_DOCUMENTS, legalVersions } from './legal.ts';
import { termsPage } from './page.ts';
import { ifCancelled, sentencesFor } from './sentences.ts';
import { type Cancelled, type CancellingNow } from './settle.ts';
import { VERSIONS } from './terms.ts';

const MOST = 8;
const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' });
const WORDS = new Intl.Segmenter('en', { granularity: 'word' });

function syllablesOf(word: string): number {
  const digits = word.match(/\d/g)?.length ?? 0;
  return digits > 0 ? digits : Math.max(1, syllable(word));
}

function gradeOf(text: readonly string[]): number {
  const sentences = text.flatMap((one) => [...SENTENCES.segment(one)]).length;
  const words = text.flatMap((one) => [...WORDS.segment(one)]).filter(({ isWordLike }) => isWordLike);
  const signs = text.join('').match(/[$%]/g)?.length ?? 0;
  const syllables = words.reduce((all, { segment }) => all + syllablesOf(segment), 2 * signs);
  return 0.39 * (words.length / sentences) + 11.8 * (syllables / words.length) - 15.59;
}

it('a text that is hard to read is measured as such, an easy one not', () => {
  const hard =
    'Notwithstanding any provision to the contrary, remuneration remains irrevocably non-refundable subsequent to the commencement of the appointment.';
  expect(gradeOf([hard])).toBeGreaterThan(16);
  expect(gradeOf(['The cat sat on the mat. The dog ran to it.'])).toBeLessThan(2);
});

describe.each(VERSIONS.map((terms) => [terms.version, terms] as const))('the terms of %s', (_version, terms) => {
  const page = termsInPlainEnglish(terms);
  const said = page.sections.map(({ title, sentences, examples }) => ({
    title,
    text: [...sentences, ...examples.map((example) => example.text)],
  }));
  const rows = page.table.map(
    (row) => `${row.reason}. The client gets ${row.priceBack}. The provider gets ${row.providerGets}.`,
  );

  it('read at grade 8 or below as a whole, table and examples included', () => {
    const whole = [...said.flatMap(({ text }) => text), ...rows];
    const grade = gradeOf(whole);
    process.stdout.write(`terms of ${terms.version}: Flesch-Kincaid grade ${grade.toFixed(1)}\n`);
    expect(grade).toBeLessThanOrEqual(MOST);
  });

  it.each(said.map(({ title, text }) => [title, text] as const))(
    'read at grade 8 or below under: %s',
    (_title, text) => {
      expect(gradeOf(text)).toBeLessThanOrEqual(MOST);
    },
  );

  it('read so beside a bill, where people cancel, and where a change is announced', () => {
    const startsAt = Date.parse(terms.from) + 40 * 86_400_000;
    const bill = { price: money(6000), startsAt, endsAt: startsAt + 3_600_000 };
    const early = sentencesFor(terms, { ...bill, now: startsAt - 2 * 86_400_000 });
    const late = sentencesFor(terms, { ...bill, now: startsAt - 3_600_000 });
    expect(gradeOf(early.map(({ text }) => text))).toBeLessThanOrEqual(MOST);
    expect(gradeOf(late.map(({ text }) => text))).toBeLessThanOrEqual(MOST);
    const cancelling: [Cancelled, CancellingNow['by'], number][] = [
      ['client-cancelled-early', 'client', 40],
      ['client-cancelled-early', 'client', 2],
      ['client-cancelled-late', 'client', 2],
      ['provider-cancelled', 'provider', 2],
    ];
    for (const [outcome, by, hours] of cancelling) {
      const on = { by, startsAt, bookedAt: startsAt - 48 * 3_600_000, now: startsAt - hours * 3_600_000 };
      expect(gradeOf([ifCancelled(terms, outcome, { ...on, price: money(6000) })])).toBeLessThanOrEqual(MOST);
    }
    const dearer = { ...terms, handlingFee: money(399), guaranteeDays: 14, freeCancelHours: 48 };
    expect(gradeOf([termsPage(startsAt).standing, ...changesBetween(terms, dearer)])).toBeLessThanOrEqual(MOST);
  });
});

it.each(
  LEGAL_DOCUMENTS.filter((document) => document !== 'terms').flatMap((document) =>
    legalVersions(document).flatMap(({ version, sections }) =>
      sections.map(({ title, sentences }) => [document, version, title, sentences] as const),
    ),
  ),
)('%s of %s reads at grade 8 or below under: %s', (_document, _version, _title, sentences) => {
  expect(gradeOf(sentences)).toBeLessThanOrEqual(MOST);
});
