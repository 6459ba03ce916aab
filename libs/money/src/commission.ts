/** The platform's share of a price. Rounding is cumulative, so that any row of partial refunds ends exact. */
import { compare, type Money, portion, share, subtract, zero } from './money.ts';

/** Commission on a whole price: price x rate, half a cent rounds up. */
export function commissionOf(price: Money, basisPoints: number): Money {
  return share(price, basisPoints);
}

/**
 * What is kept of commission C on `price` after `refunded` of the price went back in all: C - round(C x R / price).
 * Always from the total refunded so far, never from one refund alone.
 */
export function commissionKept(price: Money, commission: Money, refunded: Money): Money {
  if (compare(refunded, price) > 0 || refunded.minor < 0) throw new RangeError('refunded more than the price');
  if (price.minor === 0) return zero(price.currency);
  return subtract(commission, portion(commission, refunded.minor, price.minor));
}

/**
 * Who has what of `price` after `refunded` of it went back: the client, the platform (commission) and, with the
 * remainder, the provider. The three add up to the price.
 */
export function shares(
  price: Money,
  basisPoints: number,
  refunded: Money,
): { toClient: Money; toProvider: Money; commission: Money } {
  const commission = commissionKept(price, commissionOf(price, basisPoints), refunded);
  return { toClient: refunded, commission, toProvider: subtract(subtract(price, refunded), commission) };
}
