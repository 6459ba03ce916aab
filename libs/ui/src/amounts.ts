/** Amounts as people type them. */
import type { Money } from '@sounding/contracts';

/** `15`, `15.5`, `$15.50`, `1,250.00` -> cents; null for anything else. Never through floating point. */
export function readAmount(typed: string): Money | null {
  const found = /^\$?\s*(\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.(\d{1,2}))?$/.exec(typed.trim());
  if (!found) return null;
  const cents = Number((found[2] ?? '').padEnd(2, '0'));
  return { minor: Number((found[1] ?? '').replaceAll(',', '')) * 100 + cents, currency: 'USD' };
}

/** What a field shows for an amount: `60.00`. */
export function typedAmount(amount: Money): string {
  return `${Math.trunc(amount.minor / 100)}.${String(amount.minor % 100).padStart(2, '0')}`;
}
