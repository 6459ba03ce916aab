/** Sessions that their person sees and ends, a new password, and a new address that the old one can take back. */
import {
  ChangeEmail,
  ChangePassword,
  ConfirmNewEmail,
  EndOtherSessions,
  EndSession,
  ObjectToNewEmail,
  SendCode,
  Sessions,
  SetPassword,
  SignIn,
  WhoIs,
} from '@sounding/contracts';
import { type Member, PASSWORD, refusal, SigningWorld, tokenOf } from './signing.world.ts';

let here: SigningWorld;
beforeAll(async () => {
  here = await SigningWorld.start();
});
afterAll(() => here?.stop());

const elsewhere = async ({ email }: Member, device = 'Chrome on Windows') =>
  tokenOf(await here.visitor.ask(SignIn, { email, password: PASSWORD, device }));
const listed = async ({ asks, token }: Member) => (await asks.ask(Sessions, { token })).sessions;
const isIn = async (token: string) => (await refusal(here.visitor.ask(WhoIs, { token }))) !== 'not-signed-in';

test('a person sees where they are signed in, which one this is, and no token or its hash', async () => {
  const me = await here.member();
  const other = await elsewhere(me);
  const sessions = await listed(me);
  expect(sessions.map(({ device, current }) => [device, current]).sort()).toEqual([
    ['Chrome on Windows', false],
    ['Firefox on Android', true],
  ]);
  const text = JSON.stringify(sessions);
  for (const { id } of await here.sql('select id from session'))
    expect(text).not.toContain((id as Buffer).toString('hex'));
  expect(text).not.toContain(other);
  for (const { madeAt, seenAt } of sessions) expect(seenAt >= madeAt).toBe(true);
});

test('"last seen" is written once in five minutes, however often somebody comes', async () => {
  const me = await here.member();
  const before = (await listed(me))[0]?.seenAt;
  await Promise.all(Array.from({ length: 10 }, () => here.visitor.ask(WhoIs, { token: me.token })));
  expect((await listed(me))[0]?.seenAt).toBe(before);
  await here.world.clock.move({ minutes: 6 });
  await here.visitor.ask(WhoIs, { token: me.token });
  const after = (await listed(me))[0]?.seenAt ?? '';
  expect(Date.parse(after)).toBeGreaterThan(Date.parse(before ?? ''));
  await here.world.clock.move({ minutes: 2 });
  await here.visitor.ask(WhoIs, { token: me.token });
  expect((await listed(me))[0]?.seenAt).toBe(after);
});

test('one session is ended by its person and by nobody else', async () => {
  const [me, stranger] = [await here.member(), await here.member()];
  const other = await elsewhere(me);
  const id = (await listed(me)).find(({ current }) => !current)?.id ?? '';
  expect(await refusal(stranger.asks.ask(EndSession, { token: stranger.token, sessionId: id }))).toBe('not-found');
  expect(await isIn(other)).toBe(true);
  await me.asks.ask(EndSession, { token: me.token, sessionId: id });
  expect([await isIn(other), await isIn(me.token)]).toEqual([false, true]);
  expect(await refusal(me.asks.ask(EndSession, { token: me.token, sessionId: id }))).toBe('not-found');
});

test('all others are ended at once, and a token of somebody else ends nothing', async () => {
  const [me, stranger] = [await here.member(), await here.member()];
  const others = [await elsewhere(me), await elsewhere(me)];
  expect(await refusal(me.asks.ask(EndOtherSessions, { token: stranger.token }))).toBe('not-signed-in');
  expect(await me.asks.ask(EndOtherSessions, { token: me.token })).toEqual({ ended: 2 });
  expect(await Promise.all([me.token, stranger.token, ...others].map(isIn))).toEqual([true, true, false, false]);
});

test('the session that a browser came with ends when it signs in, and its token is never the new one', async () => {
  const me = await here.member();
  const again = tokenOf(await here.visitor.ask(SignIn, { email: me.email, password: PASSWORD, replaces: me.token }));
  expect(again).not.toBe(me.token);
  expect([await isIn(me.token), await isIn(again)]).toEqual([false, true]);
  const planted = 'x'.repeat(43);
  const third = tokenOf(await here.visitor.ask(SignIn, { email: me.email, password: PASSWORD, replaces: planted }));
  expect(third).not.toBe(planted);
  expect(await isIn(planted)).toBe(false);
});

test('two weeks without a visit end a session', async () => {
  const me = await here.member();
  await here.world.clock.move({ days: 13 });
  expect(await isIn(me.token)).toBe(true);
  await here.world.clock.move({ days: 14, minutes: 1 });
  expect(await isIn(me.token)).toBe(false);
});

