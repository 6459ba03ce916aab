/** Passkeys: made, used instead of a password or as the second step, renamed, removed; and everything that does not fit. */
import {
  AddPasskey,
  BeginPasskey,
  BeginPasskeySignIn,
  Factors,
  FinishPasskeySignIn,
  RemovePasskey,
  RenamePasskey,
  SignIn,
  StaffAddPasskey,
  StaffBeginPasskey,
  StaffBeginPasskeySignIn,
  StaffFinishPasskeySignIn,
  StaffRemoveTotp,
  StaffWhoIs,
  WhoIs,
} from '@sounding/contracts';
import { Authenticator, type Lies } from './authenticator.ts';
import { appCode, type Member, PASSWORD, refusal, SigningWorld } from './signing.world.ts';

let here: SigningWorld;
beforeAll(async () => {
  here = await SigningWorld.start();
});
afterAll(() => here?.stop());

const SITE = 'http://localhost:3000';
const CONSOLE = 'http://localhost:3001';

async function withPasskey(): Promise<Member & { key: Authenticator; recoveryCodes: string[] }> {
  const member = await here.member();
  const key = new Authenticator(SITE);
  const { half, options } = await member.asks.ask(BeginPasskey, { proof: PASSWORD });
  const input = { token: member.token, half, response: key.make(options), name: 'My phone' };
  return { ...member, ...(await member.asks.ask(AddPasskey, input)), key };
}

const begin = (half?: string) => here.visitor.ask(BeginPasskeySignIn, half ? { half } : {});
const finish = (half: string, response: Record<string, unknown>) =>
  refusal(here.visitor.ask(FinishPasskeySignIn, { half, response }));

test('a passkey signs in by itself, without an address or a password', async () => {
  const { key, session } = await withPasskey();
  const { half, options } = await begin();
  expect(options).not.toHaveProperty('allowCredentials.0');
  const signedIn = await here.visitor.ask(FinishPasskeySignIn, { half, response: key.answer(options) });
  expect(signedIn.session.accountId).toBe(session.accountId);
  expect(await here.visitor.ask(WhoIs, { token: signedIn.token })).toMatchObject({ alias: 'Robin' });
});

test('what was signed is good once, also when it is sent several times at the same instant', async () => {
  const { key } = await withPasskey();
  const { half, options } = await begin();
  const response = key.answer(options);
  const answers = await Promise.all([1, 2, 3].map(() => finish(half, response)));
  expect(answers.filter((answer) => answer === 'sign-in-over')).toHaveLength(2);
  const other = await begin();
  expect(await finish(other.half, response)).toBe('wrong-passkey');
  // A challenge is spent by what does not fit as well.
  expect(await finish(other.half, key.answer(other.options))).toBe('sign-in-over');
});

test.each<[string, Lies]>([
  ['at another origin', { origin: 'https://sounding.example.evil' }],
  ['at the console', { origin: CONSOLE }],
  ['without its person verified', { unverified: true }],
  ['with a counter that goes back', { counter: 1 }],
])('what was signed %s is refused', async (_what, lies) => {
  const { key } = await withPasskey();
  for (let times = 0; times < 2; times += 1) {
    const { half, options } = await begin();
    expect(await finish(half, key.answer(options))).toHaveProperty('answered');
  }
  const { half, options } = await begin();
  expect(await finish(half, key.answer(options, lies))).toBe('wrong-passkey');
});

test('a passkey that nobody has, rubbish and what is too long are refused', async () => {
  const { half, options } = await begin();
  expect(await finish(half, new Authenticator(SITE).answer(options))).toBe('wrong-passkey');
  expect(await finish((await begin()).half, { id: { a: 1 }, response: 'nothing' })).toBe('wrong-passkey');
  expect(await finish((await begin()).half, { id: 'x'.repeat(20_000) })).toBe('invalid-input');
});

test('a challenge is good for five minutes', async () => {
  const { key } = await withPasskey();
  const { half, options } = await begin();
  await here.world.clock.move({ minutes: 6 });
  expect(await finish(half, key.answer(options))).toBe('sign-in-over');
});

test('whoever has a passkey is asked for it after the password, and only for their own', async () => {
  const [me, thief] = [await withPasskey(), await withPasskey()];
  const answer = await here.visitor.ask(SignIn, { email: me.email, password: PASSWORD });
  expect(answer).toMatchObject({ needs: 'second-factor', ways: ['recovery-code', 'passkey'] });
  const half = await here.halfOf(me.email);
  const first = await begin(half);
  expect(first.half).toBe(half);
  expect(await finish(half, thief.key.answer(first.options))).toBe('wrong-passkey');
  const second = await begin(half);
  expect(await finish(half, me.key.answer(second.options))).toMatchObject({
    answered: { session: { accountId: me.session.accountId } },
  });
  expect(await finish(half, me.key.answer(second.options))).toBe('sign-in-over');
});

