/** Billing's books of a booking against booking's and receipts'. Amounts in minor units. Pure. */
import type { BookingBooks, Books, Difference, Output, ReceiptBooks } from '@sounding/contracts';
import { format, money } from '@sounding/money';

export type Billed = Output<typeof Books>['rows'][number];
export type Booked = Output<typeof BookingBooks>['rows'][number];
export type Documented = Output<typeof ReceiptBooks>['rows'][number];
type Document = Documented['documents'][number];

/** Events take a moment from one service to the next, and a document a moment to be rendered. */
export const FRESH_MS = 10 * 60_000;

export function isMoving(billed: Pick<Billed, 'movedAt'>, now: Date): boolean {
  return now.getTime() - Date.parse(billed.movedAt) < FRESH_MS;
}

/** What the three say of one booking that does not agree. */
export function compare(
  billed: Billed,
  booked: Booked | null,
  documents: Documented['documents'],
): readonly Difference[] {
  return [...bookingDifferences(billed, booked), ...documentDifferences(billed, documents)];
}

function difference(
  kind: Difference['kind'],
  billed: Billed,
  ours: Difference['ours'],
  theirs: Difference['theirs'],
  which = '',
): Difference {
  const { bookingId, movedAt } = billed;
  const key = `${kind}:${bookingId}${which && `:${which}`}`;
  return { key, kind, bookingId, ours: { ...ours, at: movedAt }, theirs };
}

/** States that no paid booking is in. */
const UNPAID: readonly Booked['state'][] = ['reserved', 'offered', 'lapsed'];

function bookingDifferences(billed: Billed, booked: Booked | null): Difference[] {
  const { paid, decided, released, disputed } = billed;
  const ours = { paid: paid.minor, refunded: decided.minor, released };
  if (!booked) return [difference('missing-booking', billed, ours, { booking: null })];
  const { state, total, refunded } = booked;
  const agree =
    (paid.minor === 0 || (paid.minor === total.minor && !UNPAID.includes(state))) &&
    // While the bank asks, a decision waits; what it took for good is no decision of ours.
    (disputed || decided.minor === refunded.minor) &&
    (disputed || released === booked.released);
  if (agree) return [];
  const theirs = { state, total: total.minor, refunded: refunded.minor, released: booked.released };
  return [difference('booking-disagrees', billed, ours, theirs)];
}

const NAMES = {
  receipt: 'missing-receipt',
  'tip-receipt': 'missing-receipt',
  'credit-note': 'missing-credit-note',
} as const;

function documentDifferences(billed: Billed, documents: Documented['documents']): Difference[] {
  const { receipted = billed.paid } = billed;
  const due: Record<Document['kind'], number[]> = {
    receipt: receipted.minor > 0 ? [receipted.minor] : [],
    'tip-receipt': billed.tips.map(({ minor }) => minor),
    'credit-note': billed.refunds.map(({ minor }) => minor),
  };
  const found = (['receipt', 'tip-receipt', 'credit-note'] as const).flatMap((kind) =>
    ofKind(kind, billed, due[kind], documents),
  );
  const raw = documents.filter(({ rendered }) => !rendered);
  if (raw.length === 0) return found;
  const theirs = { documents: documents.length, rendered: documents.length - raw.length };
  return [...found, difference('missing-document', billed, { documents: documents.length }, theirs)];
}

/** Documents of a kind must carry exactly the amounts that moved: as many, and each the same. */
function ofKind(
  kind: Document['kind'],
  billed: Billed,
  due: number[],
  documents: Documented['documents'],
): Difference[] {
  const there = documents.filter((one) => one.kind === kind).map(({ total }) => total.minor);
  const [lacking, surplus] = [without(due, there), without(there, due)];
  if (lacking.length === 0 && surplus.length === 0) return [];
  const ours = { document: kind, amounts: said(due) };
  const theirs = { document: kind, amounts: said(there) };
  const missing = there.length < due.length;
  return [difference(missing ? NAMES[kind] : 'receipt-disagrees', billed, ours, theirs, kind)];
}

/** What is left of `all` when each of `taken` is taken away once. */
function without(all: readonly number[], taken: readonly number[]): number[] {
  const left = [...all];
  for (const one of taken) {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}

/** Amounts as people read them, in one fact; a fact is short. */
function said(amounts: readonly number[]): string {
  const words = amounts.map((minor) => format(money(minor))).join(', ') || 'none';
  return words.length > 200 ? `${words.slice(0, 199)}…` : words;
}
