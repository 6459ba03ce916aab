/** Money of providers on its way: which earnings a transfer day sends, and how it is told. Pure. */
import type { MyPayouts, Output } from '@sounding/contracts';
import { compare, isZero, type Money, subtract, sum } from '@sounding/money';
import { nextTransferAt, type Terms } from '@sounding/terms';
import { type Earning, payableOf } from '../earning/earning.ts';
import type { KeptPayout } from './payout.ts';

/** `failed`: Stripe has certainly not made it, and the money is payable again. */
export type TransferState = 'intended' | 'made' | 'failed';

export interface KeptTransfer {
  readonly id: string;
  readonly providerId: string;
  readonly earningId: string;
  readonly bookingId: string;
  readonly stripeAccountId: string;
  /** The transfer day. */
  readonly runAt: Date;
  readonly amount: Money;
  /** Taken back for what the provider owed. */
  readonly returned: Money;
  readonly attempt: number;
  readonly idempotencyKey: string;
  readonly state: TransferState;
  readonly stripeTransferId: string | null;
  readonly madeAt: Date;
  readonly arrivedAt: Date | null;
  readonly tries: number;
  readonly traceparent: string | null;
}

export function transferKey(id: string, attempt: number): string {
  return `transfer:${id}:${attempt}`;
}

const WEEK_MS = 7 * 24 * 3_600_000;

/** The transfer day that is due: the last one at or before `now`. After a downtime of weeks it stands for all that were missed. */
export function transferDayAt(terms: Terms, now: Date): Date {
  return new Date(nextTransferAt(terms, new Date(now.getTime() - WEEK_MS)));
}

/** What is sent of these earnings: everything, or nothing while it comes to less than the least. Who leaves is sent the last cent. */
export function sendable(terms: Terms, open: readonly Earning[], leaving = false): readonly Earning[] {
  const payable = sum(open.map(payableOf), terms.transfer.least.currency);
  return !leaving && compare(payable, terms.transfer.least) < 0
    ? []
    : open.filter((earning) => !isZero(payableOf(earning)));
}

/** One call every 50 ms of a transfer day: 20 a second, under Stripe's 25 in a sandbox (docs.stripe.com/rate-limits). */
export const PACE_MS = 50;

type Sent = Output<typeof MyPayouts>['transfers'][number];
const STATES = { intended: 'under-way', made: 'arrived', failed: 'failed' } as const;

/** What arrived of a transfer and what was taken back of it are two lines. */
export function transferLines(transfer: KeptTransfer): Sent[] {
  const { bookingId, returned } = transfer;
  const at = (transfer.arrivedAt ?? transfer.madeAt).toISOString();
  const kept = subtract(transfer.amount, returned);
  return [
    ...(isZero(kept) ? [] : [{ at, bookingId, amount: kept, state: STATES[transfer.state] }]),
    ...(isZero(returned) ? [] : [{ at, bookingId, amount: returned, state: 'returned' as const }]),
  ];
}

export function payoutLine({ madeAt, amount, state }: KeptPayout): Sent {
  return { at: madeAt.toISOString(), amount, state, bookingId: null };
}

/** What the next transfer day would send if nothing changed until then. */
export function nextSum(terms: Terms, ready: boolean, open: readonly Earning[], leaving = false): Money {
  return sum((ready ? sendable(terms, open, leaving) : []).map(payableOf), terms.transfer.least.currency);
}
