import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { EVENTS, REQUESTS } from './registry.ts';

interface Sample {
  readonly good: unknown;
  readonly bad: Readonly<Record<string, unknown>>;
}

const FOLDER = join(import.meta.dirname, '../samples');

function samplesOf(name: string): Readonly<Record<string, Sample>> {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as Record<string, Sample>;
}

const PARTS = [
  ...REQUESTS.flatMap((request) => [
    { name: request.name, part: 'input', type: request.input },
    { name: request.name, part: 'output', type: request.output },
  ]),
  ...EVENTS.map((event) => ({ name: event.name, part: 'data', type: event.data })),
];

test.each(PARTS)('$name: the good $part is accepted', ({ name, part, type }) => {
  expect(type.safeParse(samplesOf(name)[part]?.good).error).toBeUndefined();
});

test.each(PARTS)('$name: every bad $part is refused', ({ name, part, type }) => {
  const bad = Object.entries(samplesOf(name)[part]?.bad ?? {});
  expect(bad.length).toBeGreaterThanOrEqual(2);
  for (const [why, message] of bad)
    expect({ why, refused: !type.safeParse(message).success }).toEqual({ why, refused: true });
});

test('every sample belongs to a message', () => {
  const names = new Set(PARTS.map(({ name }) => name));
  expect(readdirSync(FOLDER).filter((file) => !names.has(file.replace(/\.json$/, '')))).toEqual([]);
});

test('what was good survives the wire', () => {
  for (const { name, part, type } of PARTS) {
    const parsed = type.parse(samplesOf(name)[part]?.good);
    expect(type.parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);
  }
});
