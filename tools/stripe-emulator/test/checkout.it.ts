import type Stripe from 'stripe';
import { TEST_CARDS } from '../src/index.ts';
import { connect, eventually, hire, refusal, startEmulated, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startEmulated();
});
afterAll(() => world.stop());

const open = (booking?: string) => world.stripe.checkout.sessions.create(hire(booking));
const read = (id: string) =>
  world.stripe.checkout.sessions.retrieve(id, {
    expand: ['line_items', 'payment_intent.latest_charge.balance_transaction'],
  });
const charge = (session: Stripe.Checkout.Session): Stripe.Charge =>
  (session.payment_intent as Stripe.PaymentIntent).latest_charge as Stripe.Charge;

describe('a Checkout session', () => {
  it('is open and unpaid at first, for a day, with the lines it was made of', async () => {
    const session = await world.stripe.checkout.sessions.create({ ...hire(), expand: ['line_items'] });
    expect(session).toMatchObject({
      status: 'open',
      payment_status: 'unpaid',
      amount_total: 6349,
      currency: 'usd',
      payment_intent: null,
      client_reference_id: 'b1',
      metadata: { booking: 'b1' },
      livemode: false,
    });
    expect(session.url).toBe(`${world.emulator.url}/c/pay/${session.id}`);
    expect(session.expires_at - session.created).toBe(86_400);
    expect(session.line_items?.data.map((item) => [item.description, item.amount_total])).toEqual([
      ['Session', 6000],
      ['Handling Fee', 349],
    ]);
    expect((await world.stripe.checkout.sessions.retrieve(session.id)).line_items).toBeUndefined();
    const lines = await world.stripe.checkout.sessions.listLineItems(session.id, { limit: 1 });
    expect([lines.data.length, lines.has_more]).toEqual([1, true]);
  });

  it('becomes one intent, one charge and one balance transaction when it is paid', async () => {
    const { id } = await open('paid-once');
    await world.emulator.pay(id, '5555555555554444', { email: 'a@example.com', name: 'A Person' });
    const session = await read(id);
    expect(session).toMatchObject({ status: 'complete', payment_status: 'paid', url: null });
    expect(session.customer_details).toMatchObject({ email: 'a@example.com', name: 'A Person' });
    expect(session.payment_intent).toMatchObject({
      status: 'succeeded',
      amount_received: 6349,
      metadata: { booking: 'paid-once' },
      transfer_group: 'paid-once',
      description: 'Sounding',
    });
    expect(charge(session)).toMatchObject({
      amount: 6349,
      paid: true,
      captured: true,
      metadata: { booking: 'paid-once' },
    });
    expect(charge(session).payment_method_details?.card).toMatchObject({ brand: 'mastercard', last4: '4444' });
    expect(charge(session).balance_transaction).toMatchObject({ amount: 6349, fee: 214, net: 6135, type: 'charge' });
  });

  it('says so by signed webhooks, and by events that can be listed', async () => {
    const { id } = await open('said');
    await world.emulator.pay(id);
    const mine = (events: Stripe.Event[]) =>
      events
        .filter((event) => JSON.stringify(event.data.object).includes('"booking":"said"'))
        .map(({ type }) => type)
        .sort();
    const types = [
      'charge.succeeded',
      'checkout.session.completed',
      'payment_intent.created',
      'payment_intent.succeeded',
    ];
    await eventually(() => expect(mine(world.hooks.heard)).toEqual(types));
    expect(world.hooks.refused).toEqual([]);
    expect(mine((await world.stripe.events.list({ limit: 100 })).data)).toEqual(types);
    const [event] = (await world.stripe.events.list({ type: 'checkout.session.completed', limit: 1 })).data;
    expect(event?.data.object).toMatchObject({ id, status: 'complete' });
    expect(event?.request).toEqual({ id: null, idempotency_key: null });
  });

  it('stays open after a decline, and another card pays it', async () => {
    const { id } = await open('declined');
    const declines = TEST_CARDS.filter(({ answer }) => answer.says === 'declined');
    for (const { number, answer } of declines) {
      const expected = answer.says === 'declined' ? answer.decline.code : '';
      await expect(world.emulator.pay(id, number)).rejects.toMatchObject({
        body: { type: 'card_error', code: expected },
      });
      const session = await read(id);
      expect(session).toMatchObject({ status: 'open', payment_status: 'unpaid' });
      expect(session.payment_intent).toMatchObject({ status: 'requires_payment_method', amount_received: 0 });
      expect(charge(session)).toMatchObject({
        status: 'failed',
        paid: false,
        failure_code: expected,
        balance_transaction: null,
      });
    }
    expect(declines.length).toBeGreaterThanOrEqual(6);
    await world.emulator.pay(id);
    expect(await read(id)).toMatchObject({ status: 'complete', payment_intent: { last_payment_error: null } });
    expect(world.emulator.charges('booking')).toMatchObject({ declined: { charges: 1, amount: 6349 } });
  });

  it('never takes a card that is not a test card', async () => {
    const { id } = await open();
    await expect(world.emulator.pay(id, '4111111111111111')).rejects.toMatchObject({
      body: { decline_code: 'test_mode_live_card' },
    });
  });

  it('waits for 3-D Secure, and goes on or back by its answer', async () => {
    const { id } = await open('secure');
    const waiting = await world.emulator.pay(id, '4000002500003155');
    expect(waiting).toMatchObject({ status: 'open', intent_status: 'requires_action' });
    expect((await read(id)).payment_intent).toMatchObject({ next_action: { type: 'redirect_to_url' } });
    await expect(world.emulator.pay(id, '4000002760003184', { authentication: 'fail' })).rejects.toMatchObject({
      body: { code: 'payment_intent_authentication_failure' },
    });
    expect(await read(id)).toMatchObject({ status: 'open', payment_intent: { status: 'requires_payment_method' } });
    await world.emulator.pay(id, '4000002500003155', { authentication: 'complete' });
    const session = await read(id);
    expect(session.status).toBe('complete');
    expect(charge(session).payment_method_details?.card?.three_d_secure?.result).toBe('authenticated');
  });

  it('is charged once when twenty people press the button at the same moment', async () => {
    const { id } = await open('crowd');
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => world.emulator.pay(id)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(world.emulator.charges('booking').crowd).toEqual({ charges: 1, amount: 6349, refunded: 0 });
  });

  it('can be ended, and then neither paid nor ended again', async () => {
    const { id } = await open();
    await expect(world.emulator.pay(id, '4000000000000002')).rejects.toThrow('declined');
    expect(await world.stripe.checkout.sessions.expire(id)).toMatchObject({ status: 'expired', url: null });
    expect((await read(id)).payment_intent).toMatchObject({ status: 'canceled' });
    await expect(world.emulator.pay(id)).rejects.toThrow('its status is expired');
    expect(await refusal(world.stripe.checkout.sessions.expire(id))).toMatchObject({ statusCode: 400 });
    await eventually(() => expect(world.hooks.heard.map(({ type }) => type)).toContain('checkout.session.expired'));
  });

  it('cannot be ended once it is paid', async () => {
    const { id } = await open();
    await world.emulator.pay(id);
    expect((await refusal(world.stripe.checkout.sessions.expire(id))).message).toContain('has a status of complete');
  });

  it('lives half an hour at least and a day at most', async () => {
    const at = (seconds: number) => ({ ...hire(), expires_at: world.seconds() + seconds });
    expect(await refusal(world.stripe.checkout.sessions.create(at(29 * 60)))).toMatchObject({ param: 'expires_at' });
    expect(await refusal(world.stripe.checkout.sessions.create(at(25 * 3600)))).toMatchObject({ param: 'expires_at' });
    expect((await world.stripe.checkout.sessions.create(at(31 * 60))).status).toBe('open');
  });

  it('ends by itself when the business clock passes its time', async () => {
    const { id } = await world.stripe.checkout.sessions.create({ ...hire(), expires_at: world.seconds() + 1860 });
    world.move(1861);
    await expect(world.emulator.pay(id)).rejects.toThrow('its status is expired');
    await eventually(async () => expect((await read(id)).status).toBe('expired'));
    const said = await eventually(() => {
      const event = world.hooks.heard.find((one) => (one.data.object as { id: string }).id === id);
      if (!event) throw new Error('not heard yet');
      return event;
    });
    expect(said.type).toBe('checkout.session.expired');
    expect(said.created).toBeGreaterThanOrEqual(world.seconds() - 10);
  });

  it('is listed newest first, page by page, and by its intent', async () => {
    const all = await world.stripe.checkout.sessions.list({ limit: 100 });
    const first = await world.stripe.checkout.sessions.list({ limit: 3 });
    expect(first.has_more).toBe(true);
    expect(first.data.map(({ id }) => id)).toEqual(all.data.slice(0, 3).map(({ id }) => id));
    const next = await world.stripe.checkout.sessions.list({ limit: 2, starting_after: first.data[2]?.id ?? '' });
    expect(next.data.map(({ id }) => id)).toEqual(all.data.slice(3, 5).map(({ id }) => id));
    const before = await world.stripe.checkout.sessions.list({ limit: 2, ending_before: next.data[0]?.id ?? '' });
    expect(before.data.map(({ id }) => id)).toEqual(all.data.slice(1, 3).map(({ id }) => id));
    const paid = all.data.find(({ status }) => status === 'complete');
    const byIntent = await world.stripe.checkout.sessions.list({ payment_intent: String(paid?.payment_intent) });
    expect(byIntent.data.map(({ id }) => id)).toEqual([paid?.id]);
    expect(await refusal(world.stripe.checkout.sessions.list({ starting_after: 'cs_test_none' }))).toMatchObject({
      code: 'resource_missing',
      param: 'starting_after',
    });
  });
});

