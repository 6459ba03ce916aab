/** Separate charges and transfers: the platform is paid, and passes a part on. */
import type Stripe from 'stripe';
import { eventually, hire, refusal, startEmulated, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startEmulated();
});
afterAll(() => world.stop());
afterEach(() => expect(world.emulator.conservation()).toEqual({ holds: true, differences: [] }));

const connected = async (): Promise<string> =>
  (await world.emulator.openAccount((await world.stripe.accounts.create({ type: 'express' })).id)).id;

async function paid(booking: string, card?: string): Promise<string> {
  const { id } = await world.stripe.checkout.sessions.create(hire(booking));
  return (await world.emulator.pay(id, card)).charge ?? '';
}

const transfer = (destination: string, params: Partial<Stripe.TransferCreateParams> = {}) =>
  world.stripe.transfers.create({ amount: 4800, currency: 'usd', destination, ...params });

/** Available and pending cents. */
async function balance(account?: string): Promise<[number, number]> {
  const { available, pending } = await world.stripe.balance.retrieve({}, account ? { stripeAccount: account } : {});
  return [available[0]?.amount ?? 0, pending[0]?.amount ?? 0];
}

describe('a transfer', () => {
  it('of a charge is available to the provider when the charge is, and not a moment earlier', async () => {
    const account = await connected();
    const charge = await paid('tied');
    const [, pendingBefore] = await balance();
    const made = await transfer(account, { source_transaction: charge, metadata: { booking: 'tied' } });
    expect(made).toMatchObject({ transfer_group: 'tied', amount_reversed: 0, source_transaction: charge });
    expect(await balance(account)).toEqual([0, 4800]);
    expect((await balance())[1]).toBe(pendingBefore - 4800);
    const [transaction] = (await world.stripe.balanceTransactions.list({ source: charge })).data;
    world.move((transaction?.available_on ?? 0) - world.seconds() - 5);
    expect(await balance(account)).toEqual([0, 4800]);
    world.move(6);
    expect((await balance(account))[1]).toBe(0);
  });

  it('is a payment in the connected account, from which it can be found again', async () => {
    const account = await connected();
    const made = await transfer(account, {
      source_transaction: await paid('payment'),
      expand: ['destination_payment.balance_transaction', 'balance_transaction', 'destination'],
    });
    const payment = made.destination_payment as Stripe.Charge;
    expect(payment).toMatchObject({ amount: 4800, source_transfer: made.id, status: 'succeeded' });
    expect(payment.balance_transaction).toMatchObject({ type: 'payment', amount: 4800, source: payment.id });
    expect(made.balance_transaction).toMatchObject({ type: 'transfer', amount: -4800, source: made.id });
    expect(made.destination).toMatchObject({ id: account, object: 'account' });
    const theirs = { stripeAccount: account };
    const [received] = (
      await world.stripe.balanceTransactions.list({ type: 'payment', expand: ['data.source'] }, theirs)
    ).data;
    expect(received?.source).toMatchObject({ object: 'charge', source_transfer: made.id });
  });

  it('without a charge needs available money', async () => {
    const account = await connected();
    await paid('pending');
    expect(await refusal(transfer(account, { amount: 1_000_000 }))).toMatchObject({ code: 'balance_insufficient' });
    await paid('instant', '4000000000000077');
    expect(await transfer(account, { amount: 1000, transfer_group: 'g1' })).toMatchObject({ transfer_group: 'g1' });
    expect((await balance(account))[0]).toBe(1000);
    expect((await world.stripe.transfers.list({ transfer_group: 'g1' })).data).toHaveLength(1);
  });

  it('never takes more from a charge than it is, however it is asked', async () => {
    const account = await connected();
    const charge = await paid('limit');
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, () => transfer(account, { amount: 1000, source_transaction: charge })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(6);
    expect(await refusal(transfer(account, { amount: 350, source_transaction: charge }))).toMatchObject({
      code: 'transfer_source_balance_parameters_mismatch',
    });
  });

  it('says so', async () => {
    const account = await connected();
    const made = await transfer(account, { source_transaction: await paid('said') });
    const changed = await world.stripe.transfers.update(made.id, { metadata: { a: '1' }, description: 'Session' });
    expect(changed).toMatchObject({ metadata: { a: '1' }, description: 'Session' });
    await eventually(() => {
      const mine = world.hooks.heard.filter(({ data }) => (data.object as { id: string }).id === made.id);
      expect(mine.map(({ type }) => type).sort()).toEqual(['transfer.created', 'transfer.updated']);
    });
  });
});

describe('a reversal', () => {
  it('takes back in parts, from the provider to the platform, and no more than was sent', async () => {
    const account = await connected();
    const made = await transfer(account, { source_transaction: await paid('back') });
    const [, before] = await balance();
    const first = await world.stripe.transfers.createReversal(made.id, { amount: 1800, metadata: { claim: 'c1' } });
    expect(first).toMatchObject({ amount: 1800, transfer: made.id, metadata: { claim: 'c1' } });
    expect(first.destination_payment_refund).toMatch(/^pyr_/);
    expect(await balance(account)).toEqual([0, 3000]);
    expect((await balance())[1]).toBe(before + 1800);
    const tooMuch = world.stripe.transfers.createReversal(made.id, { amount: 3001 });
    expect(await refusal(tooMuch)).toMatchObject({ param: 'amount', statusCode: 400 });
    await world.stripe.transfers.createReversal(made.id);
    expect(await world.stripe.transfers.retrieve(made.id)).toMatchObject({ amount_reversed: 4800, reversed: true });
    expect(await refusal(world.stripe.transfers.createReversal(made.id))).toMatchObject({ statusCode: 400 });
    expect(await balance(account)).toEqual([0, 0]);
  });
});
