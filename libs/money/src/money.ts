/**
 * Money in integer minor units (cents). Every function is exact: what cannot be represented exactly throws, because a
 * wrong amount that goes on is worse than a process that stops.
 */
import { MINOR_UNITS } from './minor-units.ts';

export { MINOR_UNITS };

/** Every current code of ISO 4217. */
export type CurrencyCode = keyof typeof MINOR_UNITS;

/**
 * What the platform sells in. The one line that says so, beside the amounts of the terms: contracts, services, pages and tools derive
 * the currency from here. How to sell in another: the README.
 */
export const SOLD = ['USD'] as const satisfies readonly [CurrencyCode, ...CurrencyCode[]];
export type Currency = (typeof SOLD)[number];

/** The currency of an amount that does not say its own. */
export const CURRENCY = SOLD[0];

export interface Money<C extends CurrencyCode = Currency> {
  /** Whole minor units: cents of a dollar, yen, thousandths of a dinar. A safe integer; negative only in ledgers and differences. */
  readonly minor: number;
  readonly currency: C;
}

/** `money(6349)` is $63.49, `money(500, 'JPY')` five hundred yen. Throws when `minor` is not a safe integer. */
export function money(minor: number): Money;
export function money<C extends CurrencyCode>(minor: number, currency: C): Money<C>;
export function money(minor: number, currency: CurrencyCode = CURRENCY): Money<CurrencyCode> {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`${minor} is not a whole, safe number of minor units`);
  // Minus zero would be stored, compared and printed as something else than zero.
  return { minor: minor === 0 ? 0 : minor, currency };
}

export function zero(): Money;
export function zero<C extends CurrencyCode>(currency: C): Money<C>;
export function zero(currency: CurrencyCode = CURRENCY): Money<CurrencyCode> {
  return money(0, currency);
}

/**
 * The amount of a database row, which names its currency. Throws when that is not sold: what was written in another currency must stop
 * the reader, or cents of a euro would go on as cents of a dollar.
 */
export function stored(minor: bigint | number, currency: string): Money {
  const sold = SOLD.find((one) => one === currency);
  if (!sold) throw new TypeError(`a row in ${currency}, but the platform sells in ${SOLD.join(', ')}`);
  return money(Number(minor), sold);
}

function sameCurrency(a: Money<CurrencyCode>, b: Money<CurrencyCode>): void {
  if (a.currency !== b.currency) throw new TypeError(`cannot mix ${a.currency} and ${b.currency}`);
}

export function add<C extends CurrencyCode>(a: Money<C>, b: Money<C>): Money<C> {
  sameCurrency(a, b);
  return money(a.minor + b.minor, a.currency);
}

export function subtract<C extends CurrencyCode>(a: Money<C>, b: Money<C>): Money<C> {
  sameCurrency(a, b);
  return money(a.minor - b.minor, a.currency);
}

/** The sum of all, in their own currency; zero of `currency` for none. Throws across currencies. */
export function sum(all: Iterable<Money>): Money;
export function sum<C extends CurrencyCode>(all: Iterable<Money<C>>, currency: C): Money<C>;
export function sum(all: Iterable<Money<CurrencyCode>>, currency?: CurrencyCode): Money<CurrencyCode> {
  let total = currency && zero(currency);
  for (const one of all) total = total ? add(total, one) : one;
  return total ?? zero();
}

/** Below zero when a is less than b, zero when equal, above zero when more. Throws across currencies. */
export function compare<C extends CurrencyCode>(a: Money<C>, b: Money<C>): number {
  sameCurrency(a, b);
  return Math.sign(a.minor - b.minor);
}

export function equals<C extends CurrencyCode>(a: Money<C>, b: Money<C>): boolean {
  return compare(a, b) === 0;
}

export function isZero(a: Money<CurrencyCode>): boolean {
  return a.minor === 0;
}

export function least<C extends CurrencyCode>(a: Money<C>, b: Money<C>): Money<C> {
  return compare(a, b) <= 0 ? a : b;
}

