/**
 * What a stranger asks costs the same for known and unknown addresses: argon2 is called equally often, and the database is asked the same
 * things. How long it takes is measured by `npm run bench -- sign-in`, because a test must not depend on the clock on the wall.
 */
import { type Input, SendCode, SendLink, SetPassword, SignIn, SignUp, StaffSignIn, WhoIs } from '@sounding/contracts';
import pg from 'pg';
import { Passwords } from '../src/accounts/passwords.argon2.ts';
import { PASSWORD, refusal, SigningWorld } from './signing.world.ts';

let here: SigningWorld;
beforeAll(async () => {
  here = await SigningWorld.start();
});
afterAll(() => here?.stop());
afterEach(() => jest.restoreAllMocks());

/** What the sign-in tables were asked; the clocks that send mail and forget what is over run beside it, and are not counted. */
const COUNTED = /account|sign_up|"code"|\bcode\b|session|tally|INSERT INTO .*outbound_mail/i;
const CLOCKS = /FROM outbound_mail|UPDATE outbound_mail|UPDATE .*"outbound_mail"|DELETE FROM|EXISTS|pg_notify|bus\./i;

/** The argon2 runs and the statements that asking causes, each statement with its values left out. */
async function workOf(ask: () => Promise<unknown>): Promise<{ hashes: number; statements: string[] }> {
  const statements: string[] = [];
  const hashed = [jest.spyOn(Passwords.prototype, 'hash'), jest.spyOn(Passwords.prototype, 'isRight')];
  const query = pg.Client.prototype.query as unknown as (...input: unknown[]) => unknown;
  jest.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...input: unknown[]) {
    const [given] = input;
    const text = typeof given === 'string' ? given : String((given as { text?: string } | undefined)?.text ?? '');
    if (COUNTED.test(text) && !CLOCKS.test(text)) statements.push(text.replaceAll(/\s+/g, ' '));
    return query.apply(this, input);
  } as never);
  await refusal(ask());
  const hashes = hashed.reduce((count, spy) => count + spy.mock.calls.length, 0);
  jest.restoreAllMocks();
  return { hashes, statements };
}

const signUp = (email: string): Input<typeof SignUp> => ({
  email,
  password: PASSWORD,
  alias: 'Robin',
  adult: true,
  zone: 'UTC',
});

test.each<[string, number, (email: string) => Promise<unknown>]>([
  ['signing in with a wrong password', 1, (email) => here.visitor.ask(SignIn, { email, password: 'not the password' })],
  ['signing up', 1, (email) => here.visitor.ask(SignUp, signUp(email))],
  ['asking for a code', 0, (email) => here.visitor.ask(SendCode, { email, purpose: 'reset' })],
  [
    'a new password with a wrong code',
    0,
    (email) => here.visitor.ask(SetPassword, { email, code: '000000', password: PASSWORD }),
  ],
  ['asking for a link', 0, (email) => here.visitor.ask(SendLink, { email })],
])('%s is the same work for a known and an unknown address', async (_what, hashes, ask) => {
  const { email } = await here.member();
  const known = await workOf(() => ask(email));
  const unknown = await workOf(() => ask(here.newAddress()));
  expect(known.statements.length).toBeGreaterThan(0);
  expect(unknown).toEqual(known);
  expect(known.hashes).toBe(hashes);
});

test('staff who sign in with a wrong password are the same work as nobody', async () => {
  const { email } = await here.colleague();
  const ask = (address: string) => here.visitor.ask(StaffSignIn, { email: address, password: 'not the password' });
  const known = await workOf(() => ask(email));
  expect(known.hashes).toBe(1);
  expect(await workOf(() => ask(here.newAddress()))).toEqual(known);
});

test('a flood of sign-ins is told to wait, and meanwhile everybody else stays who they are', async () => {
  const me = await here.member();
  const flood = Array.from({ length: 60 }, () =>
    here.visitor.ask(SignIn, { email: here.newAddress(), password: PASSWORD }).catch((error: unknown) => error),
  );
  const others = Array.from({ length: 20 }, () => here.visitor.ask(WhoIs, { token: me.token }));
  expect(await Promise.all(others)).toEqual(others.map(() => me.session));
  const answers = (await Promise.all(flood)) as { code: string; facts: { retryAfterSeconds?: number } }[];
  const refused = answers.filter(({ code }) => code === 'too-many-requests');
  expect(refused.length).toBeGreaterThan(0);
  for (const { facts } of refused) expect(facts.retryAfterSeconds).toBeGreaterThanOrEqual(1);
  const tried = answers.filter(({ code }) => code === 'wrong-credentials');
  expect(tried.length + refused.length).toBe(60);
  expect(await here.visitor.ask(SignIn, { email: me.email, password: PASSWORD })).toHaveProperty('token');
});
