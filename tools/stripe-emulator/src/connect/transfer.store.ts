/** Moves money between the platform and connected accounts; each side gets its own balance transaction in one commit. */
import type Stripe from 'stripe';
import { say } from '../events/event.store.ts';
import { availableIn, fundsOf, move } from '../money/balance.store.ts';
import { afterRefund, newRefund } from '../refunds/refund.ts';
import { idOf } from '../store/kinds.ts';
import { newId } from '../store/objects.store.ts';
import { type Call, PLATFORM } from '../wire/call.ts';
import { invalid, missing, unfit } from '../wire/problem.ts';
import { schedulePayouts } from './account.store.ts';
import { afterReversal, newPayment, newReversal, newTransfer, type TransferTerms } from './transfer.ts';

/** Needs available money, unless `sourceTransaction` ties it to a charge: then it may use that charge's money, no more, and is available when that is. */
export function transfer(call: Call, terms: TransferTerms): Stripe.Transfer {
  const destination = call.store.get('account', terms.destination, PLATFORM);
  if (!destination) throw missing('destination', terms.destination, 'destination');
  if (destination.capabilities?.transfers !== 'active')
    throw unfit(
      'Your destination account needs to have at least one of the following capabilities enabled: transfers, crypto_transfers, legacy_payments',
      'insufficient_capabilities_for_transfer',
    );
  const source = terms.sourceTransaction ? sourceOf(call, terms) : null;
  if (!source && availableIn(call, terms.currency) < terms.amount)
    throw unfit('The available balance is too small for this transfer.', 'balance_insufficient');
  const group = terms.transferGroup ?? source?.charge.transfer_group;
  const made = newTransfer(newId('tr'), { ...terms, transferGroup: group }, call.at);
  const movement = {
    fee: 0,
    currency: made.currency,
    description: made.description,
    availableOn: source?.availableOn ?? call.at,
  };
  const out = move(call, { ...movement, type: 'transfer', amount: -made.amount, source: made.id });
  const there = { ...call, account: destination.id };
  const payment = newPayment(newId('py'), made, call.at);
  const arrived = move(there, { ...movement, type: 'payment', amount: made.amount, source: payment.id });
  call.store.put({ ...payment, balance_transaction: arrived.id }, there.account);
  const kept = call.store.put({ ...made, balance_transaction: out.id, destination_payment: payment.id }, call.account);
  schedulePayouts(call, there.account);
  say(call, 'transfer.created', kept);
  return kept;
}

function sourceOf(call: Call, terms: TransferTerms): { charge: Stripe.Charge; availableOn: number } {
  const id = terms.sourceTransaction ?? '';
  const charge = call.store.get('charge', id, call.account);
  if (!charge) throw missing('charge', id, 'source_transaction');
  if (charge.currency !== terms.currency)
    throw invalid('The currency must be that of the source transaction.', 'currency');
  const [row] = call.store.rows(
    `select coalesce(sum(body ->> '$.amount' - (body ->> '$.amount_reversed')), 0) as used from object
      where kind = 'transfer' and account = ? and body ->> '$.source_transaction' = ?`,
    call.account,
    id,
  );
  if (charge.status !== 'succeeded' || Number(row?.used ?? 0) + terms.amount > charge.amount)
    throw unfit('The transfers of this charge would exceed its amount.', 'transfer_source_balance_parameters_mismatch');
  const transaction = call.store.get('balance_transaction', idOf(charge.balance_transaction) ?? '', call.account);
  return { charge, availableOn: transaction?.available_on ?? call.at };
}

export function reverse(
  call: Call,
  known: Stripe.Transfer,
  terms: { amount?: number | undefined; metadata?: Record<string, string> | undefined },
): Stripe.TransferReversal {
  const left = known.amount - known.amount_reversed;
  const amount = terms.amount ?? left;
  if (left === 0 || amount > left) throw unfit(`Only ${left} of this transfer can be reversed.`, undefined, 'amount');
  const there = { ...call, account: idOf(known.destination) ?? '' };
  const funds = fundsOf(there).find((row) => row.currency === known.currency);
  if ((funds?.total ?? 0) < amount)
    throw unfit("The connected account's balance is too small for this reversal.", 'balance_insufficient');
  const payment = call.store.get('charge', idOf(known.destination_payment) ?? '', there.account);
  if (!payment) throw missing('charge', idOf(known.destination_payment) ?? '');
  const paid = call.store.get('balance_transaction', idOf(payment.balance_transaction) ?? '', there.account);
  // What is still on its way cannot be used on the one side, and so is not available on the other side either.
  const availableOn = Math.max(call.at, paid?.available_on ?? 0);
  const movement = { fee: 0, currency: known.currency, description: null, availableOn };
  const made = newReversal(newId('trr'), known, { ...terms, amount }, call.at);
  const back = move(call, { ...movement, type: 'transfer_refund', amount, source: made.id });
  const returned = newRefund(newId('pyr'), payment, { amount }, call.at);
  const taken = move(there, { ...movement, type: 'payment_refund', amount: -amount, source: returned.id });
  call.store.put(afterRefund(payment, amount), there.account);
  call.store.put(
    { ...returned, status: 'succeeded', balance_transaction: taken.id, source_transfer_reversal: made.id },
    there.account,
  );
  const kept = call.store.put(
    { ...made, balance_transaction: back.id, destination_payment_refund: returned.id },
    call.account,
  );
  say(call, 'transfer.reversed', call.store.put(afterReversal(known, kept), call.account));
  return kept;
}
