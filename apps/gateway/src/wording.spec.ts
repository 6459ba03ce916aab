import type { LegalVersion, Line } from '@sounding/terms';
import { wordingBetween } from './wording.jsdiff.ts';

const version = (sections: Record<string, string[]>) =>
  ({
    sections: Object.entries(sections).map(([id, sentences]) => ({ id, title: id, sentences })),
  }) as unknown as LegalVersion;
const between = (was: Record<string, string[]>, is: Record<string, string[]>) =>
  wordingBetween(version(was), version(is));
const told = (lines: readonly Line[] = []) =>
  lines.map(
    ({ kind, parts }) =>
      `${kind}: ${parts.map((part) => ({ same: part.text, added: `+${part.text}+`, removed: `-${part.text}-` })[part.kind]).join('')}`,
  );

test('a number that changed is told inside its sentence', () => {
  const [section] = between({ a: ['We hold it for 7 days.', 'Same.'] }, { a: ['We hold it for 14 days.', 'Same.'] });
  expect(section?.kind).toBe('changed');
  expect(told(section?.lines)).toEqual(['changed: We hold it for -7-+14+ days.', 'same: Same.']);
});

test('sentences that have little in common are told as one that went and one that came', () => {
  const [section] = between({ a: ['The cat sat on the mat.'] }, { a: ['Money goes back within a week, always.'] });
  expect(told(section?.lines)).toEqual([
    'removed: -The cat sat on the mat.-',
    'added: +Money goes back within a week, always.+',
  ]);
});

test('a sentence that came, one that went, and sections that came and went', () => {
  expect(told(between({ a: ['One.', 'Three.'] }, { a: ['One.', 'Two.', 'Three.'] })[0]?.lines)).toEqual([
    'same: One.',
    'added: +Two.+',
    'same: Three.',
  ]);
  expect(told(between({ a: ['One.', 'Two.'] }, { a: ['Two.'] })[0]?.lines)).toEqual(['removed: -One.-', 'same: Two.']);
  const sections = between({ old: ['Gone.'], kept: ['K.'] }, { kept: ['K.'], fresh: ['Come.'] });
  expect(sections.map(({ id, kind }) => `${id} ${kind}`)).toEqual(['kept same', 'fresh added', 'old removed']);
});

test('nothing is lost: the later text and the earlier one are both read from what is told', () => {
  const was = { a: ['One two three four.', 'Five six.', 'Seven.'], b: ['Eight.'] };
  const is = { a: ['One two 3 four.', 'Seven.', 'Nine ten.'], c: ['Eleven.'] };
  const lines = between(was, is).flatMap((section) => section.lines);
  const side = (not: string) =>
    lines
      .map(({ parts }) =>
        parts
          .filter(({ kind }) => kind !== not)
          .map(({ text }) => text)
          .join(''),
      )
      .filter((text) => text !== '')
      .sort();
  expect(side('added')).toEqual(Object.values(was).flat().sort());
  expect(side('removed')).toEqual(Object.values(is).flat().sort());
});
