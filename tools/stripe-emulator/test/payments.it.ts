import type Stripe from 'stripe';
import { hire, refusal, startEmulated, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startEmulated();
});
afterAll(() => world.stop());
afterEach(() => expect(world.emulator.conservation()).toEqual({ holds: true, differences: [] }));

const intent = (params: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  world.stripe.paymentIntents.create({ amount: 2500, currency: 'usd', ...params });

describe('a PaymentIntent', () => {
  it('goes from requires_payment_method to succeeded', async () => {
    const made = await intent({ metadata: { why: 'tip' } });
    expect(made).toMatchObject({ status: 'requires_payment_method', amount_received: 0, latest_charge: null });
    expect(made.client_secret).toMatch(new RegExp(`^${made.id}_secret_`));
    const paid = await world.stripe.paymentIntents.confirm(made.id, {
      payment_method: 'pm_card_visa',
      expand: ['latest_charge'],
    });
    expect(paid).toMatchObject({
      status: 'succeeded',
      amount_received: 2500,
      latest_charge: { metadata: { why: 'tip' } },
    });
    expect(await refusal(world.stripe.paymentIntents.confirm(made.id))).toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
    expect(await refusal(world.stripe.paymentIntents.cancel(made.id))).toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
  });

  it('can be made and confirmed in one call', async () => {
    expect(await intent({ confirm: true, payment_method: 'pm_card_mastercard' })).toMatchObject({
      status: 'succeeded',
    });
    expect(await intent({ payment_method: 'pm_card_visa' })).toMatchObject({ status: 'requires_confirmation' });
  });

  it('goes back to requires_payment_method after a decline, which the error carries', async () => {
    const made = await intent();
    const error = await refusal(
      world.stripe.paymentIntents.confirm(made.id, { payment_method: 'pm_card_chargeDeclinedInsufficientFunds' }),
    );
    expect(error).toMatchObject({
      type: 'StripeCardError',
      statusCode: 402,
      code: 'card_declined',
      decline_code: 'insufficient_funds',
      payment_intent: { id: made.id, status: 'requires_payment_method' },
    });
    const after = await world.stripe.paymentIntents.retrieve(made.id);
    expect(after.last_payment_error).toMatchObject({ code: 'card_declined', charge: error.charge });
    const paid = await world.stripe.paymentIntents.confirm(made.id, { payment_method: 'pm_card_visa' });
    expect(paid).toMatchObject({ status: 'succeeded', last_payment_error: null });
  });

  it('can be canceled while it is not paid', async () => {
    const made = await intent();
    const ended = await world.stripe.paymentIntents.cancel(made.id, { cancellation_reason: 'abandoned' });
    expect(ended).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned' });
    expect(
      await refusal(world.stripe.paymentIntents.confirm(made.id, { payment_method: 'pm_card_visa' })),
    ).toMatchObject({
      statusCode: 400,
    });
  });

  it('has metadata that is set, changed and unset key by key', async () => {
    const made = await intent({ metadata: { a: '1', b: '2' } });
    const changed = await world.stripe.paymentIntents.update(made.id, { metadata: { a: '', c: '3' } });
    expect(changed.metadata).toEqual({ b: '2', c: '3' });
    expect((await world.stripe.paymentIntents.update(made.id, { metadata: '' })).metadata).toEqual({});
  });

  it('needs an amount, in whole cents, in range', async () => {
    for (const amount of [10.5, 0, -1, 1e12])
      expect(await refusal(intent({ amount }))).toMatchObject({ param: 'amount' });
    expect(await refusal(intent({ currency: 'dollars' }))).toMatchObject({ param: 'currency' });
  });
});

describe('customers and their cards', () => {
  it('are made, found, changed and deleted', async () => {
    const made = await world.stripe.customers.create({
      email: 'one@example.com',
      name: 'One',
      metadata: { account: 'a1' },
    });
    expect((await world.stripe.customers.list({ email: 'one@example.com' })).data.map(({ id }) => id)).toEqual([
      made.id,
    ]);
    expect(await world.stripe.customers.update(made.id, { name: 'Two' })).toMatchObject({
      name: 'Two',
      email: 'one@example.com',
    });
    expect(await world.stripe.customers.del(made.id)).toEqual(expect.objectContaining({ id: made.id, deleted: true }));
    expect(await refusal(world.stripe.customers.retrieve(made.id))).toMatchObject({ code: 'resource_missing' });
  });

  it('are attached and detached', async () => {
    const customer = await world.stripe.customers.create({});
    const card = await world.stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } });
    await world.stripe.paymentMethods.attach(card.id, { customer: customer.id });
    const list = () => world.stripe.paymentMethods.list({ customer: customer.id, type: 'card' });
    expect((await list()).data).toMatchObject([{ id: card.id, card: { brand: 'visa', last4: '4242' } }]);
    await world.stripe.paymentMethods.detach(card.id);
    expect((await list()).data).toEqual([]);
  });

  it('refuse a number that is none, and never show one', async () => {
    const create = (number: string) =>
      world.stripe.paymentMethods.create({ type: 'card', card: { number, exp_month: 12, exp_year: 2030, cvc: '123' } });
    expect(await refusal(create('4242424242424241'))).toMatchObject({
      type: 'StripeCardError',
      code: 'incorrect_number',
    });
    expect(JSON.stringify(await create('4242424242424242'))).not.toContain('424242424242');
  });
});

