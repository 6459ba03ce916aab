/**
 * What is a provider's, piece by piece: an earning is one released session or one tip; a debt is what a client got back after
 * the money had been transferred. Pure.
 */
import { least, type Money, money, subtract } from '@sounding/money';
import type { Borne } from '../ledger/ledger.ts';

export interface Earning {
  /** The id of the bill or of the tip. */
  readonly id: string;
  readonly providerId: string;
  readonly bookingId: string;
  readonly paymentId: string;
  readonly what: 'session' | 'tip';
  readonly amount: Money;
  /** Kept back for a debt, or given back to the client. */
  readonly taken: Money;
  /** Sent, or on its way. */
  readonly transferred: Money;
  readonly becameAt: Date;
}

export interface Debt {
  readonly id: string;
  readonly providerId: string;
  readonly bookingId: string;
  readonly why: 'given-back' | 'chargeback';
  readonly amount: Money;
  readonly recovered: Money;
  readonly writtenOff: Money;
  readonly since: Date;
  readonly writeOffAt: Date;
}

/** What of an earning is payable. */
export function payableOf(earning: Pick<Earning, 'amount' | 'taken' | 'transferred'>): Money {
  return subtract(subtract(earning.amount, earning.taken), earning.transferred);
}

/** What of a debt is still owed. */
export function owedOf(debt: Pick<Debt, 'amount' | 'recovered' | 'writtenOff'>): Money {
  return subtract(subtract(debt.amount, debt.recovered), debt.writtenOff);
}

/** How much of each debt, the oldest first, is kept back from `amount`. Debts that get nothing are left out. */
export function setOffs<D extends Parameters<typeof owedOf>[0]>(
  oldestFirst: readonly D[],
  amount: Money,
): { debt: D; amount: Money }[] {
  let left = amount;
  const taken: { debt: D; amount: Money }[] = [];
  for (const debt of oldestFirst) {
    const part = least(owedOf(debt), left);
    if (part.minor > 0) taken.push({ debt, amount: part });
    left = subtract(left, part);
  }
  return taken;
}

/**
 * Who bears `back` of the price that goes to the client after the release, of which `commission` is ours to return in any case.
 * `payable` is what of this earning is not transferred yet.
 */
export function borneBy(
  bearer: 'platform' | 'provider',
  on: { back: Money; commission: Money; payable: Money },
): Borne {
  const part = subtract(on.back, on.commission);
  const none = money(0, part.currency);
  if (bearer === 'platform') return { fromPayable: none, owed: none, ours: part, commission: on.commission };
  const fromPayable = least(on.payable, part);
  return { fromPayable, owed: subtract(part, fromPayable), ours: none, commission: on.commission };
}
