import { readSettings, settingProblems } from './settings.ts';

test('without settings every piece is the embedded one', () => {
  expect(settingProblems({})).toEqual([]);
  expect(readSettings({})).toEqual({ databases: {} });
});

test('each piece is replaced on its own', () => {
  const env = {
    DATABASE_URL_BOOKING: 'postgresql://booking_app:x@db:5432/bookings',
    DATABASE_OWNER_URL_BOOKING: 'postgresql://booking_owner:x@db:5432/bookings',
    NATS_URL: 'nats://bus:4222',
  };
  expect(settingProblems(env)).toEqual([]);
  expect(readSettings(env)).toEqual({
    databases: { booking: { url: env.DATABASE_URL_BOOKING, ownerUrl: env.DATABASE_OWNER_URL_BOOKING } },
    nats: env.NATS_URL,
  });
});

test.each([
  [{ DATABASE_URL_BILLING: 'localhost:5432' }, /^DATABASE_URL_BILLING begins with localhost:/],
  [{ DATABASE_URL_BILLING: 'mysql://db/x' }, /^DATABASE_URL_BILLING begins with mysql:/],
  [{ DATABASE_OWNER_URL_BILLING: 'postgresql://db/x' }, /DATABASE_URL_BILLING is not/],
  [{ NATS_URL: 'not an address' }, /^NATS_URL is not an address/],
  [{ SMTP_URL: 'http://mail' }, /^SMTP_URL begins with http:/],
  [{ STRIPE_SECRET_KEY: 'pk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' }, /^STRIPE_SECRET_KEY does not look/],
  [{ STRIPE_SECRET_KEY: 'sk_test_1' }, /STRIPE_WEBHOOK_SECRET is not/],
  [{ STRIPE_WEBHOOK_SECRET: 'secret' }, /^STRIPE_WEBHOOK_SECRET does not look/],
  [{ STRIPE_CONNECT_WEBHOOK_SECRET: 'secret' }, /^STRIPE_CONNECT_WEBHOOK_SECRET does not look/],
])('a wrong setting is named: %j', (env, sentence) => {
  const problems = settingProblems(env);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(sentence);
});

test('a secret is never repeated in what is said about it', () => {
  const [problem] = settingProblems({ STRIPE_SECRET_KEY: 'hunter2', STRIPE_WEBHOOK_SECRET: 'whsec_1' });
  expect(problem).not.toContain('hunter2');
});
