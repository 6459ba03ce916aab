/**
 * Money in integer minor units (cents). Every function is exact: what cannot be represented exactly throws, because a
 * wrong amount that goes on is worse than a process that stops.
 */

/** ISO 4217 codes that the platform charges in; all have two decimals. */
export type Currency = 'USD';

export interface Money {
  /** Whole cents; a safe integer; negative only in ledgers and differences. */
  readonly minor: number;
  readonly currency: Currency;
}

/** `money(6349)` is $63.49. Throws when `minor` is not a safe integer. */
export function money(minor: number, currency: Currency = 'USD'): Money {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`${minor} is not a whole, safe number of minor units`);
  // Minus zero would be stored, compared and printed as something else than zero.
  return { minor: minor === 0 ? 0 : minor, currency };
}

export function zero(currency: Currency = 'USD'): Money {
  return money(0, currency);
}

function sameCurrency(a: Money, b: Money): void {
  if (a.currency !== b.currency) throw new TypeError(`cannot mix ${a.currency} and ${b.currency}`);
}

export function add(a: Money, b: Money): Money {
  sameCurrency(a, b);
  return money(a.minor + b.minor, a.currency);
}

export function subtract(a: Money, b: Money): Money {
  sameCurrency(a, b);
  return money(a.minor - b.minor, a.currency);
}

/** The sum of all, zero of `currency` for none. */
export function sum(all: Iterable<Money>, currency: Currency = 'USD'): Money {
  let total = zero(currency);
  for (const one of all) total = add(total, one);
  return total;
}

/** Below zero when a is less than b, zero when equal, above zero when more. Throws across currencies. */
export function compare(a: Money, b: Money): number {
  sameCurrency(a, b);
  return Math.sign(a.minor - b.minor);
}

export function equals(a: Money, b: Money): boolean {
  return compare(a, b) === 0;
}

export function isZero(a: Money): boolean {
  return a.minor === 0;
}

export function least(a: Money, b: Money): Money {
  return compare(a, b) <= 0 ? a : b;
}

/** True when least <= amount <= most. */
export function within(amount: Money, least: Money, most: Money): boolean {
  return compare(amount, least) >= 0 && compare(amount, most) <= 0;
}

/** amount x numerator / denominator, half a cent rounds up. Amounts below zero are refused: "up" would be ambiguous. */
export function portion(amount: Money, numerator: number, denominator: number): Money {
  if (amount.minor < 0) throw new RangeError('a portion of less than nothing is not defined');
  if (!Number.isSafeInteger(numerator) || numerator < 0) throw new RangeError(`numerator ${numerator}`);
  if (!Number.isSafeInteger(denominator) || denominator <= 0) throw new RangeError(`denominator ${denominator}`);
  // BigInt, because the product of two safe integers need not be one.
  const doubled = 2n * BigInt(amount.minor) * BigInt(numerator) + BigInt(denominator);
  return money(Number(doubled / (2n * BigInt(denominator))), amount.currency);
}

/** A share in basis points (500 is 5 %), half a cent rounds up. */
export function share(amount: Money, basisPoints: number): Money {
  return portion(amount, basisPoints, 10_000);
}

/**
 * Divides an amount by weights and never loses a cent: each part gets the floor of its share, and the cents left over go
 * to the largest remainders, earlier parts first. `split(m, [1, 1, 1])` is three nearly equal parts.
 */
export function split(amount: Money, weights: readonly number[]): Money[] {
  if (amount.minor < 0) throw new RangeError('cannot split less than nothing');
  if (weights.some((weight) => !Number.isSafeInteger(weight) || weight < 0)) throw new RangeError(`weights ${weights}`);
  const whole = weights.reduce((all, weight) => all + BigInt(weight), 0n);
  if (whole === 0n) throw new RangeError('weights must not all be zero');
  const parts = weights.map((weight, index) => {
    const product = BigInt(amount.minor) * BigInt(weight);
    return { index, minor: Number(product / whole), remainder: product % whole };
  });
  let left = amount.minor - parts.reduce((all, part) => all + part.minor, 0);
  const byRemainder = [...parts].sort((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  );
  for (const part of byRemainder) {
    if (left === 0) break;
    part.minor += 1;
    left -= 1;
  }
  return parts.map((part) => money(part.minor, amount.currency));
}

/** `$63.49`, `-$5.00`, `$5,000.00`: what people read on every page, document and mail. */
export function format(amount: Money): string {
  const cents = Math.abs(amount.minor);
  const whole = Math.trunc(cents / 100)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
  return `${amount.minor < 0 ? '-' : ''}$${whole}.${(cents % 100).toString().padStart(2, '0')}`;
}
