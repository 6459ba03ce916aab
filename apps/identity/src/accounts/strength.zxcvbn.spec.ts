import { weakness } from './strength.zxcvbn.ts';

const own = ['robin.meadow@example.com', 'Robin M'];

test.each([
  ['a common password', 'password1234'],
  ['a run of keys', 'qwertyuiop12'],
  ['one thing again and again', 'abcabcabcabc'],
  ['the own address', 'robin.meadow'],
  ['the own alias with a year', 'robinmeadow2026'],
  ['the name of the platform', 'sounding2026'],
  ['a date', '23.11.2026.23'],
])('%s is too weak', (_what, password) => {
  expect(weakness(password, own)).toMatch(/too easy to guess/);
});

test.each(['orchard velvet tambourine', 'N7#quiet-lantern-mole', 'harbour.pencil.seventy.owl'])(
  '%s will do',
  (password) => {
    expect(weakness(password, own)).toBeNull();
  },
);

test('the longest password allowed is judged in well under a second', () => {
  const started = performance.now();
  weakness('a1!Passw0rdPassw0rd'.repeat(7).slice(0, 128), own);
  weakness('4'.repeat(128), own);
  expect(performance.now() - started).toBeLessThan(1_000);
});
