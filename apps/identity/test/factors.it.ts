/** The second step: apps, recovery codes, sign-ins that are half done, and staff who never get in without one. */
import { randomUUID } from 'node:crypto';
import {
  BeginTotp,
  ConfirmTotp,
  Factors,
  FinishSignIn,
  HalfWay,
  RemoveTotp,
  RenewRecoveryCodes,
  SendCode,
  Sessions,
  SetPassword,
  SignIn,
  StaffBeginEnrolment,
  StaffFinishEnrolment,
  StaffFinishSignIn,
  StaffHalfWay,
  StaffRemoveTotp,
  StaffSessions,
  StaffSignIn,
  StaffWhoIs,
  WhoIs,
} from '@sounding/contracts';
import { appCode, PASSWORD, refusal, SigningWorld } from './signing.world.ts';

let here: SigningWorld;
beforeAll(async () => {
  here = await SigningWorld.start();
});
afterAll(() => here?.stop());

const finish = (half: string, code: string) => refusal(here.visitor.ask(FinishSignIn, { half, code }));
const isIn = async (token: string) => (await refusal(here.visitor.ask(WhoIs, { token }))) !== 'not-signed-in';

test('whoever has an app is half signed in by the password, and in by the code', async () => {
  const me = await here.withApp();
  const answer = await here.visitor.ask(SignIn, { email: me.email, password: PASSWORD });
  expect(answer).toMatchObject({ needs: 'second-factor', ways: ['totp', 'recovery-code'] });
  const half = 'half' in answer ? answer.half : '';
  expect(await here.visitor.ask(HalfWay, { half })).toEqual({
    ...{ needs: 'second-factor', ways: ['totp', 'recovery-code'] },
  });
  const signedIn = await here.visitor.ask(FinishSignIn, { half, code: appCode(me.secret, here.now()) });
  expect(signedIn.token).not.toBe(half);
  expect(await isIn(signedIn.token)).toBe(true);
});

test('a half-session is no session, in neither realm, and finishes once', async () => {
  const me = await here.withApp();
  const half = await here.halfOf(me.email);
  expect(await refusal(here.visitor.ask(WhoIs, { token: half }))).toBe('not-signed-in');
  expect(await refusal(here.visitor.ask(StaffWhoIs, { token: half }))).toBe('not-signed-in');
  const code = appCode(me.secret, here.now());
  expect(await refusal(here.visitor.ask(StaffFinishSignIn, { half, code }))).toBe('sign-in-over');
  expect(await finish(me.token, code)).toBe('sign-in-over');
  expect(await finish(half, code)).toHaveProperty('answered');
  await here.world.clock.move({ minutes: 1 });
  expect(await finish(half, appCode(me.secret, here.now()))).toBe('sign-in-over');
});

test('a code of the app is good once, also when it is sent several times at the same instant', async () => {
  const me = await here.withApp();
  const halves = await Promise.all([1, 2, 3, 4].map(() => here.halfOf(me.email)));
  const code = appCode(me.secret, here.now());
  const answers = await Promise.all(halves.map((half) => finish(half, code)));
  expect(answers.filter((answer) => answer === 'wrong-code')).toHaveLength(3);
  const later = await here.halfOf(me.email);
  expect(await finish(later, code)).toBe('wrong-code');
  expect(await finish(later, appCode(me.secret, here.now(), 1))).toHaveProperty('answered');
  // The step before the one that was used is spent with it.
  expect(await finish(await here.halfOf(me.email), appCode(me.secret, here.now()))).toBe('wrong-code');
});

test('a code is good one step early and one step late, and not two', async () => {
  const me = await here.withApp();
  for (const [steps, good] of [
    [-2, false],
    [2, false],
    [-1, true],
    [1, true],
  ] as const) {
    const answer = await finish(await here.halfOf(me.email), appCode(me.secret, here.now(), steps));
    expect({ steps, good: answer !== 'wrong-code' }).toEqual({ steps, good });
  }
});

