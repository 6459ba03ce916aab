import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { textHashOf } from '@sounding/service';
import { LEGAL, legalVersion } from '@sounding/terms';
import { rehearsed } from '@sounding/terms/rehearsal';
import { askedOf } from './agreements.ts';

const texts = rehearsed(
  JSON.stringify({
    terms: [{ version: '2027-03-01', matters: 'The time to claim is longer.', guaranteeDays: 14 }],
    privacy: [
      {
        version: '2027-03-20',
        matters: 'We hold more.',
        sections: [{ id: 'short', title: 'In short', sentences: ['We hold more.'] }],
      },
    ],
  }),
);
const asked = (now: string, terms: string | null = '2026-11-01', privacy: string | null = null) =>
  askedOf({ terms, privacy }, new Date(now), texts).map(
    ({ state, document, version }) => `${state} ${document} ${version}`,
  );

test('nobody is asked anything today', () => {
  expect(askedOf({ terms: null, privacy: null }, new Date('2026-12-01'), LEGAL)).toEqual([]);
});

test('what is announced is told thirty days ahead, what is in force is due, and what is due stands first', () => {
  expect(asked('2027-01-29T23:59:59.000Z')).toEqual([]);
  expect(asked('2027-01-30T00:00:00.000Z')).toEqual(['coming terms 2027-03-01']);
  expect(asked('2027-03-01T00:00:00.000Z')).toEqual(['due terms 2027-03-01', 'coming privacy 2027-03-20']);
  expect(asked('2027-03-20T00:00:00.000Z')).toEqual(['due terms 2027-03-01', 'due privacy 2027-03-20']);
});

test('what was accepted is not asked again, before its day or after', () => {
  expect(asked('2027-02-10T00:00:00.000Z', '2027-03-01')).toEqual([]);
  expect(asked('2027-03-20T00:00:00.000Z', '2027-03-01')).toEqual(['due privacy 2027-03-20']);
  expect(asked('2027-03-20T00:00:00.000Z', '2027-03-01', '2027-03-20')).toEqual([]);
});

test('the migration keeps the hash of the very words that were agreed to before acceptances were kept', () => {
  const file = '../../prisma/migrations/20261128040000_acceptances/migration.sql';
  const first = legalVersion('terms', '2026-11-01');
  if (!first) throw new Error('the first version is gone');
  expect(readFileSync(join(import.meta.dirname, file), 'utf8')).toContain(`'${textHashOf(first)}'`);
});
