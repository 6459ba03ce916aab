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

test('what lies beyond the first sixty-four characters is not weighed, so that nobody makes judging slow', () => {
  const strong = 'orchard velvet tambourine';
  expect(weakness(`${'a'.repeat(63)} ${strong}`, own)).toMatch(/too easy to guess/);
  expect(weakness(`${strong} ${'a'.repeat(63)}`, own)).toBeNull();
});
