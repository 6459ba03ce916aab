/** Saved cards: kept at Checkout, offered again, charged while their owner is away. Also manual confirmation and capture. */
import type Stripe from 'stripe';
import { eventually, hire, refusal, startEmulated, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startEmulated();
});
afterAll(() => world.stop());
afterEach(() => expect(world.emulator.conservation()).toEqual({ holds: true, differences: [] }));

const customer = async () => (await world.stripe.customers.create({ email: 'one@example.com' })).id;
const cardsOf = async (id: string) => (await world.stripe.customers.listPaymentMethods(id, { type: 'card' })).data;
const save = 'off_session' as const;

/** A hire paid with this card, which is kept for payments without its owner. */
async function hireAndKeep(owner: string, card?: string): Promise<string> {
  const session = await world.stripe.checkout.sessions.create({
    ...hire('keep'),
    customer: owner,
    payment_intent_data: { setup_future_usage: save },
  });
  await world.emulator.pay(session.id, card, { authentication: 'complete' });
  return (await cardsOf(owner))[0]?.id ?? '';
}

/** A tip while nobody is there. */
const charge = (owner: string, method: string, params: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  world.stripe.paymentIntents.create({
    amount: 1000,
    currency: 'usd',
    customer: owner,
    payment_method: method,
    confirm: true,
    off_session: true,
    ...params,
  });

describe('a card kept at Checkout', () => {
  it('belongs to the customer, and pays later while they are away', async () => {
    const owner = await customer();
    const card = await hireAndKeep(owner);
    expect((await cardsOf(owner)).map(({ id, allow_redisplay }) => [id, allow_redisplay])).toEqual([[card, 'limited']]);
    expect(await charge(owner, card)).toMatchObject({ status: 'succeeded', customer: owner, payment_method: card });
    expect(await charge(owner, card)).toMatchObject({ status: 'succeeded' });
    await eventually(() => expect(world.hooks.heard.map(({ type }) => type)).toContain('payment_method.attached'));
  });

  it('makes a customer of somebody who was none', async () => {
    const made = await world.stripe.checkout.sessions.create({
      ...hire('new'),
      customer_creation: 'always',
      payment_intent_data: { setup_future_usage: save },
    });
    await world.emulator.pay(made.id, '4242424242424242', { email: 'new@example.com', name: 'New Person' });
    const session = await world.stripe.checkout.sessions.retrieve(made.id, {
      expand: ['customer', 'payment_intent.latest_charge'],
    });
    const owner = session.customer as Stripe.Customer;
    expect(owner).toMatchObject({ email: 'new@example.com', name: 'New Person' });
    expect(session.payment_intent).toMatchObject({ customer: owner.id, latest_charge: { customer: owner.id } });
    expect(await cardsOf(owner.id)).toHaveLength(1);
  });

  it('is not there when the payment was declined, or nobody asked to keep it', async () => {
    const owner = await customer();
    const session = await world.stripe.checkout.sessions.create({
      ...hire('declined'),
      customer: owner,
      payment_intent_data: { setup_future_usage: save },
    });
    await expect(world.emulator.pay(session.id, '4000000000000002')).rejects.toThrow('declined');
    expect(await cardsOf(owner)).toEqual([]);
    const plain = await world.stripe.checkout.sessions.create({ ...hire('plain'), customer: owner });
    await world.emulator.pay(plain.id);
    expect(await cardsOf(owner)).toEqual([]);
  });

  it('is offered on the next page when its owner ticked the box, and pays with one press', async () => {
    const owner = await customer();
    const create = () =>
      world.stripe.checkout.sessions.create({
        ...hire('offer'),
        customer: owner,
        payment_intent_data: { setup_future_usage: save },
        saved_payment_method_options: { payment_method_save: 'enabled' },
      });
    const first = await create();
    expect(await (await fetch(first.url ?? '')).text()).toContain('Keep this card');
    await world.emulator.pay(first.id, '5555555555554444', { keep: true });
    const [card] = await cardsOf(owner);
    expect(card).toMatchObject({ allow_redisplay: 'always', card: { last4: '4444' } });
    const second = await create();
    const page = await (await fetch(second.url ?? '')).text();
    expect(page).toContain('with Mastercard ending in 4444');
    expect(page).not.toContain('name="email"');
    const body = new URLSearchParams({ saved: card?.id ?? '' });
    const paid = await fetch(second.url ?? '', { method: 'POST', body, redirect: 'manual' });
    expect(paid.status).toBe(303);
    expect((await world.stripe.checkout.sessions.retrieve(second.id)).status).toBe('complete');
    const stranger = await world.stripe.checkout.sessions.create({ ...hire('x'), customer: await customer() });
    await expect(world.emulator.pay(stranger.id, '', { saved: card?.id ?? '' })).rejects.toThrow('No such');
  });
});

describe('a payment without its owner', () => {
  it.each([
    ['4000002500003155', 'authenticated once at Checkout, is not asked again', 'succeeded'],
    ['4000003800000446', 'counts as set up', 'succeeded'],
    ['4000002760003184', 'always wants its owner', 'authentication_required'],
  ])('with card %s, which %s: %s', async (number, _, outcome) => {
    const owner = await customer();
    const card = await hireAndKeep(owner, number);
    if (outcome === 'succeeded') {
      expect((await charge(owner, card)).status).toBe('succeeded');
      return;
    }
    const error = await refusal(charge(owner, card));
    expect(error).toMatchObject({
      type: 'StripeCardError',
      statusCode: 402,
      code: 'authentication_required',
      decline_code: 'authentication_required',
      payment_intent: { status: 'requires_payment_method' },
      payment_method: { id: card },
    });
    // The owner comes back and does it on the page.
    const intent = error.payment_intent?.id ?? '';
    const again = await world.stripe.paymentIntents.confirm(intent, {
      payment_method: card,
      return_url: 'http://localhost:3000/back',
    });
    expect(again.next_action?.redirect_to_url?.url).toContain(`/c/authenticate/${intent}`);
    const body = new URLSearchParams({ answer: 'complete' });
    await fetch(again.next_action?.redirect_to_url?.url ?? '', { method: 'POST', body, redirect: 'manual' });
    expect((await world.stripe.paymentIntents.retrieve(intent)).status).toBe('succeeded');
  });

  it('is declined by a card that could be saved, with the reason', async () => {
    const owner = await customer();
    await world.stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: owner });
    const [card] = await cardsOf(owner);
    expect(await refusal(charge(owner, card?.id ?? ''))).toMatchObject({
      code: 'card_declined',
      decline_code: 'generic_decline',
    });
    const declined = world.stripe.paymentMethods.attach('pm_card_visa_chargeDeclinedStolenCard', { customer: owner });
    expect(await refusal(declined)).toMatchObject({ statusCode: 402, decline_code: 'stolen_card' });
  });

  it('takes only the customer’s own card, and one that nobody has only once', async () => {
    const [owner, other] = [await customer(), await customer()];
    const card = await hireAndKeep(owner);
    expect(await refusal(charge(other, card))).toMatchObject({ statusCode: 400, param: 'payment_method' });
    const loose = (await world.stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } })).id;
    await charge(owner, loose);
    expect(await refusal(charge(owner, loose))).toMatchObject({ statusCode: 400, param: 'payment_method' });
    await world.stripe.paymentMethods.detach(card);
    expect(await refusal(charge(owner, card))).toMatchObject({ statusCode: 400, param: 'payment_method' });
    const attach = world.stripe.paymentMethods.attach(card, { customer: owner });
    expect(await refusal(attach)).toMatchObject({ statusCode: 400 });
    expect(await refusal(charge(owner, loose, { confirm: false }))).toMatchObject({ param: 'off_session' });
  });

  it('answers an error instead of a question when asked to', async () => {
    const intent = world.stripe.paymentIntents.create({
      amount: 1000,
      currency: 'usd',
      payment_method: 'pm_card_authenticationRequired',
      confirm: true,
      error_on_requires_action: true,
    });
    expect(await refusal(intent)).toMatchObject({ statusCode: 402, code: 'authentication_required' });
  });
});

