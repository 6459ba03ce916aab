/** Payouts of connected accounts and of the platform; the bank account decides how they end. */
import type Stripe from 'stripe';
import { eventually, hire, refusal, startEmulated, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startEmulated();
});
afterAll(() => world.stop());
afterEach(() => expect(world.emulator.conservation()).toEqual({ holds: true, differences: [] }));

const DAY = 86_400;
const open = async (bank?: string): Promise<string> =>
  (await world.emulator.openAccount((await world.stripe.accounts.create({ type: 'express' })).id, bank)).id;
const manual = (account: string) =>
  world.stripe.accounts.update(account, { settings: { payouts: { schedule: { interval: 'manual' } } } });

/** A connected account that has this much at once. */
async function withMoney(amount: number, bank?: string): Promise<string> {
  const { id } = await world.stripe.checkout.sessions.create(hire('money', 20_000));
  await world.emulator.pay(id, '4000000000000077');
  const account = await open(bank);
  await world.stripe.transfers.create({ amount, currency: 'usd', destination: account });
  return account;
}

const at = (account: string) => ({ stripeAccount: account });
const payOut = (account: string, amount: number, params: Partial<Stripe.PayoutCreateParams> = {}) =>
  world.stripe.payouts.create({ amount, currency: 'usd', ...params }, at(account));
const available = async (account: string) =>
  (await world.stripe.balance.retrieve({}, at(account))).available[0]?.amount ?? 0;
const status = async (account: string, id: string) => (await world.stripe.payouts.retrieve(id, {}, at(account))).status;
const heard = (id: string) =>
  world.hooks.heard
    .filter(({ data }) => (data.object as { id: string }).id === id)
    .map(({ type, account }) => [type, account]);

describe('a manual payout', () => {
  it('leaves at midnight, arrives a day later, and Connect endpoints hear it', async () => {
    const account = await withMoney(5000);
    await manual(account);
    const payout = await payOut(account, 3000, { metadata: { run: 'r1' }, statement_descriptor: 'SOUNDING' });
    expect(payout).toMatchObject({ status: 'pending', automatic: false, metadata: { run: 'r1' }, failure_code: null });
    expect(await available(account)).toBe(2000);
    world.move(DAY);
    await eventually(async () => expect(await status(account, payout.id)).toBe('in_transit'));
    world.move(DAY);
    await eventually(async () => expect(await status(account, payout.id)).toBe('paid'));
    await eventually(() =>
      expect(heard(payout.id)).toEqual(
        expect.arrayContaining([
          ['payout.created', account],
          ['payout.paid', account],
        ]),
      ),
    );
    expect((await world.stripe.payouts.list({ status: 'paid' }, at(account))).data).toHaveLength(1);
    expect((await world.stripe.payouts.list()).data).toEqual([]);
  });

  it('needs available money, and a bank account', async () => {
    const account = await withMoney(500);
    expect(await refusal(payOut(account, 501))).toMatchObject({ code: 'balance_insufficient', statusCode: 400 });
    const { id } = await world.stripe.accounts.create({ type: 'express' });
    expect((await refusal(payOut(id, 1))).message).toContain('external accounts');
    expect(await refusal(payOut(account, 1, { destination: 'ba_none' }))).toMatchObject({ param: 'destination' });
  });

  it('takes the money that a reversal would have needed', async () => {
    const account = await withMoney(2000);
    const [transfer] = (await world.stripe.transfers.list({ destination: account })).data;
    await payOut(account, 1500);
    const reverse = (amount?: number) => world.stripe.transfers.createReversal(transfer?.id ?? '', { amount });
    expect(await refusal(reverse())).toMatchObject({ code: 'balance_insufficient', statusCode: 400 });
    expect(await reverse(500)).toMatchObject({ amount: 500 });
  });

  it('can be canceled while it has not left', async () => {
    const account = await withMoney(800);
    await manual(account);
    const payout = await payOut(account, 800);
    const canceled = await world.stripe.payouts.cancel(payout.id, {}, at(account));
    expect(canceled).toMatchObject({ status: 'canceled', failure_balance_transaction: expect.stringMatching(/^txn_/) });
    expect(await available(account)).toBe(800);
    expect((await refusal(world.stripe.payouts.cancel(payout.id, {}, at(account)))).statusCode).toBe(400);
  });

  it.each([
    ['000111111116', 'no_account'],
    ['000111111113', 'account_closed'],
    ['000222222227', 'insufficient_funds'],
    ['000333333335', 'debit_not_authorized'],
    ['000444444440', 'invalid_currency'],
  ])(
    'to bank account %s fails with %s, the money is back, and another bank account is asked for',
    async (bank, code) => {
      const account = await withMoney(900, bank);
      await manual(account);
      const payout = await payOut(account, 900);
      world.move(2 * DAY);
      await eventually(async () => expect(await status(account, payout.id)).toBe('failed'));
      const failed = await world.stripe.payouts.retrieve(
        payout.id,
        { expand: ['failure_balance_transaction', 'destination'] },
        at(account),
      );
      expect(failed).toMatchObject({
        failure_code: code,
        failure_balance_transaction: { type: 'payout_failure', amount: 900 },
        destination: { status: 'errored', last4: bank.slice(-4) },
      });
      expect(await available(account)).toBe(900);
      await eventually(() => expect(heard(payout.id)).toContainEqual(['payout.failed', account]));
      expect(await world.stripe.accounts.retrieve(account)).toMatchObject({
        payouts_enabled: false,
        capabilities: { transfers: 'active' },
        requirements: { currently_due: ['external_account'] },
      });
      expect(await refusal(payOut(account, 900))).toMatchObject({ code: 'bank_account_unusable' });
      await world.stripe.accounts.createExternalAccount(account, { external_account: 'btok_us_verified' });
      const again = await payOut(account, 900);
      world.move(2 * DAY);
      await eventually(async () => expect(await status(account, again.id)).toBe('paid'));
    },
  );
});

