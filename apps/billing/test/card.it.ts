/** Cards are kept only when their client asks; then a tip is one press. */
import { randomUUID } from 'node:crypto';
import { BillingMail, ForgetCard, MyCard, MyMoney, StartPayment, StartTip, TipReceived } from '@sounding/contracts';
import { saidIn } from '@sounding/testing/never-said';
import { dollars, type Hire, refusalOf, sessionOf, Till } from './till.ts';

interface StripeCharge {
  readonly description: string;
  readonly calculated_statement_descriptor: string;
  readonly metadata: Record<string, string>;
}

let till: Till;
beforeAll(async () => {
  till = await Till.start();
});
afterAll(() => till.stop());
afterEach(async () => {
  till.stripe.faults.clear();
  await till.expectBooksToAgree();
});

const PAGES = { successUrl: 'http://localhost:3000/paid', cancelUrl: 'http://localhost:3000/back' };
const cardOf = async (clientId: string) => (await till.world.as(clientId).ask(MyCard, {})).card;
const pay = ({ bookingId, clientId }: Hire, keepCard: boolean) =>
  till.world.as(clientId).ask(StartPayment, { bookingId, keepCard, ...PAGES });

/** A session that is over; its client has asked us to keep the card, or has not. */
async function over(keepCard: boolean, card?: string, clientId: string = randomUUID()): Promise<Hire> {
  const hire = await till.bill(6000, { clientId });
  const { url } = await pay(hire, keepCard);
  await till.stripe.pay(sessionOf(url), card, { authentication: 'complete' });
  await till.held(hire.bookingId);
  await till.world.clock.move({ hours: 50 });
  return hire;
}

const tip = ({ bookingId, clientId }: Hire, minor = 1000, withKeptCard = true) =>
  till.world.as(clientId).ask(StartTip, { bookingId, amount: dollars(minor), withKeptCard, ...PAGES });
const tipsOf = (hire: Hire) =>
  till.world.heard('billing', TipReceived).filter((event) => event.bookingId === hire.bookingId);
const tipped = (hire: Hire, ...minor: number[]) =>
  till.world.eventually(() => expect(tipsOf(hire).map(({ amount }) => amount.minor)).toEqual(minor), 20_000);
const charges = (hire: Hire) => till.stripe.charges('booking_id')[hire.bookingId]?.charges;

describe('a card', () => {
  it('is never kept unless its client asked: not here, and at Stripe it has no owner', async () => {
    const hire = await over(false);
    expect(await cardOf(hire.clientId)).toBeNull();
    const charge = await till.atStripe<{ customer: string | null }>(`/v1/charges/${await till.chargeOf(hire)}`);
    expect(charge.customer).toBeNull();
    const { url } = await tip(hire);
    expect(url).toContain('/c/pay/');
    expect(charges(hire)).toBe(1);
  });

  it('is kept when they asked, brand and last digits; and another one in its place, for the same owner', async () => {
    const hire = await over(true);
    expect(await cardOf(hire.clientId)).toEqual({ brand: 'visa', last4: '4242' });
    await over(true, '5555555555554444', hire.clientId);
    expect(await cardOf(hire.clientId)).toEqual({ brand: 'mastercard', last4: '4444' });
    const owners = await till.world.sql('billing', 'SELECT 1 FROM kept_card WHERE client_id = $1', [hire.clientId]);
    expect(owners).toHaveLength(1);
  });

  it('is not kept when they change their mind before paying: the page that would keep it is closed', async () => {
    const hire = await till.bill();
    const first = await pay(hire, true);
    const second = await pay(hire, false);
    expect(second.url).not.toBe(first.url);
    expect((await pay(hire, false)).url).toBe(second.url);
    await expect(till.pay(first.url)).rejects.toThrow();
    await till.pay(second.url);
    await till.held(hire.bookingId);
    expect(await cardOf(hire.clientId)).toBeNull();
  });

  it('is forgotten here and at Stripe, and then pays nothing', async () => {
    const hire = await over(true);
    const [row] = await till.world.sql<{ method: string }>(
      'billing',
      'SELECT payment_method_id AS method FROM kept_card WHERE client_id = $1',
      [hire.clientId],
    );
    till.stripe.faults.calls.push({ fault: { kind: '429' }, path: '/v1/payment_methods', times: 5 });
    expect(await refusalOf(till.world.as(hire.clientId).ask(ForgetCard, {}))).toBe('payment-unavailable');
    expect(await cardOf(hire.clientId)).not.toBeNull();
    till.stripe.faults.clear();
    for (const _ of [1, 2]) expect(await till.world.as(hire.clientId).ask(ForgetCard, {})).toEqual({ card: null });
    expect(await cardOf(hire.clientId)).toBeNull();
    const method = await till.atStripe<{ customer: string | null }>(`/v1/payment_methods/${row?.method}`);
    expect(method.customer).toBeNull();
    expect((await tip(hire)).url).toContain('/c/pay/');
  });
});

