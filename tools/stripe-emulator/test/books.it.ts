/** What a reconciliation reads: every movement as a balance transaction with its source, by type, by time, page by page. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type Stripe from 'stripe';
import { startStripeEmulator } from '../src/index.ts';
import { hire, refusal, startEmulated, type World } from './world.ts';

let world: World;
let account: string;
let books: string;
const times: number[] = [];

async function paid(card?: string): Promise<string> {
  const { id } = await world.stripe.checkout.sessions.create(hire());
  return (await world.emulator.pay(id, card)).charge ?? '';
}

/** One of each: charge, refund that fails, transfer and its reversal, chargeback won, payout that fails. */
beforeAll(async () => {
  world = await startEmulated();
  account = (await world.emulator.openAccount((await world.stripe.accounts.create({ type: 'express' })).id)).id;
  times.push(world.seconds());
  const charge = await paid('4000000000000077');
  const refund = await world.stripe.refunds.create({ charge, amount: 500 });
  await world.emulator.failRefund(refund.id);
  world.move(3600);
  times.push(world.seconds());
  const transfer = await world.stripe.transfers.create({
    amount: 2000,
    currency: 'usd',
    destination: account,
    source_transaction: charge,
  });
  await world.stripe.transfers.createReversal(transfer.id, { amount: 700 });
  const { id } = await world.emulator.dispute({ charge: await paid(), amount: 1000 });
  await world.emulator.decide(id, 'win');
  const payout = await world.stripe.payouts.create({ amount: 1000, currency: 'usd' });
  await world.emulator.failPayout(payout.id);
  books = mkdtempSync(join(tmpdir(), 'stripe-books-'));
  cpSync(world.dataDir, books, { recursive: true });
});
afterAll(async () => {
  await world.stop();
  rmSync(books, { recursive: true, force: true });
});

const kinds = (list: readonly Stripe.BalanceTransaction[]) =>
  list.map(({ type, source }) => `${type} of ${(source as { object: string }).object}`);

it('every transaction opens its source, and together they are the balance', async () => {
  const all = await world.stripe.balanceTransactions
    .list({ limit: 3, expand: ['data.source'] })
    .autoPagingToArray({ limit: 100 });
  expect(kinds(all).reverse()).toEqual([
    'charge of charge',
    'refund of refund',
    'refund_failure of refund',
    'transfer of transfer',
    'transfer_refund of transfer_reversal',
    'charge of charge',
    'adjustment of dispute',
    'adjustment of dispute',
    'payout of payout',
    'payout_failure of payout',
  ]);
  const { available, pending } = await world.stripe.balance.retrieve();
  const balance = [...available, ...pending].reduce((sum, { amount }) => sum + amount, 0);
  expect(all.reduce((sum, { net }) => sum + net, 0)).toBe(balance);
  const theirs = await world.stripe.balanceTransactions.list({ expand: ['data.source'] }, { stripeAccount: account });
  expect(kinds(theirs.data).reverse()).toEqual(['payment of charge', 'payment_refund of refund']);
});

it('they are found by type and by time', async () => {
  const list = async (params: Stripe.BalanceTransactionListParams) =>
    (await world.stripe.balanceTransactions.list({ limit: 100, ...params })).data;
  expect(await list({ type: 'adjustment' })).toHaveLength(2);
  const [early = 0, late = 0] = times;
  const before = await list({ created: { gte: early, lt: late } });
  expect(before.map(({ type }) => type).reverse()).toEqual(['charge', 'refund', 'refund_failure']);
  expect(await list({ created: { gte: late } })).toHaveLength(7);
  expect(await list({ created: { gt: world.seconds() + 60 } })).toEqual([]);
});

it('what would tear two accounts’ books apart is refused', async () => {
  const at = { stripeAccount: account };
  const [payment] = (await world.stripe.charges.list({}, at)).data;
  expect(await refusal(world.stripe.refunds.create({ charge: payment?.id ?? '' }, at))).toMatchObject({
    code: 'charge_not_refundable',
  });
  const [back] = (await world.stripe.refunds.list({}, at)).data;
  await expect(world.emulator.failRefund(back?.id ?? '')).rejects.toThrow('no bank can send it back');
  await expect(world.emulator.dispute({ charge: payment?.id ?? '' })).rejects.toThrow('not paid by a card');
  expect(world.emulator.conservation()).toEqual({ holds: true, differences: [] });
});

describe('books that somebody changed', () => {
  const tampered: [what: string, sql: string, said: string][] = [
    [
      'with money that came from nowhere, though the account balances by itself',
      `update object set body = json_set(body, '$.net', (body ->> '$.net') + 5)
         where id = (select id from object where kind = 'balance_transaction' and account <> 'acct_1Sounding' limit 1);
       update funds set total = total + 5 where account <> 'acct_1Sounding'`,
      'is off by 5 from what cards paid',
    ],
    [
      'with a transfer that says more came back than did',
      `update object set body = json_set(body, '$.amount_reversed', 800) where kind = 'transfer'`,
      'less 800 here, but 2000 less 700 in the connected account',
    ],
    [
      'with a dispute that nobody won',
      `update object set body = json_set(body, '$.status', 'lost') where kind = 'dispute'`,
      'is off by 1000 from what cards paid',
    ],
    [
      'with a payout that arrived and failed',
      `update object set body = json_set(body, '$.status', 'paid') where kind = 'payout'`,
      'is off by 1000 from what cards paid',
    ],
  ];

  it.each(tampered)('%s do not start', async (_, sql, said) => {
    const copy = mkdtempSync(join(tmpdir(), 'stripe-books-'));
    const source = new DatabaseSync(join(books, 'stripe.db'));
    source.exec(`vacuum into '${join(copy, 'stripe.db')}'`);
    source.close();
    const db = new DatabaseSync(join(copy, 'stripe.db'));
    db.exec(sql);
    db.close();
    const start = startStripeEmulator({ port: 0, dataDir: copy, secretKey: 'sk_test_x', webhookSecret: 'whsec_x' });
    await expect(start).rejects.toThrow(said);
    rmSync(copy, { recursive: true });
  });
});