describe('an automatic payout', () => {
  it('sends what is available on the account’s schedule, and can be taken apart', async () => {
    const account = await withMoney(4000);
    await world.stripe.transfers.create({ amount: 250, currency: 'usd', destination: account });
    world.move(DAY);
    const payout = await eventually(async () => {
      const [first] = (await world.stripe.payouts.list({}, at(account))).data;
      if (!first) throw new Error('not yet');
      return first;
    });
    expect(payout).toMatchObject({ amount: 4250, automatic: true, reconciliation_status: 'completed' });
    expect(await available(account)).toBe(0);
    const parts = (await world.stripe.balanceTransactions.list({ payout: payout.id }, at(account))).data;
    expect(parts.map(({ type, net }) => [type, net])).toEqual([
      ['payout', -4250],
      ['payment', 250],
      ['payment', 4000],
    ]);
    await world.stripe.transfers.create({ amount: 10, currency: 'usd', destination: account });
    expect((await world.stripe.balanceTransactions.list({ payout: payout.id }, at(account))).data).toHaveLength(3);
  });

  it('waits for what is pending, and goes on the day it is available', async () => {
    const { id } = await world.stripe.checkout.sessions.create(hire('pending'));
    const { charge } = await world.emulator.pay(id);
    const account = await open();
    await world.stripe.transfers.create({
      amount: 6000,
      currency: 'usd',
      destination: account,
      source_transaction: charge ?? '',
    });
    world.move(DAY);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect((await world.stripe.payouts.list({}, at(account))).data).toEqual([]);
    world.move(4 * DAY);
    await eventually(async () =>
      expect((await world.stripe.payouts.list({}, at(account))).data).toMatchObject([{ amount: 6000 }]),
    );
  });

  it('stops after one came back, and starts again with another bank account', async () => {
    const account = await withMoney(700, '000111111113');
    const list = async () => (await world.stripe.payouts.list({}, at(account))).data.map((one) => one.status);
    world.move(DAY);
    await eventually(async () => expect(await list()).toEqual(['pending']));
    world.move(2 * DAY);
    await eventually(async () => expect(await list()).toEqual(['failed']));
    world.move(2 * DAY);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(await list()).toEqual(['failed']);
    await world.emulator.openAccount(account, '000123456789');
    world.move(DAY);
    await eventually(async () => expect(await list()).toEqual(['pending', 'failed']));
  });
});

it('the platform pays itself out to its own bank account, and its own endpoint hears it', async () => {
  await withMoney(1);
  const payout = await world.stripe.payouts.create({ amount: 1000, currency: 'usd' });
  expect((await refusal(world.stripe.balanceTransactions.list({ payout: payout.id }))).message).toContain('manual');
  world.move(2 * DAY);
  await eventually(async () => expect((await world.stripe.payouts.retrieve(payout.id)).status).toBe('paid'));
  await eventually(() => expect(heard(payout.id)).toContainEqual(['payout.paid', undefined]));
  expect(await world.stripe.accounts.retrieveCurrent()).toMatchObject({ payouts_enabled: true, type: 'standard' });
});