describe('connected accounts', () => {
  const connected = async () =>
    world.emulator.openAccount((await world.stripe.accounts.create({ type: 'express' })).id);

  it('receive transfers from the available balance, or from one charge', async () => {
    const account = await connected();
    const { id } = await world.stripe.checkout.sessions.create(hire('t1'));
    const { charge } = await world.emulator.pay(id);
    const transfer = (params: Partial<Stripe.TransferCreateParams>) =>
      world.stripe.transfers.create({ amount: 4800, currency: 'usd', destination: account.id, ...params });
    expect(await refusal(transfer({}))).toMatchObject({ code: 'balance_insufficient' });
    const made = await transfer({ source_transaction: charge ?? '', metadata: { booking: 't1' } });
    expect(made).toMatchObject({ transfer_group: 't1', amount_reversed: 0, reversed: false });
    expect(await refusal(transfer({ source_transaction: charge ?? '' }))).toMatchObject({ statusCode: 400 });
    const theirs = await world.stripe.balance.retrieve({}, { stripeAccount: account.id });
    expect(theirs.pending).toMatchObject([{ amount: 4800 }]);
    expect((await world.stripe.transfers.list({ destination: account.id })).data).toHaveLength(1);
  });

  it('give transfers back, in parts, while they have the money', async () => {
    const account = await connected();
    const { id } = await world.stripe.checkout.sessions.create(hire('t2'));
    await world.emulator.pay(id, '4000000000000077');
    const transfer = await world.stripe.transfers.create({ amount: 1000, currency: 'usd', destination: account.id });
    await world.stripe.transfers.createReversal(transfer.id, { amount: 400 });
    await world.stripe.transfers.createReversal(transfer.id);
    expect(await world.stripe.transfers.retrieve(transfer.id)).toMatchObject({ amount_reversed: 1000, reversed: true });
    expect((await world.stripe.transfers.listReversals(transfer.id)).data.map(({ amount }) => amount)).toEqual([
      600, 400,
    ]);
    expect(await refusal(world.stripe.transfers.createReversal(transfer.id))).toMatchObject({ statusCode: 400 });
  });

  it('are strangers to each other', async () => {
    const account = await world.stripe.accounts.create({ type: 'express' });
    const mine = await world.stripe.customers.create({});
    const there = world.stripe.customers.retrieve(mine.id, {}, { stripeAccount: account.id });
    expect(await refusal(there)).toMatchObject({ code: 'resource_missing' });
    await world.stripe.customers.create({ name: 'Theirs' }, { stripeAccount: account.id });
    const [event] = (await world.stripe.events.list({}, { stripeAccount: account.id })).data;
    expect(event).toMatchObject({ type: 'customer.created', account: account.id });
    expect(await refusal(world.stripe.balance.retrieve({}, { stripeAccount: 'acct_none' }))).toMatchObject({
      statusCode: 403,
    });
  });
});
