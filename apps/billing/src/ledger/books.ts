/** A provider's money in words they use: held, payable, released. */

import type { MyMoney, Output } from '@sounding/contracts';
import type { Money } from '@sounding/money';
import { guaranteeUntil } from '@sounding/terms';
import { type KeptBill, termsOfBill } from '../bill/bill.ts';

type Row = Output<typeof MyMoney>['rows'][number];

/** One movement per session; null while the client has not paid. */
export function sessionRow(bill: KeptBill): Row | null {
  if (!bill.paidAt) return null;
  const base = { bookingId: bill.bookingId, what: 'session' as const, amount: bill.provider };
  if (bill.releasedAt && bill.provider.minor > 0) {
    return { ...base, state: 'payable', at: bill.releasedAt.toISOString(), releasesAt: null };
  }
  if (bill.provider.minor === 0) {
    return { ...base, state: 'refunded', at: (bill.settledAt ?? bill.paidAt).toISOString(), releasesAt: null };
  }
  return {
    ...base,
    state: 'held',
    at: bill.paidAt.toISOString(),
    releasesAt: guaranteeUntil(termsOfBill(bill), bill.endsAt),
  };
}

export function tipRow(tip: { bookingId: string; amount: Money; receivedAt: Date }): Row {
  const { bookingId, amount, receivedAt } = tip;
  return { bookingId, what: 'tip', state: 'payable', amount, at: receivedAt.toISOString(), releasesAt: null };
}

/** Newest first, at most `most`. */
export function newest(rows: readonly (Row | null)[], most: number): Row[] {
  const known = rows.filter((row) => row !== null);
  return known.sort((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, most);
}
