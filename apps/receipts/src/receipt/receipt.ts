/** What a document says: made once from what billing told, then frozen. The hash is that of its canonical JSON. */
import {
  canonicalJson,
  type Data,
  type DuplicateReturned,
  type FundsHeld,
  type Receipt,
  type RefundMade,
  type TipReceived,
} from '@sounding/contracts';

export type Kind = Receipt['kind'];

/** The two series: money that came, and money that went back. */
export type Series = 'R' | 'C';

export function seriesOf(kind: Kind): Series {
  return kind === 'credit-note' ? 'C' : 'R';
}

/** `R-2026-000042`: series, year of issue in UTC, gapless count. */
export function numberOf(series: Series, year: number, sequence: number): string {
  return `${series}-${year}-${String(sequence).padStart(6, '0')}`;
}

export interface Names {
  client: string;
  provider: string;
}

/** Everything of a document but what the commit gives it: id, number, hash. */
export type Draft = Omit<Receipt, 'id' | 'number' | 'hash'> & {
  /** What it documents; there is one document for each. */
  source: string;
};

/** The receipt of a paid bill: the lines are the bill's own. */
export function receiptOf(paid: Data<typeof FundsHeld>, names: Names): Draft {
  return {
    source: `bill:${paid.billId}`,
    kind: 'receipt',
    bookingId: paid.bookingId,
    clientId: paid.clientId,
    providerId: paid.providerId,
    clientName: names.client,
    providerName: names.provider,
    mode: paid.mode,
    startsAt: paid.startsAt,
    endsAt: paid.endsAt,
    ...(paid.sessions
      ? { sessions: paid.sessions.map(({ bookingId, startsAt, endsAt }) => ({ bookingId, startsAt, endsAt })) }
      : {}),
    lines: paid.lines,
    total: paid.paid,
    method: paid.method,
    reason: null,
    billHash: paid.billHash,
    termsVersion: paid.termsVersion,
    issuedAt: paid.heldAt,
  };
}

/** The receipt of a tip: one line, no fee. */
export function tipReceiptOf(tip: Data<typeof TipReceived>, names: Names): Draft {
  return {
    source: `tip:${tip.tipId}`,
    kind: 'tip-receipt',
    bookingId: tip.bookingId,
    clientId: tip.clientId,
    providerId: tip.providerId,
    clientName: names.client,
    providerName: names.provider,
    mode: null,
    startsAt: null,
    endsAt: null,
    lines: [{ kind: 'tip', quantity: 1, unit: tip.amount, amount: tip.amount }],
    total: tip.amount,
    method: tip.method,
    reason: null,
    billHash: null,
    termsVersion: tip.termsVersion,
    issuedAt: tip.receivedAt,
  };
}

/** The credit note of a refund: price, its tax and, only for our own error, the Handling Fee. A duplicate charge is our own error. */
export function creditNoteOf(refund: Data<typeof RefundMade> | Data<typeof DuplicateReturned>, names: Names): Draft {
  const { toClient, feeToClient, taxToClient = { ...toClient, minor: 0 } } = refund;
  const parts = [
    { kind: 'price' as const, amount: toClient },
    { kind: 'handling-fee' as const, amount: feeToClient },
    { kind: 'tax' as const, amount: taxToClient },
  ].filter(({ amount }) => amount.minor > 0);
  return {
    source: `refund:${refund.refundId}`,
    kind: 'credit-note',
    bookingId: refund.bookingId,
    clientId: refund.clientId,
    providerId: refund.providerId,
    clientName: names.client,
    providerName: names.provider,
    mode: null,
    startsAt: null,
    endsAt: null,
    lines: parts.map(({ kind, amount }) => ({ kind, quantity: 1, unit: amount, amount })),
    total: { minor: toClient.minor + feeToClient.minor + taxToClient.minor, currency: toClient.currency },
    method: null,
    reason: 'reason' in refund ? refund.reason : 'our-error',
    billHash: null,
    termsVersion: refund.termsVersion,
    issuedAt: refund.refundedAt,
  };
}

/** Freezes a draft: with id and number, and the hash that `sha256` gives of its canonical JSON. */
export function freeze(draft: Draft, id: string, number: string, sha256: (text: string) => string): Receipt {
  const { source: _, ...document } = draft;
  const named = { id, number, ...document };
  return { ...named, hash: sha256(canonicalJson(named)) };
}

/** True when nothing in the document was changed since it was issued. */
export function isIntact(receipt: Receipt, sha256: (text: string) => string): boolean {
  const { hash, ...rest } = receipt;
  return sha256(canonicalJson(rest)) === hash;
}
