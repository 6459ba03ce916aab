import { eventually, hire, refusal, startEmulated, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startEmulated();
});
afterAll(() => world.stop());
afterEach(() => {
  world.emulator.faults.clear();
  expect(world.emulator.conservation()).toEqual({ holds: true, differences: [] });
});

async function paid(booking: string, card?: string): Promise<{ intent: string; charge: string }> {
  const { id } = await world.stripe.checkout.sessions.create(hire(booking));
  const result = await world.emulator.pay(id, card);
  return { intent: result.payment_intent, charge: result.charge ?? '' };
}

const balance = async (): Promise<number> => {
  const { available, pending } = await world.stripe.balance.retrieve();
  return [...available, ...pending].reduce((sum, { amount }) => sum + amount, 0);
};

describe('a refund', () => {
  it('gives back what is asked, and the balance falls by as much', async () => {
    const { intent, charge } = await paid('part');
    const before = await balance();
    const refund = await world.stripe.refunds.create({
      payment_intent: intent,
      amount: 6000,
      reason: 'requested_by_customer',
      metadata: { booking: 'part' },
      expand: ['balance_transaction'],
    });
    expect(refund).toMatchObject({ status: 'succeeded', amount: 6000, charge, metadata: { booking: 'part' } });
    expect(refund.balance_transaction).toMatchObject({ amount: -6000, fee: 0, net: -6000, type: 'refund' });
    expect(await balance()).toBe(before - 6000);
    expect(await world.stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 6000, refunded: false });
  });

  it('can be made in parts up to the whole charge, and not a cent more', async () => {
    const { intent, charge } = await paid('parts');
    for (const amount of [2000, 4000]) await world.stripe.refunds.create({ charge, amount });
    expect(await refusal(world.stripe.refunds.create({ charge, amount: 350 }))).toMatchObject({
      statusCode: 400,
      param: 'amount',
    });
    const rest = await world.stripe.refunds.create({ payment_intent: intent });
    expect(rest.amount).toBe(349);
    expect(await world.stripe.charges.retrieve(charge, { expand: ['refunds'] })).toMatchObject({
      refunded: true,
      refunds: { data: [{ amount: 349 }, { amount: 4000 }, { amount: 2000 }] },
    });
    expect(await refusal(world.stripe.refunds.create({ charge }))).toMatchObject({ code: 'charge_already_refunded' });
    expect((await world.stripe.refunds.list({ payment_intent: intent })).data).toHaveLength(3);
  });

  it('never exceeds the charge when many are asked for at once', async () => {
    const { charge } = await paid('race');
    const tries = await Promise.allSettled(
      Array.from({ length: 10 }, () => world.stripe.refunds.create({ charge, amount: 1000 })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(6);
    expect(world.emulator.charges('booking').race).toEqual({ charges: 1, amount: 6349, refunded: 6000 });
  });

  it.each([
    [{}, { code: 'parameter_missing' }],
    [{ amount: 0 }, { code: 'parameter_invalid_integer', param: 'amount' }],
    [{ amount: -1 }, { code: 'parameter_invalid_integer', param: 'amount' }],
    [{ charge: 'ch_none' }, { code: 'resource_missing', param: 'charge' }],
    [{ payment_intent: 'pi_none' }, { code: 'resource_missing', param: 'payment_intent' }],
  ])('%j is refused', async (params, expected) => {
    expect(await refusal(world.stripe.refunds.create(params))).toMatchObject({ statusCode: 400, ...expected });
  });

  it('waits with a card whose bank is slow, and succeeds when the clock has moved', async () => {
    const { charge } = await paid('slow', '4000000000007726');
    const refund = await world.stripe.refunds.create({ charge, amount: 6000 });
    expect(refund.status).toBe('pending');
    world.move(6);
    await eventually(async () => expect((await world.stripe.refunds.retrieve(refund.id)).status).toBe('succeeded'));
    await eventually(() =>
      expect(
        world.hooks.heard
          .filter(({ data }) => (data.object as { id: string }).id === refund.id)
          .map(({ type }) => type),
      ).toEqual(expect.arrayContaining(['refund.created', 'refund.updated'])),
    );
  });

  it('can fail after it succeeded: the money comes back to us and can be given again', async () => {
    const { charge } = await paid('fails', '4000000000005126');
    const before = await balance();
    const refund = await world.stripe.refunds.create({ charge, amount: 6000 });
    expect(refund.status).toBe('succeeded');
    world.move(6);
    await eventually(async () =>
      expect(await world.stripe.refunds.retrieve(refund.id)).toMatchObject({
        status: 'failed',
        failure_balance_transaction: expect.stringMatching(/^txn_/),
      }),
    );
    expect(await balance()).toBe(before);
    expect((await world.stripe.charges.retrieve(charge)).amount_refunded).toBe(0);
    await eventually(() => expect(world.hooks.heard.map(({ type }) => type)).toContain('refund.failed'));
  });

  it('that was made to fail stays failed when its time comes', async () => {
    const { charge } = await paid('failed-first', '4000000000007726');
    const refund = await world.stripe.refunds.create({ charge, amount: 1000 });
    await world.emulator.failRefund(refund.id);
    world.move(6);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect((await world.stripe.refunds.retrieve(refund.id)).status).toBe('failed');
  });

  it('waits for money when told to need it', async () => {
    world.emulator.faults.refunds = 'needs-balance';
    const { charge } = await paid('short');
    const refund = await world.stripe.refunds.create({ charge, amount: 6349 });
    expect(refund).toMatchObject({
      status: 'pending',
      pending_reason: 'insufficient_funds',
      balance_transaction: null,
    });
    world.move(5 * 86_400);
    await paid('funds', '4000000000000077');
    await eventually(async () => expect((await world.stripe.refunds.retrieve(refund.id)).status).toBe('succeeded'));
  });
});

describe('the balance', () => {
  it('is pending for two business days and available afterwards', async () => {
    const { charge } = await paid('settles');
    const [transaction] = (await world.stripe.balanceTransactions.list({ source: charge })).data;
    expect(transaction).toMatchObject({ status: 'pending', fee_details: [{ amount: 214, type: 'stripe_fee' }] });
    const wait = (transaction?.available_on ?? 0) - world.seconds();
    expect(wait).toBeGreaterThan(2 * 86_400 - 60);
    world.move(wait);
    const again = await world.stripe.balanceTransactions.retrieve(transaction?.id ?? '');
    expect(again.status).toBe('available');
    const { pending } = await world.stripe.balance.retrieve();
    expect(pending).toMatchObject([{ amount: 0, currency: 'usd' }]);
  });

  it('is the sum of its transactions', async () => {
    let sum = 0;
    for await (const transaction of world.stripe.balanceTransactions.list({ limit: 3 })) sum += transaction.net;
    expect(await balance()).toBe(sum);
  });
});