test('a half-session has five tries and five minutes, and an account ten tries a quarter of an hour', async () => {
  const me = await here.withApp();
  const half = await here.halfOf(me.email);
  const guesses = await Promise.all(Array.from({ length: 8 }, () => finish(half, '000000')));
  expect(guesses.filter((guess) => guess === 'wrong-code')).toHaveLength(5);
  expect(guesses.filter((guess) => guess === 'sign-in-over')).toHaveLength(3);
  expect(await finish(half, appCode(me.secret, here.now()))).toBe('sign-in-over');
  const second = await here.halfOf(me.email);
  for (let n = 0; n < 5; n += 1) expect(await finish(second, '000000')).toBe('wrong-code');
  const third = await here.halfOf(me.email);
  expect(await finish(third, appCode(me.secret, here.now()))).toBe('too-many-requests');
  await here.world.clock.move({ minutes: 6 });
  expect(await finish(third, appCode(me.secret, here.now()))).toBe('sign-in-over');
  await here.world.clock.move({ minutes: 10 });
  expect(await finish(await here.halfOf(me.email), appCode(me.secret, here.now()))).toHaveProperty('answered');
});

test('ten recovery codes are good once each, in any writing, and new ones replace them', async () => {
  const me = await here.withApp();
  expect(new Set(me.recoveryCodes).size).toBe(10);
  const [first = '', second = '', third = ''] = me.recoveryCodes;
  const halves = await Promise.all([1, 2, 3].map(() => here.halfOf(me.email)));
  const answers = await Promise.all(halves.map((half) => finish(half, ` ${first.toUpperCase().replace('-', ' ')} `)));
  expect(answers.filter((answer) => answer === 'wrong-code')).toHaveLength(2);
  expect(await me.asks.ask(Factors, {})).toMatchObject({ recoveryCodesLeft: 9 });
  const asked = { token: me.token, proof: second };
  expect(await refusal(me.asks.ask(RenewRecoveryCodes, { token: me.token, proof: PASSWORD }))).toBe(
    'wrong-credentials',
  );
  const renewed = await me.asks.ask(RenewRecoveryCodes, asked);
  expect([await isIn(me.token), await isIn(renewed.token)]).toEqual([false, true]);
  expect(await finish(await here.halfOf(me.email), third)).toBe('wrong-code');
  expect(await finish(await here.halfOf(me.email), renewed.recoveryCodes[0] ?? '')).toHaveProperty('answered');
});

test('no table holds a secret of an app, a recovery code or the token of a half-session', async () => {
  const me = await here.withApp();
  const half = await here.halfOf(me.email);
  const rows = [];
  for (const table of ['account', 'recovery_code', 'half_session', 'session', 'tally'])
    rows.push(...(await here.sql(`select t::text as row from ${table} t`)).map(({ row }) => String(row)));
  const text = rows.join('\n');
  const written = (secret: string) => [
    secret,
    Buffer.from(secret).toString('hex'),
    Buffer.from(secret, 'base64url').toString('hex'),
  ];
  for (const secret of [me.secret, half, ...me.recoveryCodes])
    for (const form of written(secret)) expect(text).not.toContain(form);
});

test('adding and removing an app need a proof, change the token, and the password alone removes nothing', async () => {
  const me = await here.member();
  const { secret } = await me.asks.ask(BeginTotp, {});
  const code = () => appCode(secret, here.now());
  const confirm = (token: string, proof: string, given = code()) =>
    me.asks.ask(ConfirmTotp, { token, code: given, proof });
  expect(await refusal(confirm(me.token, 'not the password'))).toBe('wrong-credentials');
  expect(await refusal(confirm(me.token, PASSWORD, '000000'))).toBe('wrong-code');
  expect(await me.asks.ask(Factors, {})).toEqual({ totpSince: null, recoveryCodesLeft: 0, passkeys: [] });
  const added = await confirm(me.token, PASSWORD);
  expect([await isIn(me.token), await isIn(added.token)]).toEqual([false, true]);
  expect(await here.mailTo(me.email, 'How you sign in was changed')).toContain('If this was not you');
  const remove = (proof: string) => me.asks.ask(RemoveTotp, { token: added.token, proof });
  expect(await refusal(remove(PASSWORD))).toBe('wrong-credentials');
  // The code that enrolled it was used up by that.
  expect(await refusal(remove(code()))).toBe('wrong-credentials');
  await here.world.clock.move({ minutes: 1 });
  const removed = await remove(code());
  expect([await isIn(added.token), await isIn(removed.token)]).toEqual([false, true]);
  expect(await here.visitor.ask(SignIn, { email: me.email, password: PASSWORD })).toHaveProperty('token');
});

test('a new password by mail does not go around the second step', async () => {
  const me = await here.withApp();
  await here.visitor.ask(SendCode, { email: me.email, purpose: 'reset' });
  const codes = () => here.mailbox.to(me.email).filter(({ subject }) => subject === 'Your code');
  await here.world.eventually(() => expect(codes()).toHaveLength(2));
  const code = await here.codeTo(me.email);
  const answer = await here.visitor.ask(SetPassword, { email: me.email, code, password: 'seventeen quiet herons' });
  expect(answer).toMatchObject({ needs: 'second-factor' });
  expect(answer).not.toHaveProperty('token');
  expect(await isIn(me.token)).toBe(false);
});

