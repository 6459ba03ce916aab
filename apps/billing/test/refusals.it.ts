/** Bad input at billing's door: refused with a code, and nothing posted. And who may reach billing and its database at all. */
import { randomUUID } from 'node:crypto';
import { OpenBill, REQUESTS, Refusal, SERVICES, StartPayment, StartTip } from '@sounding/contracts';
import { permissions } from '@sounding/tool-contracts';
import pg from 'pg';
import { dollars, type Hire, refusalOf, Till } from './till.ts';

let till: Till;
let paid: Hire;
let over: Hire;
beforeAll(async () => {
  till = await Till.start();
  over = await till.hire(6000);
  await till.world.clock.move({ hours: 50 });
  paid = await till.hire(6000);
});
afterAll(() => till.stop());

/** Rows that a refusal must not add to, and balances that it must not move. */
async function books(): Promise<unknown> {
  const count = (table: string) => `(SELECT count(*)::int FROM ${table}) AS ${table}`;
  const tables = ['ledger_entry', 'ledger_posting', 'payment', 'tip', 'refund', 'earning', 'bill']
    .map(count)
    .join(', ');
  const [rows] = await till.world.sql('billing', `SELECT ${tables}`);
  return { rows, balances: await till.balances() };
}

const PAGES = { successUrl: 'http://localhost:3000/paid', cancelUrl: 'http://localhost:3000/back' };
const tip = (hire: Hire, amount: unknown, account = hire.clientId) =>
  till.world.as(account).ask(StartTip, { bookingId: hire.bookingId, amount, ...PAGES } as never);
const bill = (price: unknown) =>
  till.world.as(randomUUID()).ask(OpenBill, {
    ...{ bookingId: randomUUID(), providerId: randomUUID(), listingId: randomUUID(), mode: 'advice', price },
    ...{ startsAt: '2027-01-01T10:00:00.000Z', endsAt: '2027-01-01T11:00:00.000Z' },
    expiresAt: '2027-01-01T09:00:00.000Z',
  } as never);
const pay = (hire: Hire, more: object = {}, account = hire.clientId) =>
  till.world.as(account).ask(StartPayment, { bookingId: hire.bookingId, ...PAGES, ...more } as never);

describe('billing refuses, and posts nothing for,', () => {
  it.each<[string, string, () => Promise<unknown>]>([
    ['a bill of nothing', 'price-out-of-range', () => bill({ minor: 0, currency: 'USD' })],
    ['a bill of less than nothing', 'invalid-input', () => bill({ minor: -6000, currency: 'USD' })],
    ['a bill of half a cent', 'invalid-input', () => bill({ minor: 6000.5, currency: 'USD' })],
    ['a bill above the most', 'price-out-of-range', () => bill({ minor: 500_001, currency: 'USD' })],
    ['a bill beyond all numbers', 'invalid-input', () => bill({ minor: 2 ** 60, currency: 'USD' })],
    ['a bill in another currency', 'invalid-input', () => bill({ minor: 6000, currency: 'EUR' })],
    ['a bill in words', 'invalid-input', () => bill({ minor: '6000', currency: 'USD' })],
    ['a tip of nothing', 'tip-out-of-range', () => tip(over, dollars(0))],
    ['a tip of less than nothing', 'invalid-input', () => tip(over, { minor: -500, currency: 'USD' })],
    ['a tip of half a cent', 'invalid-input', () => tip(over, { minor: 500.5, currency: 'USD' })],
    ['a tip above the most', 'tip-out-of-range', () => tip(over, dollars(50_001))],
    ['a tip beyond all numbers', 'invalid-input', () => tip(over, { minor: 1e300, currency: 'USD' })],
    ['a tip in another currency', 'invalid-input', () => tip(over, { minor: 500, currency: 'JPY' })],
    ['a tip for a session that is still to come', 'too-early', () => tip(paid, dollars(6000))],
    ['a tip from somebody else', 'not-found', () => tip(over, dollars(500), randomUUID())],
    ['a tip from its provider', 'not-found', () => tip(over, dollars(500), over.providerId)],
    ['paying a bill of somebody else', 'not-found', () => pay(paid, {}, randomUUID())],
    ['paying a bill twice', 'already-paid', () => pay(paid)],
  ])('%s: %s', async (_what, code, ask) => {
    const before = await books();
    expect(await refusalOf(ask())).toBe(code);
    expect(await books()).toEqual(before);
  });

  it('a bill that its client pays in full, whatever price, fee or provider they name', async () => {
    const hire = await till.bill(6000);
    const named = {
      price: dollars(1),
      amount: dollars(1),
      total: dollars(1),
      fee: dollars(0),
      providerId: randomUUID(),
    };
    await till.pay((await pay(hire, named)).url);
    expect((await till.held(hire.bookingId)).paid).toEqual(dollars(6349));
    expect(await till.money(hire.bookingId)).toMatchObject({
      held: dollars(6000),
      bill: { providerId: hire.providerId, total: dollars(6349) },
    });
  });

  it('a tip before the session pays nothing of it: an unpaid booking stays unpaid', async () => {
    const hire = await till.bill(6000);
    const before = await books();
    expect(await refusalOf(tip(hire, dollars(6000)))).toBe('too-early');
    expect(await books()).toEqual(before);
    expect((await till.money(hire.bookingId)).bill?.state).toBe('open');
  });
});

describe('kept out', () => {
  const ours = REQUESTS.filter(({ subject }) => subject.startsWith('req.billing.'));
  const users = permissions().map(({ user }) => user);

  it.each(users.filter((user) => user !== 'billing'))(
    '%s asks billing only what the contracts let it ask',
    async (user) => {
      const before = await books();
      const forbidden = ours.filter(({ from }) => !(from as readonly string[]).includes(user));
      expect(forbidden.length).toBeGreaterThan(0);
      for (const contract of forbidden) {
        // A refusal would be billing's answer: the question must not even arrive.
        const answer = await till.world
          .asService(user)
          .ask(contract, {} as never)
          .catch((error: unknown) => error);
        expect(answer).toBeInstanceOf(Error);
        expect(answer).not.toBeInstanceOf(Refusal);
        const { publish } = permissions().find((one) => one.user === user) ?? { publish: [] };
        expect(publish).not.toContain(contract.subject);
      }
      expect(await books()).toEqual(before);
    },
  );

  it.each(SERVICES.filter((service) => service !== 'billing'))(
    'the database role of %s does not enter billing’s database',
    async (service) => {
      const { url } = await till.world.database(service);
      const { name } = await till.world.database('billing');
      const client = new pg.Client({
        connectionString: Object.assign(new URL(url), { pathname: `/${name}` }).toString(),
      });
      client.on('error', () => undefined);
      await expect(client.connect()).rejects.toThrow('permission denied for database');
      await client.end().catch(() => undefined);
    },
  );
});
