import type { CallFault } from '../src/index.ts';
import { connect, hire, refusal, startEmulated, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startEmulated();
});
afterAll(() => world.stop());
afterEach(() => {
  world.emulator.faults.clear();
  expect(world.emulator.conservation().holds).toBe(true);
});

let next = 0;
const strike = (kind: Exclude<CallFault['kind'], 'delay'>, times = 1) =>
  world.emulator.faults.calls.push({ fault: { kind }, method: 'POST', path: '/v1/refunds', times });

async function paid(): Promise<{ booking: string; intent: string }> {
  const booking = `fault-${next++}`;
  const { id } = await world.stripe.checkout.sessions.create(hire(booking));
  return { booking, intent: (await world.emulator.pay(id)).payment_intent };
}

const refund = (intent: string, idempotencyKey: string, retries = 0) =>
  connect(world.emulator.port, undefined, retries).refunds.create(
    { payment_intent: intent, amount: 1000 },
    { idempotencyKey },
  );

const refunded = (booking: string): number => world.emulator.charges('booking')[booking]?.refunded ?? -1;

describe('a fault', () => {
  it('500 before the work leaves nothing, and the repeat works', async () => {
    const { booking, intent } = await paid();
    strike('500-before');
    expect(await refusal(refund(intent, booking))).toMatchObject({ type: 'StripeAPIError', statusCode: 500 });
    expect(refunded(booking)).toBe(0);
    expect((await refund(intent, booking)).status).toBe('succeeded');
    expect(refunded(booking)).toBe(1000);
  });

  it('500 after the work is kept under the key: only a look tells that the money went', async () => {
    const { booking, intent } = await paid();
    strike('500-after');
    const first = await refusal(refund(intent, booking, 2));
    expect(first).toMatchObject({ statusCode: 500 });
    expect((await refusal(refund(intent, booking))).headers?.['idempotent-replayed']).toBe('true');
    expect(refunded(booking)).toBe(1000);
    expect((await world.stripe.refunds.list({ payment_intent: intent })).data).toHaveLength(1);
  });

  it('a connection cut after the work is healed by the SDK’s own repeat, with one effect', async () => {
    const { booking, intent } = await paid();
    strike('reset-after');
    expect((await refund(intent, booking)).status).toBe('succeeded');
    expect(refunded(booking)).toBe(1000);
  });

  it('a connection cut twice is an error to the caller, whose own repeat finds the answer', async () => {
    const { booking, intent } = await paid();
    strike('reset-after', 2);
    expect(await refusal(refund(intent, booking))).toMatchObject({ type: 'StripeConnectionError' });
    expect((await refund(intent, booking)).amount).toBe(1000);
    expect(refunded(booking)).toBe(1000);
  });

  it('429 is not retried by the SDK', async () => {
    const { booking, intent } = await paid();
    strike('429');
    expect(await refusal(refund(intent, booking, 2))).toMatchObject({ type: 'StripeRateLimitError', statusCode: 429 });
    expect(refunded(booking)).toBe(0);
  });

  it('a rate limit answers 25 calls a second of one endpoint in a sandbox and refuses the rest, which nothing happened to', async () => {
    world.emulator.faults.rate = 'sandbox';
    const tries = await Promise.allSettled(
      Array.from({ length: 150 }, (_, n) =>
        world.stripe.customers.create({ name: `n${n}` }, { idempotencyKey: `rate-${n}` }),
      ),
    );
    const refused = tries.filter((one) => one.status === 'rejected').map(({ reason }) => reason);
    expect(refused.length).toBeGreaterThan(0);
    for (const error of refused)
      expect(error).toMatchObject({ type: 'StripeRateLimitError', statusCode: 429, code: 'rate_limit' });
    expect(refused[0].headers).toMatchObject({ 'stripe-rate-limited-reason': 'endpoint-rate' });
    expect(refused[0].headers['stripe-should-retry']).toBeUndefined();
    world.emulator.faults.rate = 'off';
    const later = tries.findIndex((one) => one.status === 'rejected');
    const made = await world.stripe.customers.create({ name: `n${later}` }, { idempotencyKey: `rate-${later}` });
    expect(made.lastResponse.headers['idempotent-replayed']).toBeUndefined();
  });

  it('another API version is refused, not half understood', async () => {
    const old = world.stripe.balance.retrieve({}, { apiVersion: '2020-08-27' });
    expect((await refusal(old)).message).toContain('Only API version');
  });

  it('409 is', async () => {
    const { booking, intent } = await paid();
    strike('409');
    expect((await refund(intent, booking, 2)).status).toBe('succeeded');
  });

  it('no answer ends in the caller’s time-out, and nothing happened', async () => {
    const { booking, intent } = await paid();
    strike('hang');
    const asked = world.stripe.refunds.create(
      { payment_intent: intent, amount: 1000 },
      { idempotencyKey: booking, timeout: 150 },
    );
    expect(await refusal(asked)).toMatchObject({ type: 'StripeConnectionError' });
    expect(refunded(booking)).toBe(0);
  });

  it('strikes only the calls it was meant for, as often as it was meant to', async () => {
    const { intent } = await paid();
    strike('500-before', 2);
    await world.stripe.balance.retrieve();
    await world.stripe.refunds.list({ payment_intent: intent });
    for (const key of ['x1', 'x2']) expect((await refusal(refund(intent, key))).statusCode).toBe(500);
    expect((await refund(intent, 'x3')).status).toBe('succeeded');
  });
});

