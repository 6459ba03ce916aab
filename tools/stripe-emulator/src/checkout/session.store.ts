/** What happens to a Checkout session: somebody pays, time runs out, the merchant ends it. */
import type Stripe from 'stripe';
import { say } from '../events/event.store.ts';
import { attempt, authenticateIntent, cancelIntent } from '../payments/attempt.store.ts';
import { CANCELLABLE, type IntentTerms, newIntent } from '../payments/intent.ts';
import type { CardDetails, Holder } from '../payments/method.ts';
import { newMethod } from '../payments/method.ts';
import { idOf } from '../store/kinds.ts';
import { newId } from '../store/objects.store.ts';
import type { Call } from '../wire/call.ts';
import { missing, unfit } from '../wire/problem.ts';
import { completed, expired, successUrlOf } from './session.ts';

export type Paid = { readonly session: Stripe.Checkout.Session; readonly intent: Stripe.PaymentIntent };

export function openSession(
  call: Call,
  session: Stripe.Checkout.Session,
  terms: Partial<IntentTerms>,
): Stripe.Checkout.Session {
  call.store.put(session, call.account);
  call.store.remember(session.id, terms);
  call.store.setDue('session', session.id, session.expires_at);
  return session;
}

/** One card, one try. A session that is not open (any more) is refused. */
export function paySession(call: Call, sessionId: string, card: CardDetails, holder: Holder): Paid {
  const session = openOrRefused(call, sessionId);
  const email = session.customer_email ?? holder.email ?? null;
  const method = call.store.put(newMethod(newId('pm'), card, { name: holder.name, email }, call.at), call.account);
  const intent = attempt(call, intentOf(call, session), method, successUrlOf(session));
  return conclude(call, session, intent, method.billing_details);
}

/** The person finished 3-D Secure for the session's intent. */
export function authenticateSession(call: Call, session: Stripe.Checkout.Session, passed: boolean): Paid {
  const open = openOrRefused(call, session.id);
  const waiting = call.store.get('payment_intent', idOf(open.payment_intent) ?? '', call.account);
  if (!waiting) throw unfit('This payment does not wait for authentication.');
  const method = call.store.get('payment_method', idOf(waiting.payment_method) ?? '', call.account);
  return conclude(call, open, authenticateIntent(call, waiting, passed), method?.billing_details ?? NOBODY);
}

const NOBODY = { email: null, name: null };

function openOrRefused(call: Call, id: string): Stripe.Checkout.Session {
  const session = call.store.get('checkout.session', id, call.account);
  if (!session) throw missing('checkout.session', id);
  const status = session.status === 'open' && session.expires_at <= call.at ? 'expired' : session.status;
  if (status === 'open') return session;
  throw unfit(`This Checkout Session cannot be paid: its status is ${status}.`, 'checkout_session_not_open');
}

function intentOf(call: Call, session: Stripe.Checkout.Session): Stripe.PaymentIntent {
  const known = idOf(session.payment_intent);
  const intent = known ? call.store.get('payment_intent', known, call.account) : undefined;
  if (intent) return intent;
  const made = newIntent(
    newId('pi'),
    newId('s'),
    {
      amount: session.amount_total ?? 0,
      currency: session.currency ?? 'usd',
      customer: idOf(session.customer),
      ...call.store.recall<Partial<IntentTerms>>(session.id),
    },
    call.at,
  );
  call.store.put(made, call.account);
  say(call, 'payment_intent.created', made);
  return made;
}

function conclude(
  call: Call,
  session: Stripe.Checkout.Session,
  intent: Stripe.PaymentIntent,
  person: { email: string | null; name: string | null },
): Paid {
  if (intent.status !== 'succeeded')
    return { session: call.store.put({ ...session, payment_intent: intent.id }, call.account), intent };
  const done = call.store.put(completed(session, intent.id, person), call.account);
  call.store.clearDue('session', session.id);
  const { line_items: _, ...said } = done;
  say(call, 'checkout.session.completed', said);
  return { session: done, intent };
}

export function expireSession(call: Call, session: Stripe.Checkout.Session): Stripe.Checkout.Session {
  const intent = call.store.get('payment_intent', idOf(session.payment_intent) ?? '', call.account);
  if (intent && CANCELLABLE.includes(intent.status)) cancelIntent(call, intent, 'automatic');
  const ended = call.store.put(expired(session), call.account);
  call.store.clearDue('session', session.id);
  const { line_items: _, ...said } = ended;
  say(call, 'checkout.session.expired', said);
  return ended;
}

/** Called by the clock. */
export function expireWhenOpen(call: Call, id: string): void {
  const session = call.store.get('checkout.session', id, call.account);
  if (session?.status === 'open') expireSession(call, session);
}
