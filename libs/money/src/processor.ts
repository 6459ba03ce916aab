/**
 * Amounts as the card processor writes them. Stripe counts most currencies as ISO 4217 does; where it does not is written
 * here, from docs.stripe.com/currencies (zero-decimal currencies, three-decimal currencies, special cases).
 */
import { type CurrencyCode, MINOR_UNITS, type Money, money } from './money.ts';

/** ISO 4217 gives the ariary two digits, the processor none. ISO gives the krona and the shilling none, the processor two. */
const PROCESSOR_UNITS: Partial<Record<CurrencyCode, number>> = { MGA: 0, ISK: 2, UGX: 2 };

/** So many of our minor units are so many of the processor's: 100 and 1 for the ariary, 1 and 100 for the krona, else 1 and 1. */
function scale(currency: CurrencyCode): { ours: number; theirs: number } {
  const units = MINOR_UNITS[currency];
  if (units > 3) throw new RangeError(`the processor does not charge ${currency}`);
  const processor = PROCESSOR_UNITS[currency] ?? units;
  return { ours: 10 ** Math.max(0, units - processor), theirs: 10 ** Math.max(0, processor - units) };
}

/**
 * The integer to send for an amount. Throws RangeError for what the processor would refuse: a part of an ariary, thousandths
 * that do not end in 0, an accounting unit.
 */
export function processorMinor(amount: Money<CurrencyCode>): number {
  const { minor, currency } = amount;
  const { ours, theirs } = scale(currency);
  const step = MINOR_UNITS[currency] === 3 ? 10 : ours;
  if (minor % step !== 0) throw new RangeError(`the processor takes ${currency} in steps of ${step}, not ${minor}`);
  return money((minor / ours) * theirs, currency).minor;
}

/** The amount that an integer of the processor is. Throws RangeError when it is not a whole number of our minor units. */
export function fromProcessorMinor<C extends CurrencyCode>(sent: number, currency: C): Money<C> {
  const { ours, theirs } = scale(currency);
  return money((sent / theirs) * ours, currency);
}
