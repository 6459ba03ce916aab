/** What a lost dispute would cost, and whom, as the terms and the booking stand now. Pure. */
import type { Booking, BookingMoney, Output } from '@sounding/contracts';
import { format, least, type Money, money, subtract } from '@sounding/money';

type Dispute = NonNullable<Output<typeof BookingMoney>['disputes']>[number];

/** What the record says about whose fault it was; a claim that was upheld in part speaks against the provider, too. */
export function isProvidersFault(booking: Pick<Booking, 'outcome' | 'refunded'>): boolean {
  const { outcome, refunded } = booking;
  if (outcome === 'claim-decided') return refunded.minor > 0;
  return outcome === 'provider-absent' || outcome === 'provider-cancelled';
}

/** One sentence. `held` is what still waits in the ledger for the booking. */
export function ifLost(
  dispute: Pick<Dispute, 'what' | 'amount'>,
  booking: Pick<Booking, 'outcome' | 'refunded'>,
  held: Money,
): string {
  const all = money(dispute.amount.minor);
  if (dispute.what === 'tip') return `${format(all)} is our loss; a tip stays the provider’s.`;
  const fault = isProvidersFault(booking);
  if (held.minor > 0) {
    if (!fault) return `${format(all)} is our loss; what is held for the provider is released as ever.`;
    const fromHold = least(held, all);
    const rest = subtract(all, fromHold);
    const ours = rest.minor > 0 ? `, and ${format(rest)} is our loss` : '';
    return `${format(fromHold)} is taken from what is held, since the provider’s fault is on record${ours}.`;
  }
  return fault
    ? `The provider owes their part of ${format(all)}, since their fault is on record; the rest is our loss.`
    : `${format(all)} is our loss, less our commission: no fault of the provider is on record.`;
}
