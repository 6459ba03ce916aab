import { HELP, HELP_CHECKED, likelyCountry } from './help-numbers.ts';

test('at least twenty countries, each with an emergency number and a line to call', () => {
  expect(HELP.length).toBeGreaterThanOrEqual(20);
  for (const country of HELP) {
    expect(country.emergency.length).toBeGreaterThan(0);
    expect(country.lines.length).toBeGreaterThan(0);
  }
});

test('every number can be dialled and says where it is published', () => {
  for (const { emergency, lines } of HELP) {
    for (const number of [...emergency, ...lines.map((line) => line.number)]) expect(number).toMatch(/^\*?\d[\d ]*$/);
    for (const line of lines) expect(line.source).toMatch(/^[a-z0-9.-]+\.[a-z]+(\/\S+)?$/);
  }
});

test('countries stand in the order of their names, each once, and the review has a date', () => {
  const names = HELP.map((country) => country.name);
  expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
  expect(new Set(HELP.map((country) => country.code)).size).toBe(HELP.length);
  expect(HELP_CHECKED).toMatch(/^\d{4}-\d{2}-\d{2}$/);
});

test.each([
  ['America/Chicago', 'de-DE,de;q=0.9', 'us'],
  ['Europe/Berlin', null, 'de'],
  [null, 'en-GB,en;q=0.9', 'gb'],
  ['UTC', 'en', undefined],
  [null, null, undefined],
])('a device in %p that asks for %p is shown %p first', (zone, languages, code) => {
  expect(likelyCountry(zone, languages)?.code).toBe(code);
});
