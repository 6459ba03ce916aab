import { byChance } from './sign-in.run.ts';

/** The same numbers each time. */
function dice(): () => number {
  let seed = 1;
  return () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
}

test('what is a fifth slower is told apart, and what is the same is not', () => {
  const random = dice();
  const around = (middle: number) => Array.from({ length: 60 }, () => middle + random() * 6);
  expect(byChance(around(30), around(36), random)).toBeLessThan(0.01);
  expect(byChance(around(30), around(30), random)).toBeGreaterThan(0.01);
});