describe('the control door', () => {
  const send = (method: string, path: string, body?: unknown, type = 'application/json') =>
    fetch(`${world.emulator.url}/_emulator${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': type } }),
    });

  it('pays a session, and tells a decline', async () => {
    const { id } = await world.stripe.checkout.sessions.create(hire('door'));
    const no = await send('POST', '/pay', { session: id, card: '4000000000009995' });
    expect([no.status, await no.json()]).toMatchObject([402, { error: { decline_code: 'insufficient_funds' } }]);
    const yes = await send('POST', '/pay', { session: id, card: '4242 4242 4242 4242' });
    expect([yes.status, await yes.json()]).toMatchObject([
      200,
      { session: id, status: 'complete', intent_status: 'succeeded' },
    ]);
    const counted = await send('GET', '/charges?key=booking');
    expect(await counted.json()).toMatchObject({ door: { charges: 1, amount: 6349, refunded: 0 } });
    expect((await send('POST', '/pay', { session: 'cs_test_none' })).status).toBe(404);
  });

  it('sets, shows and clears faults', async () => {
    await send('POST', '/faults', {
      calls: [{ kind: 'delay', ms: 5, times: 3 }],
      webhooks: { drop: 2 },
      refunds: 'pending',
    });
    expect(await (await send('GET', '/faults')).json()).toMatchObject({
      calls: [{ fault: { kind: 'delay', ms: 5 }, times: 3 }],
      webhooks: { drop: 2, duplicates: 0 },
      refunds: 'pending',
    });
    expect(await (await send('DELETE', '/faults')).json()).toMatchObject({
      calls: [],
      webhooks: { drop: 0 },
      refunds: 'card',
    });
    expect((await send('POST', '/faults', { calls: [{ kind: 'rain' }] })).status).toBe(400);
  });

  it('takes no forms, which any web page could post', async () => {
    const { id } = await world.stripe.checkout.sessions.create(hire('form'));
    expect((await send('POST', '/pay', { session: id }, 'text/plain')).status).toBe(415);
    expect((await world.stripe.checkout.sessions.retrieve(id)).status).toBe('open');
  });

  it('forgets everything on reset and goes on', async () => {
    expect((await send('POST', '/reset', {})).status).toBe(200);
    expect((await world.stripe.events.list()).data).toEqual([]);
    const { id } = await world.stripe.checkout.sessions.create(hire('new'));
    await world.emulator.pay(id);
    expect(Object.keys(world.emulator.charges('booking'))).toEqual(['new']);
  });
});