describe('a tip with the kept card', () => {
  it('is paid at once, whole, and once however often the button is pressed', async () => {
    const hire = await over(true);
    const answers = await Promise.all([tip(hire), tip(hire), tip(hire)]);
    answers.push(await tip(hire));
    expect(new Set(answers.map(({ url }) => url))).toEqual(new Set([PAGES.successUrl]));
    expect(new Set(answers.map(({ tipId }) => tipId)).size).toBe(1);
    await tipped(hire, 1000);
    expect(charges(hire)).toBe(2);
    const { payable } = await till.world.as(hire.providerId).ask(MyMoney, {});
    expect(payable).toEqual(dollars(1000));
    await till.world.eventually(() =>
      expect(
        till.world.heard('billing', BillingMail).filter((mail) => mail.accountId === hire.providerId),
      ).toHaveLength(1),
    );
  });

  it('goes to Stripe’s page, one page, when its bank wants to see the client', async () => {
    const hire = await over(true, '4000002760003184');
    const answers = await Promise.all([tip(hire), tip(hire)]);
    answers.push(await tip(hire, 1000, false));
    expect(new Set(answers.map(({ url }) => url)).size).toBe(1);
    const url = answers[0]?.url ?? '';
    expect(url).toContain('/c/pay/');
    expect(tipsOf(hire)).toEqual([]);
    await till.pay(url);
    await tipped(hire, 1000);
    expect(charges(hire)).toBe(2);
  });

  it('goes to Stripe’s page when Stripe will not take the card', async () => {
    const hire = await over(true);
    const [row] = await till.world.sql<{ method: string }>(
      'billing',
      'SELECT payment_method_id AS method FROM kept_card WHERE client_id = $1',
      [hire.clientId],
    );
    await till.atStripe(`/v1/payment_methods/${row?.method}/detach`, {});
    expect((await tip(hire)).url).toContain('/c/pay/');
    expect(charges(hire)).toBe(1);
  });

  it.each(['500-after', 'reset-after'] as const)('is taken once, though Stripe answers with %s', async (kind) => {
    const hire = await over(true);
    till.stripe.faults.calls.push({ fault: { kind }, method: 'POST', path: '/v1/payment_intents', times: 1 });
    const code = await refusalOf(tip(hire));
    expect(code).toBe(kind === 'reset-after' ? 'accepted' : 'payment-unavailable');
    await till.world.clock.move({ seconds: 6 });
    await tipped(hire, 1000);
    expect(charges(hire)).toBe(2);
  });

  it('that Stripe never heard of is given up, and nothing is charged later', async () => {
    const hire = await over(true);
    till.stripe.faults.calls.push({ fault: { kind: '429' }, method: 'POST', path: '/v1/payment_intents', times: 5 });
    expect(await refusalOf(tip(hire))).toBe('payment-unavailable');
    till.stripe.faults.clear();
    await till.world.eventually(async () => {
      await till.world.clock.move({ seconds: 31 });
      const rows = await till.world.sql<{ state: string }>(
        'billing',
        'SELECT state FROM payment WHERE booking_id = $1 AND payment_method_id IS NOT NULL',
        [hire.bookingId],
      );
      expect(rows.map(({ state }) => state)).toEqual(['failed']);
    }, 20_000);
    expect(charges(hire)).toBe(1);
  });

  it('and the payment before it stand on the statement, at Stripe and on its page, without a word of what was hired', async () => {
    const hire = await over(true);
    await tip(hire);
    await tipped(hire, 1000);
    const made = await till.atStripe<{ data: StripeCharge[] }>('/v1/charges?limit=100');
    const both = made.data.filter(({ metadata }) => metadata.booking_id === hire.bookingId);
    const told = both.map((charge) => [charge.calculated_statement_descriptor, charge.description]);
    expect(told).toEqual([
      ['SOUNDING* PAYMENT', 'Sounding'],
      ['SOUNDING* PAYMENT', 'Sounding'],
    ]);
    const sessions = await till.atStripe<{ data: { id: string; client_reference_id: string }[] }>(
      '/v1/checkout/sessions?limit=100',
    );
    const session = sessions.data.find(({ client_reference_id }) => client_reference_id === hire.bookingId);
    const lines = await till.atStripe<{ data: { description: string }[] }>(
      `/v1/checkout/sessions/${session?.id}/line_items`,
    );
    const names = lines.data.map(({ description }) => description);
    expect(names).toEqual(['Price', 'Handling Fee']);
    expect(saidIn([...told.flat(), ...names].join(' '))).toEqual([]);
  });

  it('is of its own client and of a fair size', async () => {
    const hire = await over(true);
    expect(await refusalOf(tip({ ...hire, clientId: hire.providerId }))).toBe('not-found');
    expect(await refusalOf(tip(hire, 99))).toBe('tip-out-of-range');
    expect(await refusalOf(tip(hire, 50_001))).toBe('tip-out-of-range');
    expect(charges(hire)).toBe(1);
  });
});
