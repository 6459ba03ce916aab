import { Passwords } from './passwords.argon2.ts';

test('a password is kept as argon2id with the cost that OWASP asks for', async () => {
  const stored = await new Passwords().hash('orchard velvet tambourine');
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test('only the right password is right, and nothing is right for an unknown address', async () => {
  const passwords = new Passwords();
  const stored = await passwords.hash('orchard velvet tambourine');
  expect(await passwords.isRight(stored, 'orchard velvet tambourine')).toBe(true);
  expect(await passwords.isRight(stored, 'orchard velvet tambourines')).toBe(false);
  expect(await passwords.isRight(null, 'orchard velvet tambourine')).toBe(false);
});

test('the ninth at once is refused, and the eight are served', async () => {
  const passwords = new Passwords();
  const answers = await Promise.allSettled(
    Array.from({ length: 12 }, () => passwords.hash('orchard velvet tambourine')),
  );
  expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(8);
  for (const answer of answers.filter((one) => one.status === 'rejected')) {
    expect(answer.reason).toMatchObject({ code: 'too-many-requests' });
  }
  await expect(passwords.hash('orchard velvet tambourine')).resolves.toMatch(/^\$argon2id/);
});

test('an unknown address takes as long as a known one', async () => {
  const passwords = new Passwords();
  const stored = await passwords.hash('orchard velvet tambourine');
  const time = async (hash: string | null) => {
    const started = performance.now();
    await passwords.isRight(hash, 'wrong and wrong again');
    return performance.now() - started;
  };
  await time(null);
  const known: number[] = [];
  const unknown: number[] = [];
  for (let i = 0; i < 7; i += 1) {
    known.push(await time(stored));
    unknown.push(await time(null));
  }
  // The fastest of each says what the work is; the rest is what else the machine did.
  const ratio = Math.min(...unknown) / Math.min(...known);
  expect(ratio).toBeGreaterThan(0.5);
  expect(ratio).toBeLessThan(2);
});
