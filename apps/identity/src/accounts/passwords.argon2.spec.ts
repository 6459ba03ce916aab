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

test('an unknown address is the same work as a known one: one check, against a hash of the same cost', async () => {
  const passwords = new Passwords();
  const stored = await passwords.hash('orchard velvet tambourine');
  const work = jest.spyOn(passwords, 'verified');
  await passwords.isRight(stored, 'wrong and wrong again');
  await passwords.isRight(null, 'wrong and wrong again');
  const cost = (phc: string) => phc.split('$').slice(0, 4);
  expect(work.mock.calls.map(([phc]) => cost(phc))).toEqual([cost(stored), cost(stored)]);
});
