/**
 * The terms as data, in dated versions. One table drives the engine (`settle`), the bill, the receipt and the
 * plain-English page, so that they cannot disagree. A version that was ever in force is never edited: a change is a new
 * version below it, and bills keep citing the one they were made under.
 */
import { add, type Currency, type Money, money, share } from '@sounding/money';

/** Why money moves as it does: the rows of the table. The same words as the contracts' `Outcome`. */
export const OUTCOMES = [
  'delivered',
  'client-cancelled-early',
  'client-cancelled-late',
  'client-absent',
  'provider-cancelled',
  'provider-absent',
  'claim-decided',
  'our-error',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** One row: what of the price goes back, in basis points or as people decide, and whether the Handling Fee does too. */
export interface Rule {
  readonly priceBack: number | 'decided';
  readonly feeBack: boolean;
}

export interface Range {
  readonly least: Money;
  readonly most: Money;
}

/** As ISO 8601 counts: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** How money goes back once it was released: staff give it, or the client's bank takes it. */
export type GivenBack = 'refund' | 'chargeback';

/** Who bears a loss once the money was released. */
export type Payer = 'platform' | 'provider';

export interface Terms {
  /** The day it came into force; bills and receipts cite it. */
  readonly version: string;
  /** In force from this instant (UTC) until the next version's. */
  readonly from: string;
  /** Why everybody who agreed to an earlier version is asked again, as one sentence for them. Absent where nobody is. */
  readonly matters?: string;
  readonly handlingFee: Money;
  readonly commissionBasisPoints: number;
  readonly taxBasisPoints: { readonly price: number; readonly 'handling-fee': number };
  readonly price: Range;
  readonly tip: Range;
  /** A tip may be given from the scheduled end until this many days after it. */
  readonly tipDays: number;
  readonly reservationMinutes: number;
  /** A provider who wants to be asked first answers a request within this long, and before the notice of the listing begins. */
  readonly answerHours: number;
  /** After the provider's yes the time stays reserved this long for the client to pay. */
  readonly acceptedHours: number;
  /** The room opens this long before the start. */
  readonly joinMinutes: number;
  /** Who has not joined this long after the start did not come. */
  readonly noShowMinutes: number;
  /** Cancelling this long before the start, or earlier, is free. */
  readonly freeCancelHours: number;
  /** Cancelling within this long of booking is free as well, if the session has not begun. */
  readonly secondThoughtsMinutes: number;
  /** A client may move a session until this long before its start; a provider until the room opens. */
  readonly moveHours: number;
  /** Money stays held, and may be claimed, until this many days after the scheduled end. */
  readonly guaranteeDays: number;
  /** Staff decide a claim within this long; undecided, it is upheld in full. */
  readonly claimHours: number;
  /** What is payable is sent to providers at 00:00 UTC on this day of the week, from `least` on. */
  readonly transfer: { readonly least: Money; readonly weekday: Weekday };
  /** What a provider owes is set off against later releases for this long; what is still owed then is written off. */
  readonly receivableDays: number;
  /** Who bears what goes back after release, by itself (goodwill, a chargeback) and when the provider's fault is shown. */
  readonly afterRelease: Readonly<Record<GivenBack, { readonly otherwise: Payer; readonly providersFault: Payer }>>;
  readonly rules: Readonly<Record<Outcome, Rule>>;
}

const WHOLE = 10_000;
const HALF = 5_000;

/** The dated versions, the first of them the oldest. */
export type Versions = readonly [Terms, ...Terms[]];

/** Throws unless each version is named after the day (UTC) on which it comes into force and follows the one before it. */
export function inOrder(versions: Versions): Versions {
  versions.forEach((terms, index) => {
    if (terms.from !== `${terms.version}T00:00:00.000Z`) throw new RangeError(`${terms.version} begins ${terms.from}`);
    const before = versions[index - 1];
    if (before && toMs(before.from) >= toMs(terms.from)) {
      throw new RangeError(`${terms.version} does not follow ${before.version}`);
    }
  });
  return freeze(versions);
}

/** All the way down: whoever tried to change an amount while the program runs would get an error. */
function freeze<T extends object>(data: T): T {
  for (const part of Object.values(data)) if (typeof part === 'object') freeze(part);
  return Object.freeze(data);
}

/** Said with each version: an amount that did not say its currency would change its worth with what the platform sells in. */
const usd = (cents: number) => money(cents, 'USD');

export const VERSIONS: Versions = inOrder([
  {
    version: '2026-11-01',
    from: '2026-11-01T00:00:00.000Z',
    handlingFee: usd(349),
    commissionBasisPoints: 500,
    taxBasisPoints: { price: 0, 'handling-fee': 0 },
    price: { least: usd(500), most: usd(500_000) },
    tip: { least: usd(100), most: usd(50_000) },
    tipDays: 30,
    reservationMinutes: 10,
    answerHours: 24,
    acceptedHours: 12,
    joinMinutes: 10,
    noShowMinutes: 15,
    freeCancelHours: 24,
    secondThoughtsMinutes: 60,
    moveHours: 24,
    guaranteeDays: 7,
    claimHours: 72,
    transfer: { least: usd(500), weekday: 1 },
    receivableDays: 90,
    afterRelease: {
      refund: { otherwise: 'platform', providersFault: 'provider' },
      chargeback: { otherwise: 'platform', providersFault: 'provider' },
    },
    rules: {
      delivered: { priceBack: 0, feeBack: false },
      'client-cancelled-early': { priceBack: WHOLE, feeBack: false },
      'client-cancelled-late': { priceBack: HALF, feeBack: false },
      'client-absent': { priceBack: 0, feeBack: false },
      'provider-cancelled': { priceBack: WHOLE, feeBack: false },
      'provider-absent': { priceBack: WHOLE, feeBack: false },
      'claim-decided': { priceBack: 'decided', feeBack: false },
      'our-error': { priceBack: WHOLE, feeBack: true },
    },
  },
]);

/** An instant as a Date, ISO text or milliseconds since 1970. */
export type When = Date | string | number;

export function toMs(when: When): number {
  const ms = new Date(when).getTime();
  if (Number.isNaN(ms)) throw new RangeError(`${String(when)} is not an instant`);
  return ms;
}

/** The version in force at an instant. Before the first version there were no other terms, so the first applies. */
export function termsAt(when: When, versions: Versions = VERSIONS): Terms {
  const at = toMs(when);
  return versions.findLast((terms) => toMs(terms.from) <= at) ?? versions[0];
}

/** The version that a bill cites, `2026-11-01`. An unknown one is a bug: versions are never taken away. */
export function termsOf(version: string, versions: Versions = VERSIONS): Terms {
  const terms = versions.find((one) => one.version === version);
  if (!terms) throw new RangeError(`no terms of version ${version}`);
  return terms;
}

/** The version that takes over from the one in force at an instant; null while none is announced. */
export function comingAfter(when: When, versions: Versions = VERSIONS): Terms | null {
  const now = versions.indexOf(termsAt(when, versions));
  return versions[now + 1] ?? null;
}

/**
 * What a client pays for this price: price, Handling Fee and, where a rate is set, tax. The only price to show. For several `sessions`
 * bought at once the Handling Fee is paid once.
 */
export function allIn(price: Money, terms: Terms, sessions = 1): Money {
  const withTax = (amount: Money, rate: keyof Terms['taxBasisPoints']) =>
    add(amount, share(amount, terms.taxBasisPoints[rate]));
  const each = withTax(price, 'price');
  return add({ ...each, minor: each.minor * sessions }, withTax(terms.handlingFee, 'handling-fee'));
}

/** The currency of a version's amounts; one that mixes them has no price that adds up. */
export function currencyOf(terms: Terms): Currency {
  const { handlingFee, price, tip, transfer } = terms;
  const all = [handlingFee, price.least, price.most, tip.least, tip.most, transfer.least].map((one) => one.currency);
  const [first = handlingFee.currency] = all;
  if (all.some((one) => one !== first)) throw new RangeError(`the terms of ${terms.version} mix currencies`);
  return first;
}
