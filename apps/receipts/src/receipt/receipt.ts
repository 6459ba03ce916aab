/** What a receipt, a tip's receipt, a credit note and a bill say: made once from what billing told, then frozen. */
import type {
  Bill,
  Data,
  DuplicateReturned,
  FundsHeld,
  Issuer,
  Receipt,
  RefundMade,
  TipReceived,
} from '@sounding/contracts';
import { termsOf } from '@sounding/terms';
import type { Draft } from './freeze.ts';
import { paperOf } from './paper.ts';
import { type Bought, refundableOf } from './refundable.ts';

/** The layout that documents get which are issued today. */
export const TEMPLATE = 2;

/** The two sides as they chose to appear, where their clocks are set, and what was sold if catalog still knows it. */
export interface Parties {
  readonly client: { readonly name: string; readonly zone: string; readonly country: string | null };
  readonly provider: { readonly name: string; readonly zone: string };
  readonly service: { readonly title: string; readonly category: string } | null;
}

/** What documents about a payment carry on from its receipt. */
export type Earlier = Pick<Receipt, 'number' | 'mode' | 'startsAt' | 'endsAt' | 'sessions' | 'service'>;

const yearOf = (instant: string) => new Date(instant).getUTCFullYear();

function common({ client, provider }: Parties, issuer: Issuer) {
  return {
    clientName: client.name,
    providerName: provider.name,
    clientZone: client.zone,
    providerZone: provider.zone,
    template: TEMPLATE,
    issuer,
    paper: paperOf(client.country, client.zone),
  };
}

/** What was sold and when, of a bill or of a payment. */
type Sold = Pick<
  Bill,
  'bookingId' | 'clientId' | 'providerId' | 'mode' | 'startsAt' | 'endsAt' | 'lines' | 'sessions' | 'termsVersion'
>;

/** The sessions of a purchase, each with its price: the price's line says how many there are of the same. */
function boughtOf({ bookingId, startsAt, endsAt, lines, sessions }: Sold): Bought[] {
  const price = lines.find(({ kind }) => kind === 'price');
  if (!price) return [];
  if (!sessions) return [{ bookingId, startsAt, endsAt, price: price.amount }];
  return sessions.map((one) => ({
    bookingId: one.bookingId,
    startsAt: one.startsAt,
    endsAt: one.endsAt,
    price: price.unit,
  }));
}

function soldOf(sold: Sold, parties: Parties, issuer: Issuer, at: string) {
  const { bookingId, clientId, providerId, mode, startsAt, endsAt, lines, sessions, termsVersion } = sold;
  return {
    bookingId,
    clientId,
    providerId,
    mode,
    startsAt,
    endsAt,
    ...(sessions
      ? { sessions: sessions.map((one) => ({ bookingId: one.bookingId, startsAt: one.startsAt, endsAt: one.endsAt })) }
      : {}),
    lines,
    termsVersion,
    refundable: refundableOf(termsOf(termsVersion), boughtOf(sold), at),
    ...(parties.service ? { service: parties.service } : {}),
    ...common(parties, issuer),
  };
}

function bookingsOf(of: { bookingId: string; sessions?: readonly { bookingId: string }[] | undefined }): string[] {
  const { bookingId, sessions } = of;
  return sessions ? sessions.map((one) => one.bookingId) : [bookingId];
}

/** The receipt of a paid bill: the lines are the bill's own. */
export function receiptOf(paid: Data<typeof FundsHeld>, parties: Parties, issuer: Issuer): Draft {
  return {
    source: `bill:${paid.billId}`,
    holderId: paid.clientId,
    year: yearOf(paid.heldAt),
    bookingIds: bookingsOf(paid),
    document: {
      kind: 'receipt',
      ...soldOf(paid, parties, issuer, paid.heldAt),
      total: paid.paid,
      method: paid.method,
      reason: null,
      billHash: paid.billHash,
      issuedAt: paid.heldAt,
    },
  };
}

