/**
 * Amounts as the card processor writes them. Stripe counts most currencies as ISO 4217 does; where it does not is written
 * here, from docs.stripe.com/currencies (zero-decimal currencies, three-decimal currencies, special cases).
 */
import { type CurrencyCode, MINOR_UNITS, type Money, money } from './money.ts';

/** ISO 4217 gives the ariary two digits, the processor none. ISO gives the krona and the shilling none, the processor two. */
const PROCESSOR_UNITS: Partial<Record<CurrencyCode, number>> = { MGA: 0, ISK: 2, UGX: 2 };

function exponent(currency: CurrencyCode): number {
  const units = MINOR_UNITS[currency];
  if (units > 3) throw new RangeError(`the processor does not charge ${currency}`);
  return (PROCESSOR_UNITS[currency] ?? units) - units;
}

/**
 * The integer to send for an amount. Throws RangeError for what the processor would refuse: a part of an ariary, thousandths
 * that do not end in 0, an accounting unit.
 */
export function processorMinor(amount: Money<CurrencyCode>): number {
  const { minor, currency } = amount;
  const shift = exponent(currency);
  const step = shift < 0 ? 10 ** -shift : MINOR_UNITS[currency] === 3 ? 10 : 1;
  if (minor % step !== 0) throw new RangeError(`the processor takes ${currency} in steps of ${step}, not ${minor}`);
  return money(shift < 0 ? minor / step : minor * 10 ** shift, currency).minor;
}

/** The amount that an integer of the processor is. Throws RangeError when it is not a whole number of our minor units. */
export function fromProcessorMinor<C extends CurrencyCode>(sent: number, currency: C): Money<C> {
  const shift = exponent(currency);
  return money(shift < 0 ? sent * 10 ** -shift : sent / 10 ** shift, currency);
}
