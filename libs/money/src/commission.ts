/** The platform's share of a price. Rounding is cumulative, so that any row of partial refunds ends exact. */
import { type CurrencyCode, compare, type Money, portion, share, subtract, zero } from './money.ts';

/** Commission on a whole price: price x rate, half a cent rounds up. */
export function commissionOf<C extends CurrencyCode>(price: Money<C>, basisPoints: number): Money<C> {
  return share(price, basisPoints);
}

/**
 * What is kept of commission C on `price` after `refunded` of the price went back in all: C - round(C x R / price).
 * Always from the total refunded so far, never from one refund alone.
 */
export function commissionKept<C extends CurrencyCode>(
  price: Money<C>,
  commission: Money<C>,
  refunded: Money<C>,
): Money<C> {
  if (compare(refunded, price) > 0 || refunded.minor < 0) throw new RangeError('refunded more than the price');
  if (price.minor === 0) return zero(price.currency);
  return subtract(commission, portion(commission, refunded.minor, price.minor));
}

/**
 * Who has what of `price` after `refunded` of it went back: the client, the platform (commission) and, with the
 * remainder, the provider. The three add up to the price.
 */
export function shares<C extends CurrencyCode>(
  price: Money<C>,
  basisPoints: number,
  refunded: Money<C>,
): { toClient: Money<C>; toProvider: Money<C>; commission: Money<C> } {
  const commission = commissionKept(price, commissionOf(price, basisPoints), refunded);
  return { toClient: refunded, commission, toProvider: subtract(subtract(price, refunded), commission) };
}