it('a card is described anew, found by its customer, and gone with them', async () => {
  const owner = await customer();
  const card = await hireAndKeep(owner);
  const changed = await world.stripe.paymentMethods.update(card, {
    allow_redisplay: 'always',
    billing_details: { name: 'Other Name' },
    card: { exp_month: 1, exp_year: 2040 },
  });
  expect(changed).toMatchObject({ billing_details: { name: 'Other Name' }, card: { exp_year: 2040, last4: '4242' } });
  expect(await world.stripe.customers.retrievePaymentMethod(owner, card)).toMatchObject({ id: card });
  await world.stripe.customers.del(owner);
  expect((await world.stripe.paymentMethods.retrieve(card)).customer).toBeNull();
});

describe('manual capture', () => {
  const authorize = (token = 'pm_card_visa') =>
    world.stripe.paymentIntents.create({
      amount: 5000,
      currency: 'usd',
      capture_method: 'manual',
      payment_method: token,
      confirm: true,
      expand: ['latest_charge'],
    });

  it('moves nothing until it is captured, in whole or in part', async () => {
    const intent = await authorize();
    expect(intent).toMatchObject({
      status: 'requires_capture',
      amount_capturable: 5000,
      amount_received: 0,
      latest_charge: { captured: false, amount_captured: 0, balance_transaction: null },
    });
    const tooMuch = world.stripe.paymentIntents.capture(intent.id, { amount_to_capture: 5001 });
    expect(await refusal(tooMuch)).toMatchObject({ param: 'amount_to_capture' });
    const taken = await world.stripe.paymentIntents.capture(intent.id, {
      amount_to_capture: 3000,
      expand: ['latest_charge.balance_transaction'],
    });
    expect(taken).toMatchObject({
      status: 'succeeded',
      amount_received: 3000,
      latest_charge: { captured: true, amount_captured: 3000, balance_transaction: { amount: 3000, fee: 117 } },
    });
    expect(await refusal(world.stripe.paymentIntents.capture(intent.id))).toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
  });

  it('is over after seven days, and before when it is canceled', async () => {
    const [late, canceled] = [await authorize(), await authorize()];
    expect((await world.stripe.paymentIntents.cancel(canceled.id)).status).toBe('canceled');
    world.move(7 * 86_400 + 1);
    await eventually(async () =>
      expect(await world.stripe.paymentIntents.retrieve(late.id)).toMatchObject({
        status: 'canceled',
        cancellation_reason: 'automatic',
        amount_capturable: 0,
      }),
    );
  });
});

it('manual confirmation wants the server’s word a second time after 3-D Secure', async () => {
  const intent = await world.stripe.paymentIntents.create({
    amount: 1000,
    currency: 'usd',
    confirmation_method: 'manual',
    payment_method: 'pm_card_authenticationRequired',
    confirm: true,
    return_url: 'http://localhost:3000/back',
  });
  expect(intent.status).toBe('requires_action');
  const body = new URLSearchParams({ answer: 'complete' });
  await fetch(intent.next_action?.redirect_to_url?.url ?? '', { method: 'POST', body, redirect: 'manual' });
  expect((await world.stripe.paymentIntents.retrieve(intent.id)).status).toBe('requires_confirmation');
  expect((await world.stripe.paymentIntents.confirm(intent.id)).status).toBe('succeeded');
});

it('3-D Secure can pass and the bank still decline', async () => {
  const { id } = await world.stripe.checkout.sessions.create(hire('after-all'));
  await expect(world.emulator.pay(id, '4000008260003178', { authentication: 'complete' })).rejects.toMatchObject({
    body: { decline_code: 'insufficient_funds' },
  });
  expect((await world.stripe.checkout.sessions.retrieve(id)).status).toBe('open');
});
