/** The bill: an itemized amount that is frozen before anybody pays. */
import { type Bill, type Line, OpenBill, type Output, type Refusal, refuse } from '@sounding/contracts';
import { CURRENCY, format, type Money, share, subtract, sum, within } from '@sounding/money';
import { type Terms, termsOf } from '@sounding/terms';
import type { Parts } from '../ledger/ledger.ts';

/**
 * The bill of one booking, with what has become of its money. Amounts refunded are the totals decided so far. The bill of a package is
 * several of these in the order of their sessions, the first of which carries the Handling Fee.
 */
export interface KeptBill {
  readonly id: string;
  readonly bookingId: string;
  /** The first booking of its package; null where one session was billed. */
  readonly packageId: string | null;
  /** Which session of its package, from 0. */
  readonly place: number;
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
  /** What of the price the client's bank kept for good, whoever bore it. */
  readonly lost: Money;
  /** And what it kept of the Handling Fee and of taxes; of a package, with its first bill. */
  readonly lostBeside: Money;
  /** What of the price staff gave back after the release. */
  readonly givenBack: Money;
  /** A decision that came during a dispute, to be made again after it; `price` is what a refund would have given back. */
  readonly undone: { readonly what: 'refund' | 'release' | null; readonly price: Money };
}

function line(kind: Line['kind'], amount: Money): Line {
  return { kind, quantity: 1, unit: amount, amount };
}

/** Price, Handling Fee (in the first session of a purchase), and behind each its tax where a rate is set. */
export function linesOf(price: Money, terms: Terms, place = 0): Line[] {
  const taxed = (kind: 'price' | 'handling-fee', amount: Money): Line[] => {
    const tax = share(amount, terms.taxBasisPoints[kind]);
    return tax.minor > 0 ? [line(kind, amount), line('tax', tax)] : [line(kind, amount)];
  };
  return [...taxed('price', price), ...(place === 0 ? taxed('handling-fee', terms.handlingFee) : [])];
}

/** The lines of a whole purchase: each session's price and tax so many times, the Handling Fee once. */
function linesOfAll([first, ...more]: Several<Pick<KeptBill, 'lines'>>): Line[] {
  const once = first.lines.findIndex(({ kind }) => kind === 'handling-fee');
  const quantity = 1 + more.length;
  return first.lines.map((one, index) =>
    index < once ? { ...one, quantity, amount: { ...one.amount, minor: one.unit.minor * quantity } } : one,
  );
}

/** At least one, in the order of the sessions. */
export type Several<B> = readonly [B, ...B[]];

export function totalOf(bills: Several<Pick<KeptBill, 'total'>>): Money {
  return sum(bills.map(({ total }) => total));
}

/** What of fee and tax the client has had back neither from us nor from their bank. */
export function besideLeft({
  parts,
  refunded,
  lostBeside,
}: Pick<KeptBill, 'parts' | 'refunded' | 'lostBeside'>): Money {
  return subtract(sum([parts.fee, parts.tax]), sum([refunded.fee, refunded.tax, lostBeside]));
}

/** The parts of what one payment pays. */
export function partsOfAll(bills: Several<Pick<KeptBill, 'parts'>>): Parts {
  const all = (part: keyof Parts) => sum(bills.map(({ parts }) => parts[part]));
  return { price: all('price'), fee: all('fee'), tax: all('tax') };
}

/** What each booking of a package costs; absent where there is one. */
export function sessionsOf(bills: Several<Billed>): Pick<Bill, 'sessions'> {
  if (bills.length === 1) return {};
  return {
    sessions: bills.map(({ bookingId, startsAt, endsAt, total }) => ({
      bookingId,
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
      total,
    })),
  };
}

export function partsOf(lines: readonly Line[]): Parts {
  const currency = lines[0]?.amount.currency ?? CURRENCY;
  const of = (kind: Line['kind']) =>
    sum(
      lines.filter((one) => one.kind === kind).map((one) => one.amount),
      currency,
    );
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

/** A bill before it has its hash. */
type Billed = Omit<KeptBill, 'hash'>;

/** What the hash covers: everything that was shown and agreed, nothing that happens later. */
export function frozenPart(bills: Several<Billed>): Omit<Bill, 'hash' | 'state' | 'paidAt'> {
  const [bill] = bills;
  return {
    id: bill.id,
    bookingId: bill.bookingId,
    clientId: bill.clientId,
    providerId: bill.providerId,
    listingId: bill.listingId,
    mode: bill.mode,
    startsAt: bill.startsAt.toISOString(),
    endsAt: bill.endsAt.toISOString(),
    lines: linesOfAll(bills),
    ...sessionsOf(bills),
    total: totalOf(bills),
    termsVersion: bill.termsVersion,
    madeAt: bill.madeAt.toISOString(),
    expiresAt: bill.expiresAt.toISOString(),
  };
}

/** The bill as people see it: of one session or of a whole package. */
export function shown(bills: Several<KeptBill>, now: Date): Output<typeof OpenBill> {
  const [bill] = bills;
  return {
    ...frozenPart(bills),
    hash: bill.hash,
    state: stateOf(bill, now),
    paidAt: bill.paidAt?.toISOString() ?? null,
  };
}

export function termsOfBill(bill: Pick<KeptBill, 'termsVersion'>): Terms {
  return termsOf(bill.termsVersion);
}
