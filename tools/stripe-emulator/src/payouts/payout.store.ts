/** Pays accounts out, by their schedule or when asked, and follows each payout to its end, which the bank account decides. */
import type Stripe from 'stripe';
import { accountNamed, banksOf, disableBank, schedulePayouts } from '../connect/account.store.ts';
import { failureOf, type PayoutFailure } from '../connect/bank.ts';
import { say } from '../events/event.store.ts';
import { availableIn, fundsOf, move } from '../money/balance.store.ts';
import { idOf } from '../store/kinds.ts';
import { newId } from '../store/objects.store.ts';
import type { Call } from '../wire/call.ts';
import { missing, unfit } from '../wire/problem.ts';
import { failed, leavesAt, newPayout, type PayoutTerms } from './payout.ts';

export type PayoutWish = Omit<PayoutTerms, 'destination'> & { readonly destination?: string | undefined };

/** From the available balance of the call's account. */
export function payOut(call: Call, wish: PayoutWish): Stripe.Payout {
  const bank = destinationOf(call, wish.destination);
  if (!accountNamed(call, call.account).payouts_enabled)
    throw unfit('Payouts are not enabled for this account: see its requirements.', 'payouts_not_allowed');
  if (availableIn(call, wish.currency) < wish.amount)
    throw unfit('The available balance is too small for this payout.', 'balance_insufficient');
  const made = newPayout(newId('po'), { ...wish, destination: bank.id }, call.at);
  const out = move(call, movementOf(made, 'payout', -made.amount, call.at));
  const kept = call.store.put({ ...made, balance_transaction: out.id }, call.account);
  if (kept.automatic) assign(call, kept);
  call.store.setDue('payout-leaves', kept.id, leavesAt(call.at));
  say(call, 'payout.created', kept);
  if (kept.automatic) say(call, 'payout.reconciliation_completed', kept);
  return kept;
}

function destinationOf(call: Call, wished: string | undefined): Stripe.BankAccount {
  const banks = banksOf(call, call.account);
  const bank = banks.find((one) => (wished ? one.id === wished : one.default_for_currency));
  if (!bank && wished) throw missing('external account', wished, 'destination');
  if (!bank) throw unfit("Sorry, you don't have any external accounts in that currency (usd).");
  if (bank.status === 'errored')
    throw unfit(
      'A payout to this bank account came back. Another bank account must be given.',
      'bank_account_unusable',
    );
  return bank;
}

const movementOf = (
  payout: Stripe.Payout,
  type: 'payout' | 'payout_failure' | 'payout_cancel',
  amount: number,
  availableOn: number,
) => ({
  type,
  amount,
  fee: 0,
  currency: payout.currency,
  source: payout.id,
  description: payout.description,
  availableOn,
});

/** What an automatic payout consists of: everything that became available since the last one. */
function assign(call: Call, payout: Stripe.Payout): void {
  call.store.run(
    `insert into paid_out (txn, payout) select id, ? from object where kind = 'balance_transaction' and account = ?
       and body ->> '$.currency' = ? and body ->> '$.available_on' <= ? and id not in (select txn from paid_out)`,
    payout.id,
    call.account,
    payout.currency,
    call.at,
  );
}

/** Called by the clock: the account's schedule says it is time. */
export function payOutBySchedule(platform: Call, account: string): void {
  const call = { ...platform, account };
  if (!accountNamed(call, account).payouts_enabled) return;
  for (const { currency, total } of fundsOf(call)) {
    const amount = availableIn(call, currency);
    if (amount > 0) payOut(call, { amount, currency, automatic: true });
    if (total > Math.max(amount, 0)) schedulePayouts(call, account);
  }
}

/** Called by the clock at midnight. */
export function payoutLeaves(call: Call, id: string): void {
  const waiting = call.store.get('payout', id, call.account);
  if (waiting?.status !== 'pending') return;
  const sent = call.store.put({ ...waiting, status: 'in_transit' }, call.account);
  call.store.setDue('payout-arrives', id, sent.arrival_date);
  say(call, 'payout.updated', sent, { status: 'pending' });
}

/** Called by the clock a day later. */
export function payoutArrives(call: Call, id: string): void {
  const sent = call.store.get('payout', id, call.account);
  if (sent?.status !== 'in_transit') return;
  const bank = call.store.get('bank_account', idOf(sent.destination) ?? '', call.account);
  const failure = bank ? failureOf(bank) : null;
  if (failure) {
    failPayout(call, sent, failure);
    return;
  }
  const paid = call.store.put({ ...sent, status: 'paid', trace_id: { status: 'supported', value: id } }, call.account);
  say(call, 'payout.updated', paid, { status: sent.status });
  say(call, 'payout.paid', paid);
}

/** The bank sends it back: the money is in the balance again, and the bank account is not used any more. */
export function failPayout(call: Call, payout: Stripe.Payout, failure: PayoutFailure): Stripe.Payout {
  if (payout.status === 'failed' || payout.status === 'canceled')
    throw unfit(`Payout ${payout.id} is ${payout.status} and cannot fail.`);
  const back = move(call, movementOf(payout, 'payout_failure', payout.amount, call.at));
  const kept = call.store.put(failed(payout, failure, back.id), call.account);
  say(call, 'payout.updated', kept, { status: payout.status });
  say(call, 'payout.failed', kept);
  disableBank(call, call.account, idOf(payout.destination) ?? '');
  return kept;
}

export function cancelPayout(call: Call, payout: Stripe.Payout): Stripe.Payout {
  if (payout.automatic) throw unfit('Automatic payouts cannot be canceled.');
  if (payout.status !== 'pending')
    throw unfit(`Payouts can be canceled while they are pending; this one is ${payout.status}.`);
  const back = move(call, movementOf(payout, 'payout_cancel', payout.amount, call.at));
  const ended = call.store.put<Stripe.Payout>(
    { ...payout, status: 'canceled', failure_balance_transaction: back.id },
    call.account,
  );
  say(call, 'payout.canceled', ended);
  return ended;
}
