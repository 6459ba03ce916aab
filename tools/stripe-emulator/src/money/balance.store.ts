/** Moves money: the balance transaction and the running balance change in one commit. */
import type Stripe from 'stripe';
import { newId } from '../store/objects.store.ts';
import type { Call } from '../wire/call.ts';
import { type Movement, newTransaction } from './balance.ts';

export function move(call: Call, movement: Movement): Stripe.BalanceTransaction {
  const transaction = newTransaction(newId('txn'), movement, call.at);
  call.store.put(transaction, call.account);
  call.store.run(
    'insert into funds (account, currency, total) values (?, ?, ?) on conflict (account, currency) do update set total = total + excluded.total',
    call.account,
    transaction.currency,
    transaction.net,
  );
  return transaction;
}

interface Funds {
  currency: string;
  /** The running balance. */
  total: number;
  /** The part that balance transactions make available later. */
  pending: number;
}

export function fundsOf(call: Call): Funds[] {
  return call.store
    .rows(
      `select f.currency, f.total, (select coalesce(sum(body ->> '$.net'), 0) from object where kind = 'balance_transaction'
         and account = f.account and body ->> '$.currency' = f.currency and body ->> '$.available_on' > ?) as pending
       from funds f where account = ? order by currency`,
      call.at,
      call.account,
    )
    .map((row) => ({ currency: String(row.currency), total: Number(row.total), pending: Number(row.pending) }));
}

export const availableIn = (call: Call, currency: string): number => {
  const funds = fundsOf(call).find((row) => row.currency === currency);
  return funds ? funds.total - funds.pending : 0;
};
