/** Payment methods by id, or by the test tokens (`pm_card_visa`) that make a new one each time, as Stripe's do; and what becomes of them. */
import type Stripe from 'stripe';
import { say } from '../events/event.store.ts';
import { idOf } from '../store/kinds.ts';
import { newId } from '../store/objects.store.ts';
import type { Call } from '../wire/call.ts';
import { missing, StripeProblem, unfit } from '../wire/problem.ts';
import { answerOf, cardByFingerprint, cardByToken } from './cards.ts';
import { newMethod } from './method.ts';

/** What a card remembers and does not show. */
interface Past {
  /** It paid, or was detached; unless a customer has it, it cannot be used again. */
  readonly used?: boolean;
  /** Its owner authenticated it for payments without them. */
  readonly setUp?: boolean;
}

export function methodNamed(call: Call, name: string): Stripe.PaymentMethod {
  const known = call.store.get('payment_method', name, call.account);
  if (known) return known;
  const card = cardByToken(name);
  if (!card) throw missing('PaymentMethod', name, 'payment_method');
  const expYear = new Date(call.at * 1000).getUTCFullYear() + 3;
  return call.store.put(
    newMethod(newId('pm'), { number: card.number, expMonth: 12, expYear }, {}, call.at),
    call.account,
  );
}

export const isSetUp = (call: Call, method: Stripe.PaymentMethod): boolean =>
  call.store.recall<Past>(method.id)?.setUp === true;

/** A saved card pays only for its customer, one that nobody has pays once. */
export function methodFor(call: Call, name: string, customer: string | null): Stripe.PaymentMethod {
  const method = methodNamed(call, name);
  const owner = idOf(method.customer);
  if (owner && owner !== customer)
    throw unfit(
      customer
        ? `The customer does not have a payment method with the ID ${method.id}. The payment method must be attached to the customer.`
        : `The payment method ${method.id} belongs to a customer. Pass that customer too.`,
      undefined,
      'payment_method',
    );
  if (!owner && call.store.recall<Past>(method.id)?.used)
    throw unfit(
      'This PaymentMethod was used or detached before without being attached to a Customer, and may not be used again. Attach a new one to a Customer first.',
      undefined,
      'payment_method',
    );
  return method;
}

/** Attaches at a merchant's wish: the bank is asked, and may decline. */
export function attachMethod(call: Call, method: Stripe.PaymentMethod, customer: string): Stripe.PaymentMethod {
  const owner = idOf(method.customer);
  if (owner && owner !== customer) throw unfit('The payment method has already been attached to another customer.');
  if (!owner && call.store.recall<Past>(method.id)?.used)
    throw unfit('This PaymentMethod was used or detached before without a Customer, and may not be used again.');
  const fingerprint = method.card?.fingerprint ?? '';
  const answer = answerOf(fingerprint);
  if (answer.says === 'declined' && !cardByFingerprint(fingerprint)?.attaches)
    throw new StripeProblem(
      402,
      {
        type: 'card_error',
        code: answer.decline.code,
        message: answer.decline.message,
        ...(answer.decline.declineCode ? { decline_code: answer.decline.declineCode } : {}),
      },
      'answer',
    );
  return saveMethod(call, method, customer, method.allow_redisplay ?? 'unspecified');
}

/** The customer has the card from now on, and pages may show it as far as `redisplay` says. */
export function saveMethod(
  call: Call,
  method: Stripe.PaymentMethod,
  customer: string,
  redisplay: Stripe.PaymentMethod.AllowRedisplay,
): Stripe.PaymentMethod {
  const had = idOf(method.customer) === customer;
  const saved = call.store.put({ ...method, customer, allow_redisplay: redisplay }, call.account);
  if (!had) say(call, 'payment_method.attached', saved);
  return saved;
}

export function detachMethod(call: Call, method: Stripe.PaymentMethod): Stripe.PaymentMethod {
  if (!method.customer) throw unfit('The payment method is not attached to a customer.');
  const detached = call.store.put({ ...method, customer: null }, call.account);
  call.store.remember(method.id, { ...call.store.recall<Past>(method.id), used: true });
  say(call, 'payment_method.detached', detached, { customer: method.customer });
  return detached;
}

/** Newest first; `redisplay` narrows to what a page may offer. */
export const methodsOf = (call: Call, customer: string, redisplay: readonly string[]): Stripe.PaymentMethod[] =>
  call.store
    .page('payment_method', { account: call.account, limit: 100, where: [['customer', customer]] })
    .data.filter((method) => redisplay.includes(method.allow_redisplay ?? 'unspecified'));