describe('staff', () => {
  test('without a second factor enrol one before anything else, and two who try at once enrol one', async () => {
    const { email, id, asks } = await here.colleague();
    const answer = await here.visitor.ask(StaffSignIn, { email, password: PASSWORD });
    expect(answer).toMatchObject({ needs: 'enrolment', ways: [] });
    const half = 'half' in answer ? answer.half : '';
    expect(await here.visitor.ask(StaffHalfWay, { half })).toMatchObject({ needs: 'enrolment' });
    expect(await refusal(here.visitor.ask(StaffWhoIs, { token: half }))).toBe('not-signed-in');
    expect(await refusal(here.visitor.ask(StaffFinishSignIn, { half, code: '000000' }))).toBe('sign-in-over');
    const { secret, uri, qr } = await here.visitor.ask(StaffBeginEnrolment, { half });
    expect(uri).toContain(secret);
    expect(qr).toMatch(/^<svg/);
    expect(await refusal(here.visitor.ask(StaffFinishEnrolment, { half, code: '000000' }))).toBe('wrong-code');
    const code = appCode(secret, here.now());
    const other = await here.halfOf(email, true);
    const both = [half, other].map((one) => refusal(here.visitor.ask(StaffFinishEnrolment, { half: one, code })));
    const answers = await Promise.all(both);
    expect(answers.filter((one) => typeof one === 'object')).toHaveLength(1);
    const [row] = await here.sql('select factor from staff_session where account_id = $1', [id]);
    expect(row?.factor).toBe('totp');
    expect(await here.visitor.ask(StaffSignIn, { email, password: PASSWORD })).toMatchObject({
      needs: 'second-factor',
    });
    const token = 'x'.repeat(43);
    expect((await asks.ask(StaffSessions, { token })).sessions).toHaveLength(1);
  });

  test('keep their last second factor, whatever they prove', async () => {
    const sam = await here.enrolled();
    const removal = sam.asks.ask(StaffRemoveTotp, { token: sam.token, proof: appCode(sam.secret, here.now()) });
    expect(await refusal(removal)).toBe('last-factor');
    expect(await here.visitor.ask(StaffWhoIs, { token: sam.token })).toMatchObject({ alias: 'Sam' });
    expect(await here.visitor.ask(StaffSignIn, { email: sam.email, password: PASSWORD })).toMatchObject({
      needs: 'second-factor',
    });
  });

  test('are signed out after an hour without a request, and after twelve hours with them', async () => {
    const sam = await here.enrolled();
    const isOn = async () => (await refusal(here.visitor.ask(StaffWhoIs, { token: sam.token }))) !== 'not-signed-in';
    // "Last seen" lags five minutes behind at most, so an hour may be short by as much.
    for (let minutes = 2; minutes < 12 * 60; minutes += 54) {
      expect({ minutes, isOn: await isOn() }).toEqual({ minutes, isOn: true });
      await here.world.clock.move({ minutes: 54 });
    }
    expect(await isOn()).toBe(false);
    const half = await here.halfOf(sam.email, true);
    const again = await here.visitor.ask(StaffFinishSignIn, { half, code: appCode(sam.secret, here.now()) });
    await here.world.clock.move({ minutes: 61 });
    expect(await refusal(here.visitor.ask(StaffWhoIs, { token: again.token }))).toBe('not-signed-in');
  });

  test('no session of theirs counts that was made by a password alone', async () => {
    const sam = await here.enrolled();
    await here.sql('update staff_session set factor = null where account_id = $1', [sam.id]);
    expect(await refusal(here.visitor.ask(StaffWhoIs, { token: sam.token }))).toBe('not-signed-in');
  });
});

test('what is too long or no token at all is refused before anything is looked for', async () => {
  const long = 'x'.repeat(10_000);
  const me = await here.member();
  expect(await refusal(here.visitor.ask(FinishSignIn, { half: long, code: '000000' }))).toBe('invalid-input');
  expect(await refusal(here.visitor.ask(FinishSignIn, { half: randomUUID(), code: long }))).toBe('invalid-input');
  expect(await refusal(me.asks.ask(Sessions, { token: long }))).toBe('invalid-input');
  expect(await refusal(me.asks.ask(RemoveTotp, { token: me.token, proof: long }))).toBe('invalid-input');
});
