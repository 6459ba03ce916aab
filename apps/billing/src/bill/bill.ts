/** The bill: an itemized amount that is frozen before anybody pays. */
import { type Bill, type Line, OpenBill, type Output, type Refusal, refuse } from '@sounding/contracts';
import { format, type Money, money, share, sum, within } from '@sounding/money';
import { type Terms, termsOf } from '@sounding/terms';
import type { Parts } from '../ledger/ledger.ts';

/** A bill with what has become of its money. Amounts refunded are the totals decided so far. */
export interface KeptBill {
  readonly id: string;
  readonly bookingId: string;
  readonly clientId: string;
  readonly providerId: string;
  readonly listingId: string;
  readonly mode: Bill['mode'];
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly lines: readonly Line[];
  readonly parts: Parts;
  readonly total: Money;
  readonly termsVersion: string;
  readonly madeAt: Date;
  readonly expiresAt: Date;
  readonly hash: string;
  readonly lapsedAt: Date | null;
  readonly paidAt: Date | null;
  readonly paidBy: string | null;
  readonly outcome: string | null;
  /** When the last refund was decided. */
  readonly settledAt: Date | null;
  readonly refunded: Parts;
  /** The provider's part of what is held, or of what was released. */
  readonly provider: Money;
  readonly releasedAt: Date | null;
  /** What of the price a lost dispute took out of the hold, or from the provider after the release. */
  readonly chargedBack: Money;
  /** What of the price staff gave back after the release. */
  readonly givenBack: Money;
  /** A decision that came during a dispute, to be made again after it; `price` is what a refund would have given back. */
  readonly undone: { readonly what: 'refund' | 'release' | null; readonly price: Money };
}

function line(kind: Line['kind'], amount: Money): Line {
  return { kind, quantity: 1, unit: amount, amount };
}

/** Price, Handling Fee, and behind each its tax where a rate is set. */
export function linesOf(price: Money, terms: Terms): Line[] {
  const taxed = (kind: 'price' | 'handling-fee', amount: Money): Line[] => {
    const tax = share(amount, terms.taxBasisPoints[kind]);
    return tax.minor > 0 ? [line(kind, amount), line('tax', tax)] : [line(kind, amount)];
  };
  return [...taxed('price', price), ...taxed('handling-fee', terms.handlingFee)];
}

export function partsOf(lines: readonly Line[]): Parts {
  const of = (kind: Line['kind']) =>
    sum(lines.filter((one) => one.kind === kind).map((one) => money(one.amount.minor)));
  return { price: of('price'), fee: of('handling-fee'), tax: of('tax') };
}

/** Why this offer cannot be billed to this client; null when it can. */
export function refusalOf(offer: { price: Money; providerId: string }, clientId: string, terms: Terms): Refusal | null {
  if (offer.providerId === clientId) {
    return refuse(OpenBill, 'own-listing', 'This is your own listing. You cannot hire yourself.');
  }
  if (!within(offer.price, terms.price.least, terms.price.most)) {
    const { least, most } = terms.price;
    return refuse(OpenBill, 'price-out-of-range', `Prices are between ${format(least)} and ${format(most)}.`, {
      least,
      most,
    });
  }
  return null;
}

/** `expired` also when only time has passed: nobody needs to have told us. */
export function stateOf(bill: Pick<KeptBill, 'paidAt' | 'lapsedAt' | 'expiresAt'>, now: Date): Bill['state'] {
  if (bill.paidAt) return 'paid';
  return bill.lapsedAt || now >= bill.expiresAt ? 'expired' : 'open';
}

/** What the hash covers: everything that was shown and agreed, nothing that happens later. */
export function frozenPart(bill: Omit<KeptBill, 'hash'>): Omit<Bill, 'hash' | 'state' | 'paidAt'> {
  return {
    id: bill.id,
    bookingId: bill.bookingId,
    clientId: bill.clientId,
    providerId: bill.providerId,
    listingId: bill.listingId,
    mode: bill.mode,
    startsAt: bill.startsAt.toISOString(),
    endsAt: bill.endsAt.toISOString(),
    lines: [...bill.lines],
    total: bill.total,
    termsVersion: bill.termsVersion,
    madeAt: bill.madeAt.toISOString(),
    expiresAt: bill.expiresAt.toISOString(),
  };
}

export function shown(bill: KeptBill, now: Date): Output<typeof OpenBill> {
  return {
    ...frozenPart(bill),
    hash: bill.hash,
    state: stateOf(bill, now),
    paidAt: bill.paidAt?.toISOString() ?? null,
  };
}

export function termsOfBill(bill: Pick<KeptBill, 'termsVersion'>): Terms {
  return termsOf(bill.termsVersion);
}
