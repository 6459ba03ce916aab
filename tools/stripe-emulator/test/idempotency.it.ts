import { connect, eventually, hire, refusal, startEmulated, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startEmulated();
});
afterAll(() => world.stop());
afterEach(() => world.emulator.faults.clear());

const count = async (): Promise<number> => (await world.stripe.checkout.sessions.list({ limit: 100 })).data.length;
const create = (booking: string, idempotencyKey: string) =>
  world.stripe.checkout.sessions.create(hire(booking), { idempotencyKey });

/** The headers, which the SDK hides. */
const post = (body: string, key: string, path = '/v1/customers') =>
  fetch(`${world.emulator.url}${path}`, {
    method: 'POST',
    body,
    headers: {
      authorization: 'Bearer sk_test_emulator',
      'idempotency-key': key,
      'content-type': 'application/x-www-form-urlencoded',
    },
  });

describe('an idempotency key', () => {
  it('repeats the first answer, word for word, and says that it does', async () => {
    const [first, again] = [
      await post('name=A&email=a@example.com', 'k-1'),
      await post('name=A&email=a@example.com', 'k-1'),
    ];
    expect(await again.text()).toBe(await first.text());
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.headers.get('original-request')).toBe(first.headers.get('request-id'));
    expect(again.headers.get('request-id')).not.toBe(first.headers.get('request-id'));
  });

  it('does not mind the order of parameters', async () => {
    const [first, again] = [await post('name=B&phone=1', 'k-2'), await post('phone=1&name=B', 'k-2')];
    expect(await again.text()).toBe(await first.text());
  });

  it('repeats what was true then, not what is true now', async () => {
    const session = await create('then', 'k-3');
    await world.stripe.checkout.sessions.expire(session.id);
    expect((await create('then', 'k-3')).status).toBe('open');
  });

  it('is refused with other parameters, or for something else', async () => {
    await create('one', 'k-4');
    const before = await count();
    expect(await refusal(create('two', 'k-4'))).toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400 });
    const elsewhere = world.stripe.customers.create({}, { idempotencyKey: 'k-4' });
    expect(await refusal(elsewhere)).toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400 });
    expect(await count()).toBe(before);
  });

  it('is in use while its first call runs', async () => {
    world.emulator.faults.calls.push({
      fault: { kind: 'delay', ms: 300 },
      method: 'POST',
      path: '/v1/checkout',
      times: 1,
    });
    const before = await count();
    const first = create('slow', 'k-5');
    await eventually(() => expect(world.emulator.faults.calls).toEqual([]));
    expect(await refusal(create('slow', 'k-5'))).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
    await first;
    expect(await count()).toBe(before + 1);
    expect((await create('slow', 'k-5')).metadata).toEqual({ booking: 'slow' });
  });

  it('lets the SDK, which retries conflicts, end with one session for ten callers', async () => {
    const patient = connect(world.emulator.port, undefined, 5);
    world.emulator.faults.calls.push({
      fault: { kind: 'delay', ms: 100 },
      method: 'POST',
      path: '/v1/checkout',
      times: 1,
    });
    const before = await count();
    const all = await Promise.all(
      Array.from({ length: 10 }, () => patient.checkout.sessions.create(hire('ten'), { idempotencyKey: 'k-6' })),
    );
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(await count()).toBe(before + 1);
  });

  it('is not used up by a malformed request', async () => {
    const { id } = await world.stripe.checkout.sessions.create(hire('fix'));
    const { payment_intent } = await world.emulator.pay(id);
    const refund = (amount: number) =>
      world.stripe.refunds.create({ payment_intent, amount }, { idempotencyKey: 'k-7' });
    expect(await refusal(refund(-1))).toMatchObject({ code: 'parameter_invalid_integer' });
    expect((await refund(100)).amount).toBe(100);
  });

  it('keeps a refusal that came from the state of things', async () => {
    const { id } = await world.stripe.checkout.sessions.create(hire('state'));
    const { payment_intent } = await world.emulator.pay(id);
    const tooMuch = () => world.stripe.refunds.create({ payment_intent, amount: 7000 }, { idempotencyKey: 'k-8' });
    const first = await refusal(tooMuch());
    const again = await refusal(tooMuch());
    expect(again.message).toBe(first.message);
    expect(again.headers?.['idempotent-replayed']).toBe('true');
  });

  it('keeps a decline, and does not charge again', async () => {
    const intent = await world.stripe.paymentIntents.create({ amount: 1000, currency: 'usd' });
    const confirm = () =>
      world.stripe.paymentIntents.confirm(
        intent.id,
        { payment_method: 'pm_card_chargeDeclined' },
        { idempotencyKey: 'k-9' },
      );
    const first = await refusal(confirm());
    const again = await refusal(confirm());
    expect([first.statusCode, again.statusCode]).toEqual([402, 402]);
    expect(again.charge).toBe(first.charge);
    expect((await world.stripe.charges.list({ payment_intent: intent.id })).data).toHaveLength(1);
  });

  it('belongs to its account', async () => {
    const account = await world.stripe.accounts.create({ type: 'express' });
    const here = await world.stripe.customers.create({ name: 'X' }, { idempotencyKey: 'k-10' });
    const there = await world.stripe.customers.create(
      { name: 'X' },
      { idempotencyKey: 'k-10', stripeAccount: account.id },
    );
    expect(there.id).not.toBe(here.id);
  });

  it('is forgotten after a day of business time, not before', async () => {
    const first = await create('day', 'k-11');
    world.move(23 * 3600);
    expect((await create('day', 'k-11')).id).toBe(first.id);
    world.move(3700);
    expect((await create('day', 'k-11')).id).not.toBe(first.id);
  });

  it('is at most 255 characters long', async () => {
    expect(await refusal(create('long', 'x'.repeat(256)))).toMatchObject({ statusCode: 400 });
  });
});
