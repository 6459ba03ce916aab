/** Payment methods by id, or by the test tokens (`pm_card_visa`) that make a new one each time, as Stripe's do. */
import type Stripe from 'stripe';
import { newId } from '../store/objects.store.ts';
import type { Call } from '../wire/call.ts';
import { missing } from '../wire/problem.ts';
import { cardByToken } from './cards.ts';
import { newMethod } from './method.ts';

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