/** A bill on paper: what is to be paid, by when, and what of it could go back. */
export function billOf(bill: Bill, parties: Parties, issuer: Issuer, now: string): Draft {
  return {
    source: `bill-document:${bill.id}`,
    holderId: bill.clientId,
    year: yearOf(now),
    bookingIds: bookingsOf(bill),
    document: {
      kind: 'bill',
      ...soldOf(bill, parties, issuer, now),
      total: bill.total,
      method: null,
      reason: null,
      billHash: bill.hash,
      payBy: bill.expiresAt,
      issuedAt: now,
    },
  };
}

function carriedOn(earlier: Earlier | null) {
  const { mode = null, startsAt = null, endsAt = null } = earlier ?? {};
  return {
    mode,
    startsAt,
    endsAt,
    ...(earlier?.sessions ? { sessions: earlier.sessions } : {}),
    ...(earlier?.service ? { service: earlier.service } : {}),
    ...(earlier ? { about: earlier.number } : {}),
  };
}

/** The receipt of a tip: one line, no fee. */
export function tipReceiptOf(
  tip: Data<typeof TipReceived>,
  earlier: Earlier | null,
  parties: Parties,
  issuer: Issuer,
): Draft {
  const { bookingId, clientId, providerId, amount, method, termsVersion, receivedAt } = tip;
  return {
    source: `tip:${tip.tipId}`,
    holderId: clientId,
    year: yearOf(receivedAt),
    bookingIds: [bookingId],
    document: {
      kind: 'tip-receipt',
      bookingId,
      clientId,
      providerId,
      ...carriedOn(earlier),
      ...common(parties, issuer),
      lines: [{ kind: 'tip', quantity: 1, unit: amount, amount }],
      total: amount,
      method,
      reason: null,
      billHash: null,
      termsVersion,
      issuedAt: receivedAt,
    },
  };
}

/** The credit note of a refund: price, its tax and, only for our own error, the Handling Fee. A duplicate charge is our own error. */
export function creditNoteOf(
  refund: Data<typeof RefundMade> | Data<typeof DuplicateReturned>,
  earlier: Earlier | null,
  parties: Parties,
  issuer: Issuer,
): Draft {
  const { bookingId, clientId, providerId, toClient, feeToClient, termsVersion, refundedAt } = refund;
  const { taxToClient = { ...toClient, minor: 0 } } = refund;
  const parts = [
    { kind: 'price' as const, amount: toClient },
    { kind: 'handling-fee' as const, amount: feeToClient },
    { kind: 'tax' as const, amount: taxToClient },
  ].filter(({ amount }) => amount.minor > 0);
  return {
    source: `refund:${refund.refundId}`,
    holderId: clientId,
    year: yearOf(refundedAt),
    bookingIds: [bookingId],
    document: {
      kind: 'credit-note',
      bookingId,
      clientId,
      providerId,
      ...carriedOn(earlier),
      ...common(parties, issuer),
      lines: parts.map(({ kind, amount }) => ({ kind, quantity: 1, unit: amount, amount })),
      total: { minor: toClient.minor + feeToClient.minor + taxToClient.minor, currency: toClient.currency },
      method: null,
      reason: 'reason' in refund ? refund.reason : 'our-error',
      billHash: null,
      termsVersion,
      issuedAt: refundedAt,
    },
  };
}

/** The same document under another name of the client, in today's layout. It takes the place of the old one. */
export function againOf(old: Receipt, name: string, country: string | null, issuer: Issuer, now: string): Draft {
  const { id, number, hash: _hash, verifyAt: _verifyAt, ...rest } = old;
  return {
    source: `again:${id}`,
    holderId: old.clientId,
    year: yearOf(old.movedAt ?? old.issuedAt),
    bookingIds: bookingsOf(old),
    replaces: id,
    document: {
      ...rest,
      clientName: name,
      template: TEMPLATE,
      issuer,
      paper: paperOf(country, old.clientZone ?? 'UTC'),
      replaces: number,
      movedAt: old.movedAt ?? old.issuedAt,
      issuedAt: now,
    },
  };
}
