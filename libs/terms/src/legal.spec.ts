import { createHash } from 'node:crypto';
import { numbersBetween } from './changes.ts';
import {
  announcedAt,
  consentCounts,
  covers,
  LEGAL,
  LEGAL_DOCUMENTS,
  type LegalTexts,
  legalAt,
  legalText,
  legalVersion,
  legalVersions,
  requiredAt,
} from './legal.ts';
import { rehearsed } from './rehearsal.ts';
import { termsOf } from './terms.ts';

/** The words that people had before them. As with the table, a hash here never changes: other words are a later version. */
const WORDS: Record<string, string> = {
  'terms 2026-11-01': 'cb20227ff3c55b99ea33eea0ba9628769db7481e2cd1d0664a7fd7be3a30d974',
  'privacy 2026-11-01': '0adaeb89fc458f257a16a76f7a8ff46c2530a4e5b8d46c36fd2a5bfbdb374468',
  'health 2026-11-01': 'ca0e47108307af4b37d3bb30683a7b7053952564d0fe3e3fa6fa6f501f1cdf09',
  'own-name 2026-11-01': 'a592939d441a048b092aa7975ab0f1f74069fdbc8b8a68e091c412a54fab41a7',
};

const DAY = 86_400_000;
const coming: LegalTexts = rehearsed(
  JSON.stringify({
    terms: [
      { version: '2027-02-01', matters: null, claimHours: 48 },
      { version: '2027-03-01', matters: 'We hold your money longer.', guaranteeDays: 14 },
      { version: '2027-06-01', matters: null, handlingFeeMinor: 299 },
    ],
    health: [
      {
        version: '2027-03-01',
        matters: 'More is stored.',
        sections: [{ id: 'health', title: 'T', sentences: ['S.'] }],
      },
    ],
  }),
);
const takesOver = Date.parse('2027-03-01T00:00:00.000Z');

it('the words of every announced version are the ones that people agreed to', () => {
  const all = LEGAL_DOCUMENTS.flatMap((document) => legalVersions(document));
  const hashes = all.map((one) => [
    `${one.document} ${one.version}`,
    createHash('sha256').update(legalText(one)).digest('hex'),
  ]);
  expect(Object.fromEntries(hashes)).toEqual(WORDS);
});

it('the words of the terms hold their sentences, their examples and their table', () => {
  const text = legalText(legalAt('terms', takesOver));
  expect(text).toContain('$3.49 Handling Fee');
  expect(text).toContain('For example. ');
  expect(text).toContain('The provider cancelled, or moved the session');
});

describe('whom a version asks', () => {
  it('is nobody while nothing that matters is in force', () => {
    expect(requiredAt('terms', takesOver)).toBeNull();
    expect(requiredAt('privacy', takesOver)).toBeNull();
    expect(requiredAt('terms', takesOver - 1, coming)).toBeNull();
  });

  it('is everybody from its first millisecond on, and stays so under a later version that does not matter', () => {
    expect(requiredAt('terms', takesOver, coming)?.version).toBe('2027-03-01');
    expect(requiredAt('terms', '2027-08-01', coming)?.version).toBe('2027-03-01');
    expect(requiredAt('privacy', takesOver, coming)).toBeNull();
  });

  it('is told of it thirty days ahead, not sooner, and not of one that does not matter', () => {
    expect(announcedAt('terms', takesOver - 30 * DAY - 1, coming)).toBeNull();
    expect(announcedAt('terms', takesOver - 30 * DAY, coming)?.version).toBe('2027-03-01');
    expect(announcedAt('terms', takesOver - 1, coming)?.version).toBe('2027-03-01');
    expect(announcedAt('terms', takesOver, coming)).toBeNull();
  });

  it('is who accepted neither it nor a later one', () => {
    const required = { version: '2027-03-01' };
    expect(covers(null, required)).toBe(false);
    expect(covers('2026-11-01', required)).toBe(false);
    expect(covers('2027-03-01', required)).toBe(true);
    expect(covers('2027-06-01', required)).toBe(true);
  });
});

it('a consent counts until a later text that matters is in force', () => {
  expect(consentCounts('health', '2026-11-01', takesOver - 1, coming)).toBe(true);
  expect(consentCounts('health', '2026-11-01', takesOver, coming)).toBe(false);
  expect(consentCounts('health', '2027-03-01', takesOver, coming)).toBe(true);
});

it('a version is found by its name, and one that never was is none', () => {
  expect(legalVersion('privacy', '2026-11-01')?.title).toBe('Privacy in plain English');
  expect(legalVersion('privacy', '1999-01-01')).toBeNull();
  expect(legalAt('terms', 0)).toEqual(legalVersions('terms')[0]);
});

describe('the numbers between two versions', () => {
  const [first, last] = [termsOf('2026-11-01'), termsOf('2027-06-01', coming.terms)];

  it('are those that people look for first, changed or not, and behind them what changes', () => {
    expect(numbersBetween(first, last)).toEqual([
      { name: 'The Handling Fee', was: '$3.49', is: '$2.99' },
      { name: 'Our commission', was: '5%', is: '5%' },
      { name: 'Notice for cancelling free of charge', was: '24 hours', is: '24 hours' },
      { name: 'Time to claim after the session, while we hold your money', was: '7 days', is: '14 days' },
      { name: 'Time for us to decide a claim', was: '72 hours', is: '48 hours' },
    ]);
  });

  it('are the first ones alone where nothing changes', () => {
    expect(numbersBetween(first, first).map(({ was, is }) => was === is)).toEqual([true, true, true]);
  });
});

describe('a rehearsal', () => {
  it('changes nothing of what is announced', () => {
    expect(coming.terms[0]).toBe(LEGAL.terms[0]);
    expect(rehearsed('{}')).toEqual(LEGAL);
  });

  it.each([
    ['no JSON', 'terms'],
    ['a day before the version it follows', '{"terms":[{"version":"2026-10-01","matters":null}]}'],
    [
      'the same day',
      '{"privacy":[{"version":"2026-11-01","matters":null,"sections":[{"id":"a","title":"A","sentences":["B."]}]}]}',
    ],
    ['no reason and no null', '{"terms":[{"version":"2027-03-01"}]}'],
    [
      'a section without a sentence',
      '{"privacy":[{"version":"2027-03-01","matters":null,"sections":[{"id":"a","title":"A","sentences":[]}]}]}',
    ],
  ])('with %s is refused', (_what, text) => {
    expect(() => rehearsed(text)).toThrow();
  });
});
