/** What happens to a Checkout session: somebody pays, time runs out, the merchant ends it. */
import type Stripe from 'stripe';
import { newCustomer } from '../customers/customer.ts';
import { say } from '../events/event.store.ts';
import { attempt, authenticateIntent, cancelIntent } from '../payments/attempt.store.ts';
import { CANCELLABLE, type IntentTerms, newIntent } from '../payments/intent.ts';
import { methodsOf, saveMethod } from '../payments/method.store.ts';
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

interface TypedCard {
  readonly card: CardDetails;
  readonly holder: Holder;
  /** The person wants it kept for the next time. */
  readonly keep?: boolean | undefined;
}

/** With what a person pays: a card they typed, or one they have. */
export type Means = TypedCard | { readonly saved: string };

/** One card, one try. A session that is not open (any more) is refused. */
export function paySession(call: Call, sessionId: string, means: Means): Paid {
  const session = openOrRefused(call, sessionId);
  const method = 'card' in means ? typed(call, session, means) : kept(call, session, means.saved);
  const circumstances = { returnUrl: successUrlOf(session), unattended: false };
  const intent = attempt(call, intentOf(call, session), method, circumstances);
  return conclude(call, session, intent, method.billing_details);
}

function typed(call: Call, session: Stripe.Checkout.Session, { card, holder, keep }: TypedCard): Stripe.PaymentMethod {
  const customer = call.store.get('customer', idOf(session.customer) ?? '', call.account);
  const email = session.customer_email ?? customer?.email ?? holder.email ?? null;
  const method = newMethod(newId('pm'), card, { name: holder.name, email }, call.at);
  const may = session.saved_payment_method_options?.payment_method_save === 'enabled';
  if (keep && may) call.store.remember(KEEP + session.id, { method: method.id });
  return call.store.put(method, call.account);
}

/** The person ticked "keep this card"; it is kept when it has paid. */
const KEEP = 'keep:';

const kept = (call: Call, session: Stripe.Checkout.Session, id: string): Stripe.PaymentMethod => {
  const found = cardsOffered(call, session).find((method) => method.id === id);
  if (!found) throw missing('PaymentMethod', id);
  return found;
};

/** The cards that the page shows: the customer's, as far as they may be shown. */
export const cardsOffered = (call: Call, session: Stripe.Checkout.Session): Stripe.PaymentMethod[] => {
  const customer = idOf(session.customer);
  const filters = session.saved_payment_method_options?.allow_redisplay_filters ?? [];
  return customer ? methodsOf(call, customer, filters) : [];
};

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
  const paid = keepCustomer(call, session, intent, person);
  const done = call.store.put(completed(session, paid, person), call.account);
  call.store.clearDue('session', session.id);
  const { line_items: _, ...said } = done;
  say(call, 'checkout.session.completed', said);
  return { session: done, intent: paid };
}

/** Who paid becomes a customer when the merchant wants that, and has the card when it was to be kept. */
function keepCustomer(
  call: Call,
  session: Stripe.Checkout.Session,
  intent: Stripe.PaymentIntent,
  person: { email: string | null; name: string | null },
): Stripe.PaymentIntent {
  const method = call.store.get('payment_method', idOf(intent.payment_method) ?? '', call.account);
  const keep = call.store.recall<{ method: string }>(KEEP + session.id)?.method === method?.id;
  const known = idOf(session.customer);
  if (known) {
    if (method && keep) saveMethod(call, method, known, 'always');
    return intent;
  }
  if (session.customer_creation !== 'always' && !intent.setup_future_usage) return intent;
  const terms = { email: person.email ?? undefined, name: person.name ?? undefined };
  const customer = call.store.put(newCustomer(newId('cus', 14), terms, call.at), call.account);
  say(call, 'customer.created', customer);
  if (method && intent.setup_future_usage) saveMethod(call, method, customer.id, 'limited');
  const charge = call.store.get('charge', idOf(intent.latest_charge) ?? '', call.account);
  if (charge) call.store.put({ ...charge, customer: customer.id }, call.account);
  return call.store.put({ ...intent, customer: customer.id }, call.account);
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
