/** Asks the card network for the money of an intent and writes down what it said. */
import type Stripe from 'stripe';
import { disputeLater } from '../disputes/dispute.store.ts';
import { say } from '../events/event.store.ts';
import { move } from '../money/balance.store.ts';
import { cardFee, settlesAt } from '../money/balance.ts';
import { idOf } from '../store/kinds.ts';
import { newId } from '../store/objects.store.ts';
import type { Call } from '../wire/call.ts';
import { type ProblemBody, StripeProblem, unfit } from '../wire/problem.ts';
import { AUTHENTICATION_REQUIRED, answerOf, cardByFingerprint, type Decline } from './cards.ts';
import { newCharge } from './charge.ts';
import {
  authenticationFailed,
  authorized,
  canceled,
  declined,
  mustAuthenticate,
  reconfirm,
  succeeded,
} from './intent.ts';
import { isSetUp, saveMethod } from './method.store.ts';

/** A bank keeps an online authorization for seven days. */
const AUTHORIZED_FOR = 7 * 86_400;

export interface Circumstances {
  readonly returnUrl: string | null;
  /** The card's owner is not there, or the caller wants no question: a card that asks is declined. */
  readonly unattended: boolean;
}

/** What the intent remembers of a passed 3-D Secure, for the server that confirms a second time. */
interface Authenticated {
  readonly method: string;
}

/** One try with one card. The answer is the intent's new state: succeeded, requires_capture, requires_action, or requires_payment_method with the reason in `last_payment_error`. */
export function attempt(
  call: Call,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  { returnUrl, unattended }: Circumstances,
): Stripe.PaymentIntent {
  const answer = answerOf(method.card?.fingerprint ?? '');
  if (answer.says === 'declined') return decline(call, intent, method, answer.decline);
  if (answer.says === 'approved') return approve(call, intent, method, false);
  if (call.store.recall<Authenticated>(intent.id)?.method === method.id)
    return answer.after ? decline(call, intent, method, answer.after) : approve(call, intent, method, true);
  const setUp = answer.when === 'on-session' ? unattended : answer.when === 'until-set-up' && isSetUp(call, method);
  if (setUp) return approve(call, intent, method, false);
  if (unattended) return decline(call, intent, method, AUTHENTICATION_REQUIRED);
  const page = `${call.origin}/c/authenticate/${intent.id}`;
  const waiting = call.store.put(mustAuthenticate(intent, method, page, returnUrl), call.account);
  say(call, 'payment_intent.requires_action', waiting);
  return waiting;
}

/** The person came back from 3-D Secure. */
export function authenticateIntent(call: Call, intent: Stripe.PaymentIntent, passed: boolean): Stripe.PaymentIntent {
  const known = call.store.get('payment_intent', intent.id, call.account);
  const method = call.store.get('payment_method', idOf(known?.payment_method) ?? '', call.account);
  if (known?.status !== 'requires_action' || !method) throw unfit('This payment does not wait for authentication.');
  if (passed) {
    call.store.remember(known.id, { method: method.id });
    if (known.confirmation_method === 'manual') return call.store.put(reconfirm(known), call.account);
    return attempt(call, known, method, { returnUrl: null, unattended: false });
  }
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
  const captured = intent.capture_method !== 'manual';
  const made = newCharge(newId('ch'), { intent, method, decline: null, captured, authenticated, at: call.at });
  const charge = call.store.put(captured ? settle(call, made) : made, call.account);
  const paid = call.store.put((captured ? succeeded : authorized)(intent, charge), call.account);
  if (captured) disputeLater(call, charge);
  else call.store.setDue('authorization-ends', paid.id, call.at + AUTHORIZED_FOR);
  say(call, 'charge.succeeded', charge);
  say(call, captured ? 'payment_intent.succeeded' : 'payment_intent.amount_capturable_updated', paid);
  const setUp = authenticated && intent.setup_future_usage === 'off_session';
  call.store.remember(method.id, { used: true, setUp: setUp || isSetUp(call, method) });
  const owner = idOf(paid.customer);
  if (paid.setup_future_usage && owner && !method.customer) saveMethod(call, method, owner, 'limited');
  return paid;
}

/** The captured amount goes to the balance, less the fee. */
function settle(call: Call, charge: Stripe.Charge): Stripe.Charge {
  const card = cardByFingerprint(charge.payment_method_details?.card?.fingerprint ?? '');
  const transaction = move(call, {
    type: 'charge',
    amount: charge.amount_captured,
    fee: cardFee(charge.amount_captured),
    currency: charge.currency,
    source: charge.id,
    description: charge.description,
    availableOn: card?.instant ? call.at : settlesAt(call.at),
  });
  return { ...charge, balance_transaction: transaction.id };
}

/** Takes what was authorized, or a part; the rest the bank lets go. */
export function capture(call: Call, intent: Stripe.PaymentIntent, amount: number): Stripe.PaymentIntent {
  const charge = call.store.get('charge', idOf(intent.latest_charge) ?? '', call.account);
  if (!charge) throw unfit('There is nothing to capture.', 'payment_intent_unexpected_state');
  const taken = settle(call, { ...charge, captured: true, amount_captured: amount });
  call.store.put(taken, call.account);
  call.store.clearDue('authorization-ends', intent.id);
  const paid = call.store.put(succeeded(intent, taken), call.account);
  disputeLater(call, taken);
  say(call, 'charge.captured', taken);
  say(call, 'payment_intent.succeeded', paid);
  return paid;
}

/** Called by the clock: an authorization that nobody captured is over. */
export function authorizationEnds(call: Call, id: string): void {
  const intent = call.store.get('payment_intent', id, call.account);
  if (intent?.status === 'requires_capture') cancelIntent(call, intent, 'automatic');
}

function decline(
  call: Call,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  reason: Decline,
): Stripe.PaymentIntent {
  const charge = newCharge(newId('ch'), {
    intent,
    method,
    decline: reason,
    captured: false,
    authenticated: false,
    at: call.at,
  });
  call.store.put(charge, call.account);
  const failed = call.store.put(declined(intent, reason, method, charge.id), call.account);
  say(call, 'charge.failed', charge);
  say(call, 'payment_intent.payment_failed', failed);
  return failed;
}

export function cancelIntent(call: Call, intent: Stripe.PaymentIntent, reason: string | null): Stripe.PaymentIntent {
  call.store.clearDue('authorization-ends', intent.id);
  const ended = call.store.put(canceled(intent, reason, call.at), call.account);
  say(call, 'payment_intent.canceled', ended);
  return ended;
}
