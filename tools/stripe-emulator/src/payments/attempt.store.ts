/** Asks the card network for the money of an intent and writes down what it said. */
import type Stripe from 'stripe';
import { disputeLater } from '../disputes/dispute.store.ts';
import { say } from '../events/event.store.ts';
import { move } from '../money/balance.store.ts';
import { cardFee, SETTLES_AFTER } from '../money/balance.ts';
import { idOf } from '../store/kinds.ts';
import { newId } from '../store/objects.store.ts';
import type { Call } from '../wire/call.ts';
import { type ProblemBody, StripeProblem, unfit } from '../wire/problem.ts';
import { answerOf, cardByFingerprint, type Decline } from './cards.ts';
import { newCharge } from './charge.ts';
import { authenticationFailed, canceled, declined, mustAuthenticate, succeeded } from './intent.ts';

/** One try with one card. The answer is the intent's new state: succeeded, requires_action, or requires_payment_method with the reason in `last_payment_error`. */
export function attempt(
  call: Call,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  returnUrl: string | null,
): Stripe.PaymentIntent {
  const answer = answerOf(method.card?.fingerprint ?? '');
  if (answer.says === 'authenticate') {
    const page = `${call.origin}/c/authenticate/${intent.id}`;
    const waiting = call.store.put(mustAuthenticate(intent, method, page, returnUrl), call.account);
    say(call, 'payment_intent.requires_action', waiting);
    return waiting;
  }
  return answer.says === 'approved'
    ? approve(call, intent, method, false)
    : decline(call, intent, method, answer.decline);
}

/** The person came back from 3-D Secure. */
export function authenticateIntent(call: Call, intent: Stripe.PaymentIntent, passed: boolean): Stripe.PaymentIntent {
  const known = call.store.get('payment_intent', intent.id, call.account);
  const method = call.store.get('payment_method', idOf(known?.payment_method) ?? '', call.account);
  if (known?.status !== 'requires_action' || !method) throw unfit('This payment does not wait for authentication.');
  if (passed) return approve(call, known, method, true);
  const failed = call.store.put(authenticationFailed(known, method), call.account);
  say(call, 'payment_intent.payment_failed', failed);
  return failed;
}

/** A decline is an error for the caller and a fact for the books: it is thrown, and what it changed is kept. */
export function declineOf(intent: Stripe.PaymentIntent): StripeProblem | null {
  const error = intent.last_payment_error;
  if (!error) return null;
  const body: ProblemBody = {
    type: 'card_error',
    message: error.message ?? 'Your card was declined.',
    ...(error.code ? { code: error.code } : {}),
    ...(error.decline_code ? { decline_code: error.decline_code } : {}),
    ...(error.charge ? { charge: error.charge } : {}),
    ...(error.payment_method ? { payment_method: error.payment_method } : {}),
    payment_intent: intent,
  };
  return new StripeProblem(402, body, 'all');
}

function approve(
  call: Call,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  authenticated: boolean,
): Stripe.PaymentIntent {
  const made = newCharge(newId('ch'), { intent, method, decline: null, authenticated, at: call.at });
  const instant = cardByFingerprint(method.card?.fingerprint ?? '')?.instant === true;
  const transaction = move(call, {
    type: 'charge',
    amount: made.amount,
    fee: cardFee(made.amount),
    currency: made.currency,
    source: made.id,
    description: made.description,
    availableOn: instant ? call.at : call.at + SETTLES_AFTER,
  });
  const charge = call.store.put({ ...made, balance_transaction: transaction.id }, call.account);
  const paid = call.store.put(succeeded(intent, charge), call.account);
  disputeLater(call, charge);
  say(call, 'charge.succeeded', charge);
  say(call, 'payment_intent.succeeded', paid);
  return paid;
}

function decline(
  call: Call,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  reason: Decline,
): Stripe.PaymentIntent {
  const charge = newCharge(newId('ch'), { intent, method, decline: reason, authenticated: false, at: call.at });
  call.store.put(charge, call.account);
  const failed = call.store.put(declined(intent, reason, method, charge.id), call.account);
  say(call, 'charge.failed', charge);
  say(call, 'payment_intent.payment_failed', failed);
  return failed;
}

export function cancelIntent(call: Call, intent: Stripe.PaymentIntent, reason: string | null): Stripe.PaymentIntent {
  const ended = call.store.put(canceled(intent, reason, call.at), call.account);
  say(call, 'payment_intent.canceled', ended);
  return ended;
}