describe('a request that is wrong', () => {
  const create = (change: object) =>
    refusal(world.stripe.checkout.sessions.create({ ...hire(), ...change } as Stripe.Checkout.SessionCreateParams));
  const line = (unit_amount: number, currency = 'usd') => ({
    price_data: { currency, unit_amount, product_data: { name: 'x' } },
    quantity: 1,
  });

  it.each([
    [{ mode: undefined }, { code: 'parameter_missing', param: 'mode' }],
    [{ mode: 'gift' }, { param: 'mode' }],
    [{ colour: 'red' }, { code: 'parameter_unknown', param: 'colour' }],
    [{ line_items: [{ ...line(100), colour: 'red' }] }, { code: 'parameter_unknown', param: 'line_items[0][colour]' }],
    [{ line_items: undefined }, { code: 'parameter_missing', param: 'line_items' }],
    [
      { line_items: [line(-5)] },
      { code: 'parameter_invalid_integer', param: 'line_items[0][price_data][unit_amount]' },
    ],
    [{ line_items: [line(1.5)] }, { code: 'parameter_invalid_integer' }],
    [{ line_items: [line(1e14)] }, { code: 'amount_too_large' }],
    [{ line_items: [line(49)] }, { code: 'amount_too_small' }],
    [{ line_items: [line(500), line(500, 'eur')] }, { param: 'line_items' }],
    [{ success_url: '' }, { code: 'parameter_invalid_empty', param: 'success_url' }],
    [{ success_url: 'javascript:alert(1)' }, { code: 'url_invalid', param: 'success_url' }],
    [{ customer: 'cus_none' }, { code: 'resource_missing', param: 'customer', statusCode: 400 }],
    [{ expand: ['colour'] }, { param: 'expand' }],
  ])('%j is refused in Stripe’s shape and makes nothing', async (change, expected) => {
    const newest = async () => (await world.stripe.checkout.sessions.list({ limit: 1 })).data[0]?.id;
    const before = await newest();
    expect(await create(change)).toMatchObject({ type: 'StripeInvalidRequestError', statusCode: 400, ...expected });
    expect(await newest()).toBe(before);
  });

  it('is told from an unknown object, a wrong key and a wrong address', async () => {
    expect(await refusal(world.stripe.checkout.sessions.retrieve('cs_test_none'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'id',
    });
    const stranger = connect(world.emulator.port, 'sk_test_wrong');
    expect(await refusal(stranger.balance.retrieve())).toMatchObject({
      type: 'StripeAuthenticationError',
      statusCode: 401,
    });
    expect(await refusal(world.stripe.products.list())).toMatchObject({ statusCode: 404 });
    const bare = await fetch(`${world.emulator.url}/v1/balance`);
    expect([bare.status, bare.headers.get('request-id')]).toEqual([401, expect.stringMatching(/^req_/)]);
  });
});