test('making one needs a proof, gives ten recovery codes the first time, and changes the token', async () => {
  const me = await here.member();
  expect(await refusal(me.asks.ask(BeginPasskey, { proof: 'not the password' }))).toBe('wrong-credentials');
  const { half, options } = await me.asks.ask(BeginPasskey, { proof: PASSWORD });
  const key = new Authenticator(SITE);
  const add = (token: string, response: Record<string, unknown>) =>
    me.asks.ask(AddPasskey, { token, half, response, name: 'My phone' });
  const added = await add(me.token, key.make(options));
  expect(added.recoveryCodes).toHaveLength(10);
  expect(await refusal(here.visitor.ask(WhoIs, { token: me.token }))).toBe('not-signed-in');
  expect(await refusal(add(added.token, key.make(options)))).toBe('sign-in-over');
});

test.each<[string, Lies]>([
  ['at another origin', { origin: 'https://sounding.example.evil' }],
  ['without its person verified', { unverified: true }],
])('one that was made %s is not kept', async (_what, lies) => {
  const me = await here.member();
  const { half, options } = await me.asks.ask(BeginPasskey, { proof: PASSWORD });
  const response = new Authenticator(SITE).make(options, lies);
  expect(await refusal(me.asks.ask(AddPasskey, { token: me.token, half, response, name: 'Mine' }))).toBe(
    'wrong-passkey',
  );
  expect((await me.asks.ask(Factors, {})).passkeys).toEqual([]);
});

test('a challenge to make one is nobody else’s, and signs nobody in', async () => {
  const [me, thief] = [await here.member(), await withPasskey()];
  const { half, options } = await me.asks.ask(BeginPasskey, { proof: PASSWORD });
  expect(await finish(half, thief.key.answer(options))).toBe('sign-in-over');
  const again = await me.asks.ask(BeginPasskey, { proof: PASSWORD });
  const input = { token: thief.token, half: again.half, name: 'Mine' };
  const response = new Authenticator(SITE).make(again.options);
  expect(await refusal(thief.asks.ask(AddPasskey, { ...input, response }))).toBe('sign-in-over');
});

test('a passkey is renamed and removed by its person alone, and then opens nothing', async () => {
  const [me, stranger] = [await withPasskey(), await here.member()];
  const [listed] = (await me.asks.ask(Factors, {})).passkeys;
  expect(listed).toMatchObject({ name: 'My phone', usedAt: null });
  const passkeyId = listed?.id ?? '';
  expect(await refusal(stranger.asks.ask(RenamePasskey, { passkeyId, name: 'Mine' }))).toBe('not-found');
  const theirs = { token: stranger.token, passkeyId, proof: PASSWORD };
  expect(await refusal(stranger.asks.ask(RemovePasskey, theirs))).toBe('not-found');
  await me.asks.ask(RenamePasskey, { passkeyId, name: 'Old phone' });
  expect((await me.asks.ask(Factors, {})).passkeys[0]?.name).toBe('Old phone');
  const removal = { token: me.token, passkeyId };
  expect(await refusal(me.asks.ask(RemovePasskey, { ...removal, proof: 'x' }))).toBe('wrong-credentials');
  await me.asks.ask(RemovePasskey, { ...removal, proof: PASSWORD });
  const { half, options } = await begin();
  expect(await finish(half, me.key.answer(options))).toBe('wrong-passkey');
  expect(await me.asks.ask(Factors, {})).toMatchObject({ passkeys: [], recoveryCodesLeft: 0 });
  expect(await here.visitor.ask(SignIn, { email: me.email, password: PASSWORD })).toHaveProperty('token');
});

test('staff sign in by passkey alone, at the console and nowhere else, and may then do without the app', async () => {
  const sam = await here.enrolled();
  const key = new Authenticator(CONSOLE);
  const code = () => appCode(sam.secret, here.now());
  const made = await sam.asks.ask(StaffBeginPasskey, { proof: code() });
  const input = { token: sam.token, half: made.half, response: key.make(made.options), name: 'Desk key' };
  const added = await sam.asks.ask(StaffAddPasskey, input);
  expect(added.recoveryCodes).toEqual([]);
  const { half, options } = await here.visitor.ask(StaffBeginPasskeySignIn, {});
  const signedIn = await here.visitor.ask(StaffFinishPasskeySignIn, { half, response: key.answer(options) });
  expect(await here.visitor.ask(StaffWhoIs, { token: signedIn.token })).toMatchObject({ realm: 'staff' });
  const atSite = await begin();
  expect(await finish(atSite.half, key.answer(atSite.options))).toBe('wrong-passkey');
  await here.world.clock.move({ minutes: 2 });
  const removed = await sam.asks.ask(StaffRemoveTotp, { token: signedIn.token, proof: code() });
  expect(await here.visitor.ask(StaffWhoIs, { token: removed.token })).toMatchObject({ alias: 'Sam' });
});