/** True when least <= amount <= most. */
export function within<C extends CurrencyCode>(amount: Money<C>, least: Money<C>, most: Money<C>): boolean {
  return compare(amount, least) >= 0 && compare(amount, most) <= 0;
}

/** amount x numerator / denominator, half a cent rounds up. Amounts below zero are refused: "up" would be ambiguous. */
export function portion<C extends CurrencyCode>(amount: Money<C>, numerator: number, denominator: number): Money<C> {
  if (amount.minor < 0) throw new RangeError('a portion of less than nothing is not defined');
  if (!Number.isSafeInteger(numerator) || numerator < 0) throw new RangeError(`numerator ${numerator}`);
  if (!Number.isSafeInteger(denominator) || denominator <= 0) throw new RangeError(`denominator ${denominator}`);
  // BigInt, because the product of two safe integers need not be one.
  const doubled = 2n * BigInt(amount.minor) * BigInt(numerator) + BigInt(denominator);
  return money(Number(doubled / (2n * BigInt(denominator))), amount.currency);
}

/** A share in basis points (500 is 5 %), half a cent rounds up. */
export function share<C extends CurrencyCode>(amount: Money<C>, basisPoints: number): Money<C> {
  return portion(amount, basisPoints, 10_000);
}

/**
 * Divides an amount by weights and never loses a cent: each part gets the floor of its share, and the cents left over go
 * to the largest remainders, earlier parts first. `split(m, [1, 1, 1])` is three nearly equal parts.
 */
export function split<C extends CurrencyCode>(amount: Money<C>, weights: readonly number[]): Money<C>[] {
  if (amount.minor < 0) throw new RangeError('cannot split less than nothing');
  if (weights.some((weight) => !Number.isSafeInteger(weight) || weight < 0)) throw new RangeError(`weights ${weights}`);
  const whole = weights.reduce((all, weight) => all + BigInt(weight), 0n);
  if (whole === 0n) throw new RangeError('weights must not all be zero');
  const parts = weights.map((weight) => {
    const product = BigInt(amount.minor) * BigInt(weight);
    return { minor: Number(product / whole), remainder: product % whole };
  });
  const left = amount.minor - parts.reduce((all, part) => all + part.minor, 0);
  // Sorting keeps the order of equals, so the earlier of equal remainders comes first.
  const byRemainder = parts.toSorted((a, b) => Number(b.remainder - a.remainder));
  for (const part of byRemainder.slice(0, left)) part.minor += 1;
  return parts.map((part) => money(part.minor, amount.currency));
}

/** The decimal number, `-0.05`, for files and machines: exact, where a division by a hundred might not be. */
export function decimal({ minor, currency }: Money<CurrencyCode>): `${number}` {
  const units = MINOR_UNITS[currency];
  const digits = Math.abs(minor)
    .toString()
    .padStart(units + 1, '0');
  const at = digits.length - units;
  const fraction = units === 0 ? '' : `.${digits.slice(at)}`;
  return `${minor < 0 ? '-' : ''}${digits.slice(0, at)}${fraction}` as `${number}`;
}

const FORMATS = new Map<string, Intl.NumberFormat>();

/**
 * `$63.49`, `-$5.00`, `¥500`: what people read on every page, document and mail. The digits are those of ISO 4217, the
 * signs and their places those of the locale (BCP 47): `format(amount, 'de-DE')` is `63,49 $`.
 */
export function format(amount: Money<CurrencyCode>, locale = 'en-US'): string {
  const { currency } = amount;
  const units = MINOR_UNITS[currency];
  const key = `${locale} ${currency}`;
  let made = FORMATS.get(key);
  if (!made) {
    const digits = { minimumFractionDigits: units, maximumFractionDigits: units };
    made = new Intl.NumberFormat(locale, { style: 'currency', currency, ...digits });
    FORMATS.set(key, made);
  }
  return made.format(decimal(amount));
}
