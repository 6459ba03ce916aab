/** What keeps somebody with money from leaving, what is forgotten at Stripe, and that the books notice nothing. */
import { randomUUID } from 'node:crypto';
import {
  BillingErasePerson,
  BillingWeighPerson,
  FundsReleased,
  MyPayouts,
  SettleProvider,
  StartOnboarding,
} from '@sounding/contracts';
import { money } from '@sounding/money';
import { RetentionClock } from '../src/erasure/retention.clock.ts';
import { type Hire, refusalOf, Till } from './till.ts';

let till: Till;
let retention: RetentionClock;
beforeAll(async () => {
  till = await Till.start({ open: false });
  retention = (await till.open()).app.get(RetentionClock);
});
afterAll(() => till.stop());
afterEach(() => till.expectBooksToAgree());

const identity = () => till.world.asService('identity');
const weigh = (accountId: string) => identity().ask(BillingWeighPerson, { accountId });
const erase = (accountId: string) => identity().ask(BillingErasePerson, { accountId });
const sql = (text: string, values: unknown[] = []) => till.world.sql<Record<string, unknown>>('billing', text, values);

async function kept(): Promise<Hire> {
  const hire = await till.bill();
  await till.pay((await till.startPayment(hire, true)).url);
  await till.held(hire.bookingId);
  await till.world.eventually(async () =>
    expect(await sql('select 1 from kept_card where client_id = $1', [hire.clientId])).toHaveLength(1),
  );
  return hire;
}

const customer = async ({ clientId }: Hire) =>
  String((await sql('select stripe_customer_id as id from kept_card where client_id = $1', [clientId]))[0]?.id);

test('a client’s card and Stripe’s record of them go; the payment stays, and can still be refunded', async () => {
  const hire = await kept();
  const { goes, stays } = await erase(hire.clientId);
  expect([goes, stays.map(({ rule, count }) => [rule, count])]).toEqual([
    [
      { rule: 'billing.card', count: 1 },
      { rule: 'billing.card-digits', count: 1 },
    ],
    [['billing.books', 1]],
  ]);
  expect(await till.atStripe('/v1/customers')).toMatchObject({ data: [] });
  const [row] = await sql(
    'select brand, last4, customer_id, session_url, charge_id from payment where booking_id = $1',
    [hire.bookingId],
  );
  expect(row).toEqual({
    brand: null,
    last4: null,
    customer_id: null,
    session_url: null,
    charge_id: expect.any(String),
  });
  expect(await erase(hire.clientId)).toEqual({ goes, stays });
  await till.refund(hire, 'client-cancelled-early', 6_000);
  await till.world.eventually(async () =>
    expect(await sql(`select state from refund where booking_id = $1`, [hire.bookingId])).toEqual([{ state: 'made' }]),
  );
});

test('Stripe away: nothing is forgotten here before it is forgotten there, and asking again does both', async () => {
  const hire = await kept();
  till.stripe.faults.calls.push({
    fault: { kind: '429' },
    method: 'DELETE',
    path: `/v1/customers/${await customer(hire)}`,
    times: 50,
  });
  await expect(erase(hire.clientId)).rejects.toThrow();
  till.stripe.faults.clear();
  expect(await sql('select 1 from kept_card where client_id = $1', [hire.clientId])).toHaveLength(1);
  expect(await till.atStripe(`/v1/customers/${await customer(hire)}`)).toMatchObject({ object: 'customer' });
  await erase(hire.clientId);
  expect(await sql('select 1 from kept_card where client_id = $1', [hire.clientId])).toEqual([]);
});

test('money that is a provider’s is in their way until it is sent, to the last cent', async () => {
  const pages = { returnUrl: 'http://localhost:3000/back', refreshUrl: 'http://localhost:3000/again' };
  const hire = await till.hire(500);
  const { providerId } = hire;
  await till.world.as(providerId).ask(StartOnboarding, pages);
  const [row] = await sql('select stripe_account_id as id from provider_account where provider_id = $1', [providerId]);
  await till.stripe.openAccount(String(row?.id));
  await till.release(hire, 475, 25);
  await till.world.eventually(() =>
    expect(till.world.heard('billing', FundsReleased).map(({ bookingId }) => bookingId)).toContain(hire.bookingId),
  );
  expect((await weigh(providerId)).inTheWay).toEqual([{ kind: 'payable', id: null, until: null, amount: money(475) }]);
  expect(await refusalOf(erase(providerId))).toBe('in-the-way');
  const next = async () => (await till.world.as(providerId).ask(MyPayouts, {})).next.minor;
  await till.world.eventually(async () =>
    expect((await till.world.as(providerId).ask(MyPayouts, {})).account).toBe('ready'),
  );
  await till.world.clock.move({ days: 8 });
  await till.world.eventually(async () => expect((await weigh(providerId)).inTheWay).toHaveLength(1));
  await identity().ask(SettleProvider, { accountId: providerId, leaving: true });
  expect(await next()).toBe(475);
  await till.world.clock.move({ days: 8 });
  await till.world.eventually(async () => expect((await weigh(providerId)).inTheWay).toEqual([]), 20_000);
  expect((await erase(providerId)).stays.map(({ rule }) => rule)).toEqual(['billing.books']);
  expect(await erase(randomUUID())).toEqual({ goes: [], stays: [] });
});

test('which card it was is forgotten after 540 days, and which messages of Stripe were worked on after ninety', async () => {
  const hire = await till.hire();
  const made = till.world.clock.now().getTime();
  const digits = async () => (await sql('select last4 from payment where booking_id = $1', [hire.bookingId]))[0]?.last4;
  const events = async () => Number((await sql(`select count(*) as n from stripe_event where state = 'done'`))[0]?.n);
  await till.world.eventually(async () => expect(await events()).toBeGreaterThan(0));
  await retention.forget(new Date(made + 89 * 86_400_000));
  expect([await digits(), (await events()) > 0]).toEqual(['4242', true]);
  await retention.forget(new Date(made + 541 * 86_400_000));
  expect([await digits(), await events()]).toEqual([null, 0]);
});
