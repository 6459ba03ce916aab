/** Amounts as Stripe tells them. */
import { fromProcessorMinor, type Money, SOLD } from '@sounding/money';

/** Stripe writes a currency in small letters. Throws in one that the platform does not sell in: our books have no place for it. */
export function amountOf(minor: number, currency: string): Money {
  const sold = SOLD.find((one) => one.toLowerCase() === currency);
  if (!sold) throw new Error(`Stripe told an amount in ${currency}; we charge in ${SOLD.join(', ')} only`);
  return fromProcessorMinor(minor, sold);
}