test('a new password needs the old one, ends the others and gives this session a new token', async () => {
  const me = await here.member();
  const other = await elsewhere(me);
  const password = 'seventeen quiet herons';
  const change = (old: string, to = password) => me.asks.ask(ChangePassword, { token: me.token, old, password: to });
  expect(await refusal(change('not the password'))).toBe('wrong-credentials');
  expect(await refusal(change(PASSWORD, 'password1234'))).toBe('weak-password');
  expect(await isIn(other)).toBe(true);
  const { token } = await change(PASSWORD);
  expect(await Promise.all([me.token, other, token].map(isIn))).toEqual([false, false, true]);
  expect(await here.visitor.ask(SignIn, { email: me.email, password })).toHaveProperty('token');
  expect(await here.mailTo(me.email, 'How you sign in was changed')).toContain('If this was not you');
  for (let n = 0; n < 5; n += 1)
    await refusal(me.asks.ask(ChangePassword, { token, old: `wrong ${n}`, password: PASSWORD }));
  expect(await refusal(me.asks.ask(ChangePassword, { token, old: password, password: PASSWORD }))).toBe(
    'too-many-requests',
  );
});

describe('a new address', () => {
  const move = async (me: Member, email: string) => {
    await me.asks.ask(ChangeEmail, { email, proof: PASSWORD });
    return me.asks.ask(ConfirmNewEmail, { token: me.token, email, code: await here.codeTo(email) });
  };

  test('needs the password and the code that went there; other sessions end and this one gets a new token', async () => {
    const me = await here.member();
    const other = await elsewhere(me);
    const email = here.newAddress();
    expect(await refusal(me.asks.ask(ChangeEmail, { email, proof: 'not the password' }))).toBe('wrong-credentials');
    expect(here.mailbox.to(email)).toEqual([]);
    const { token } = await move(me, email);
    expect(await Promise.all([me.token, other, token].map(isIn))).toEqual([false, false, true]);
    expect(await refusal(here.visitor.ask(SignIn, { email: me.email, password: PASSWORD }))).toBe('wrong-credentials');
    expect(await here.visitor.ask(SignIn, { email, password: PASSWORD })).toHaveProperty('token');
  });

  test('a code that was mailed for one person is nothing for another', async () => {
    const [me, thief] = [await here.member(), await here.member()];
    const email = here.newAddress();
    await me.asks.ask(ChangeEmail, { email, proof: PASSWORD });
    const code = await here.codeTo(email);
    expect(await refusal(thief.asks.ask(ConfirmNewEmail, { token: thief.token, email, code }))).toBe('wrong-code');
  });

  test('whether an address is somebody’s is told to that address alone', async () => {
    const [me, owner] = [await here.member(), await here.member()];
    const answers = [
      await me.asks.ask(ChangeEmail, { email: owner.email, proof: PASSWORD }),
      await me.asks.ask(ChangeEmail, { email: here.newAddress(), proof: PASSWORD }),
    ];
    expect(answers).toEqual([{ sent: true }, { sent: true }]);
    const text = await here.mailTo(owner.email, 'This address already has an account');
    expect(text).not.toMatch(/\d{6}/);
    const guess = me.asks.ask(ConfirmNewEmail, { token: me.token, email: owner.email, code: '000000' });
    expect(await refusal(guess)).toBe('wrong-code');
  });

  test('the old address takes the change back, once, and whoever made it is out', async () => {
    const me = await here.member();
    const email = here.newAddress();
    const { token } = await move(me, email);
    const mail = await here.mailTo(me.email, 'The address of your account was changed');
    const objection = /\/account\/objection#([\w-]{43})/.exec(mail)?.[1] ?? '';
    expect(objection).not.toBe('');
    expect(JSON.stringify(await here.sql('select * from email_change'))).not.toContain(objection);
    expect(await refusal(here.visitor.ask(ObjectToNewEmail, { objection: 'x'.repeat(43) }))).toBe('objection-over');
    await here.visitor.ask(ObjectToNewEmail, { objection });
    expect(await isIn(token)).toBe(false);
    for (const address of [me.email, email]) {
      const entered = here.visitor.ask(SignIn, { email: address, password: PASSWORD });
      expect(await refusal(entered)).toBe('wrong-credentials');
    }
    expect(await refusal(here.visitor.ask(ObjectToNewEmail, { objection }))).toBe('objection-over');
    await here.visitor.ask(SendCode, { email: me.email, purpose: 'reset' });
    await here.world.eventually(async () => {
      const code = await here.codeTo(me.email);
      const answer = await here.visitor.ask(SetPassword, { email: me.email, code, password: 'seventeen quiet herons' });
      expect(answer).toHaveProperty('token');
    });
  });

  test('after a week it stays', async () => {
    const me = await here.member();
    await move(me, here.newAddress());
    const mail = await here.mailTo(me.email, 'The address of your account was changed');
    await here.world.clock.move({ days: 7, minutes: 1 });
    const objection = /#([\w-]{43})/.exec(mail)?.[1] ?? '';
    expect(await refusal(here.visitor.ask(ObjectToNewEmail, { objection }))).toBe('objection-over');
  });
});
