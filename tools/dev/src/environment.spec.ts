import { DOORS, SERVICES } from '@sounding/contracts';
import { environmentOf, type Facts } from './environment.ts';
import { portsFrom, readBasePort } from './ports.ts';

const facts: Facts = {
  home: '/home/copy',
  base: 4000,
  ports: portsFrom(4000),
  natsUrl: 'nats://127.0.0.1:4006',
  natsPasswords: Object.fromEntries(
    [...SERVICES, ...DOORS, 'provision'].map((user) => [user, `bus-password-of-${user}`]),
  ),
  databaseUrls: Object.fromEntries(SERVICES.map((service) => [service, `postgresql://${service}_app@db/${service}`])),
  tokenKeys: 'public-keys',
  tokenSecret: 'private-key',
  dataKey: 'data-key',
  authSecret: 'auth-secret',
  authStaffSecret: 'staff-secret',
  turnSecret: 'turn-secret',
  stripeKey: 'stripe-key',
  stripeWebhookSecret: 'webhook-secret',
  stripeApiUrl: 'http://127.0.0.1:4002',
  smtpUrl: 'smtp://127.0.0.1:4004',
  s3Url: 'https://key:objects-secret@s3.example/documents',
  machine: { PATH: '/bin' },
};

const everybody = [...SERVICES, ...DOORS, 'provision', 'stripe-emulator'];
const knows = (secret: string) =>
  everybody.filter((name) => Object.values(environmentOf(facts, name)).some((value) => value.includes(secret))).sort();

test.each([
  ['private-key', ['gateway', 'support-console']],
  ['auth-secret', ['identity']],
  ['staff-secret', ['identity']],
  ['stripe-key', ['billing', 'stripe-emulator']],
  ['webhook-secret', ['billing', 'stripe-emulator']],
  ['turn-secret', ['workspace']],
  ['billing_app', ['billing']],
  ['bus-password-of-booking', ['booking']],
  ['smtp://', ['identity']],
  ['objects-secret', ['catalog', 'gateway', 'identity', 'receipts']],
])('%s reaches only %j', (secret, who) => {
  expect(knows(secret)).toEqual(who);
});

test('a second copy answers on ports of its own', () => {
  expect(environmentOf(facts, 'booking', 2).SOUNDING_HEALTH_PORT).toBe('4032');
  expect(environmentOf(facts, 'gateway', 2)).toMatchObject({
    SOUNDING_LISTEN_PORT: '4010',
    SOUNDING_HEALTH_PORT: '4050',
  });
});

test('without an emulator billing speaks to the real Stripe', () => {
  const { stripeApiUrl: _emulator, ...real } = facts;
  expect(environmentOf(real, 'billing')).not.toHaveProperty('STRIPE_API_URL');
});

test('no port is given to two processes', () => {
  const { relayFrom, relayTo, health, ...single } = facts.ports;
  const processes = [...SERVICES, ...DOORS, 'provision'];
  const all = [...Object.values(single), ...processes.flatMap((name) => [health(name), health(name, 2)])];
  expect(new Set(all).size).toBe(all.length);
  expect(all.every((port) => port >= 4000 && port < 4100 && (port < relayFrom || port > relayTo))).toBe(true);
});

test.each(['80', 'abc', '65500', '3000.5'])('SOUNDING_PORT=%s is refused in a sentence', (text) => {
  expect(readBasePort(text)).toMatch(/^SOUNDING_PORT is/);
});

test('without SOUNDING_PORT a copy begins at 3000', () => {
  expect(readBasePort(undefined)).toBe(3000);
});
