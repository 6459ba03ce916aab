/** Gives money back and follows each refund to its end. */
import type Stripe from 'stripe';
import { refuseRefundOf, settleInquiry } from '../disputes/dispute.store.ts';
import { say } from '../events/event.store.ts';
import { availableIn, move } from '../money/balance.store.ts';
import { cardByFingerprint } from '../payments/cards.ts';
import { idOf } from '../store/kinds.ts';
import { newId } from '../store/objects.store.ts';
import type { Call } from '../wire/call.ts';
import { invalid, unfit } from '../wire/problem.ts';
import { afterRefund, dollars, newRefund, type RefundTerms, refundable } from './refund.ts';

/** How long a pending refund takes, seconds of business time. */
export const REFUND_SETTLES_AFTER = 5;

/** What the control door asks of the next refunds: `card` leaves it to the card that was charged. */
export type RefundMode = 'card' | 'pending' | 'fails' | 'needs-balance';

export function refund(
  call: Call,
  charge: Stripe.Charge,
  terms: { amount?: number | undefined } & Omit<RefundTerms, 'amount'>,
  mode: RefundMode,
): Stripe.Refund {
  const left = refundable(charge);
  if (!charge.paid) throw unfit(`Charge ${charge.id} was not paid and cannot be refunded.`, 'charge_not_refundable');
  if (charge.source_transfer)
    throw unfit(`Payment ${charge.id} is a transfer: it is given back by a reversal.`, 'charge_not_refundable');
  refuseRefundOf(call, charge);
  if (left === 0) throw unfit(`Charge ${charge.id} has already been refunded.`, 'charge_already_refunded');
  const amount = terms.amount ?? left;
  if (amount > left)
    throw unfit(
      `Refund amount (${dollars(amount, charge.currency)}) is greater than unrefunded amount on charge (${dollars(left, charge.currency)})`,
      'amount_too_large',
      'amount',
    );
  const made = newRefund(newId('re'), charge, { ...terms, amount }, call.at);
  const short = mode === 'needs-balance' && availableIn(call, charge.currency) < amount;
  const refunded = call.store.put(afterRefund(charge, amount), call.account);
  const how = mode === 'card' || mode === 'needs-balance' ? cardOf(charge)?.refund : mode;
  const kept = short
    ? { ...made, pending_reason: 'insufficient_funds' as const }
    : { ...made, balance_transaction: debit(call, made, charge), status: how === 'pending' ? 'pending' : 'succeeded' };
  call.store.put(kept, call.account);
  if (short) settleLater(call, kept, 'refund-funds');
  else if (how === 'pending') settleLater(call, kept, 'refund-succeeds');
  else if (how === 'fails') settleLater(call, kept, 'refund-fails');
  say(call, 'refund.created', kept);
  say(call, 'charge.refunded', refunded);
  settleInquiry(call, refunded);
  return kept;
}

const cardOf = (charge: Stripe.Charge) => cardByFingerprint(charge.payment_method_details?.card?.fingerprint ?? '');

function debit(call: Call, made: Stripe.Refund, charge: Stripe.Charge): string {
  return move(call, {
    type: 'refund',
    amount: -made.amount,
    fee: 0,
    currency: made.currency,
    source: made.id,
    description: charge.description ? `REFUND FOR CHARGE (${charge.description})` : 'REFUND FOR CHARGE',
    availableOn: call.at,
  }).id;
}

function settleLater(call: Call, made: Stripe.Refund, what: string): void {
  call.store.setDue(what, made.id, call.at + REFUND_SETTLES_AFTER);
}

/** Called by the clock. `refund-funds` waits until the balance suffices. */
export function settleRefund(call: Call, what: string, id: string): void {
  const waiting = call.store.get('refund', id, call.account);
  const charge = call.store.get('charge', idOf(waiting?.charge) ?? '', call.account);
  if (!waiting || !charge || waiting.status === 'failed') return;
  if (what === 'refund-fails') {
    failRefund(call, waiting, charge);
    return;
  }
  if (what === 'refund-funds' && availableIn(call, waiting.currency) < waiting.amount) {
    settleLater(call, waiting, what);
    return;
  }
  if (waiting.status === 'pending') succeedRefund(call, waiting);
}

/** The bank took a pending refund on; what waited for money is debited now. */
export function succeedRefund(call: Call, waiting: Stripe.Refund): Stripe.Refund {
  const charge = call.store.get('charge', idOf(waiting.charge) ?? '', call.account);
  if (waiting.status !== 'pending' || !charge) throw unfit(`Refund ${waiting.id} is ${waiting.status}.`);
  const { pending_reason: _, ...rest } = waiting;
  const transaction = waiting.balance_transaction ?? debit(call, waiting, charge);
  const done = call.store.put<Stripe.Refund>(
    { ...rest, status: 'succeeded', balance_transaction: transaction },
    call.account,
  );
  say(call, 'refund.updated', done, { status: waiting.status });
  say(call, 'charge.refund.updated', done, { status: waiting.status });
  return done;
}

/** The bank sends the money back to us. */
export function failRefund(call: Call, waiting: Stripe.Refund, charge: Stripe.Charge): Stripe.Refund {
  if (waiting.source_transfer_reversal)
    throw unfit(`Refund ${waiting.id} is the other side of a transfer's reversal: no bank can send it back.`);
  if (waiting.status !== 'succeeded' && waiting.status !== 'pending')
    throw unfit(`Refund ${waiting.id} is ${waiting.status} and cannot fail.`);
  const back = waiting.balance_transaction
    ? move(call, {
        type: 'refund_failure',
        amount: waiting.amount,
        fee: 0,
        currency: waiting.currency,
        source: waiting.id,
        description: 'REFUND FAILURE',
        availableOn: call.at,
      })
    : null;
  const failed = call.store.put(
    {
      ...waiting,
      status: 'failed',
      failure_reason: 'expired_or_canceled_card',
      ...(back ? { failure_balance_transaction: back.id } : {}),
    },
    call.account,
  );
  call.store.put(afterRefund(charge, -waiting.amount), call.account);
  say(call, 'refund.updated', failed, { status: waiting.status });
  say(call, 'charge.refund.updated', failed, { status: waiting.status });
  say(call, 'refund.failed', failed);
  return failed;
}

/** The charge a refund request names, by itself or by its intent. */
export function chargeToRefund(
  call: Call,
  named: { charge?: string | undefined; payment_intent?: string | undefined },
): Stripe.Charge {
  if (named.charge && named.payment_intent)
    throw invalid('Name either a charge or a payment_intent, not both.', 'charge');
  if (named.charge) {
    const charge = call.store.get('charge', named.charge, call.account);
    if (!charge) throw invalid(`No such charge: '${named.charge}'`, 'charge', 'resource_missing');
    return charge;
  }
  if (!named.payment_intent)
    throw invalid(
      'One of the following params should be provided for this request: payment_intent or charge.',
      'charge',
      'parameter_missing',
    );
  const intent = call.store.get('payment_intent', named.payment_intent, call.account);
  if (!intent) throw invalid(`No such payment_intent: '${named.payment_intent}'`, 'payment_intent', 'resource_missing');
  const charge = call.store.get('charge', idOf(intent.latest_charge) ?? '', call.account);
  if (intent.status !== 'succeeded' || !charge)
    throw unfit(
      `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`,
      'payment_intent_unexpected_state',
    );
  return charge;
}
