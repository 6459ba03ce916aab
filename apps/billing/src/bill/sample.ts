/** A paid bill to begin a spec with. Pure; used by specs only. */
import { money, sum, zero } from '@sounding/money';
import { currencyOf, type Terms, termsOf } from '@sounding/terms';
import { type KeptBill, linesOf, partsOf } from './bill.ts';

const TERMS = termsOf('2026-11-01');
const AT = new Date('2026-11-23T12:00:00.000Z');

/** Of `price` cents, with the lines of `under`, paid and nothing else done. */
export function paidBill(price: number, more: Partial<KeptBill> = {}, under: Terms = TERMS): KeptBill {
  const lines = linesOf(money(price, currencyOf(under)), under);
  const parts = partsOf(lines);
  const none = zero(parts.price.currency);
  return {
    id: 'bill',
    bookingId: 'booking',
    packageId: null,
    place: 0,
    clientId: 'client',
    providerId: 'provider',
    listingId: 'listing',
    mode: 'advice',
    startsAt: AT,
    endsAt: AT,
    lines,
    parts,
    total: sum([parts.price, parts.fee, parts.tax]),
    termsVersion: TERMS.version,
    madeAt: AT,
    expiresAt: AT,
    hash: '',
    lapsedAt: null,
    paidAt: AT,
    paidBy: 'payment',
    outcome: null,
    settledAt: null,
    refunded: { price: none, fee: none, tax: none },
    provider: none,
    releasedAt: null,
    chargedBack: none,
    lost: none,
    lostBeside: none,
    givenBack: none,
    undone: { what: null, price: none },
    ...more,
  };
}
