/** Amounts as people type them, with as many digits behind the point as their currency has. */
import { CURRENCY, type CurrencyCode, decimal, format, MINOR_UNITS, type Money, money, zero } from '@sounding/money';

/** `$`, `¥`, `KWD`: what `format` writes before an amount. */
function signOf(currency: CurrencyCode): string {
  return format(zero(currency))
    .replace(/[\d.]+/, '')
    .trim();
}

/** `15`, `15.5`, `$15.50`, `1,250.00` -> minor units; null for anything else. Never through floating point. */
export function readAmount(typed: string): Money | null;
export function readAmount<C extends CurrencyCode>(typed: string, currency: C): Money<C> | null;
export function readAmount(typed: string, currency: CurrencyCode = CURRENCY): Money<CurrencyCode> | null {
  const units = MINOR_UNITS[currency];
  const [sign, whole] = [signOf(currency), typed.trim()];
  const bare = whole.startsWith(sign) ? whole.slice(sign.length).trim() : whole;
  const found = /^(\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.(\d+))?$/.exec(bare);
  const parts = found?.[2] ?? '';
  if (!found || parts.length > units) return null;
  return money(Number((found[1] ?? '').replaceAll(',', '') + parts.padEnd(units, '0')), currency);
}

/** What a field shows for an amount: `60.00`. */
export function typedAmount(amount: Money<CurrencyCode>): string {
  return decimal(amount);
}

/** `15 or 15.50`, to say what a field would take; only `15` in a currency that has no parts. */
export function amountsSuchAs(whole: number, currency: CurrencyCode = CURRENCY): string {
  const units = MINOR_UNITS[currency];
  return units === 0 ? `${whole}` : `${whole} or ${whole}.${'5'.padEnd(units, '0')}`;
}
