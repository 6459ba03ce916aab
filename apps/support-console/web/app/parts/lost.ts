/** What a lost dispute would cost, and whom, as the terms and the booking stand now. Pure. */
import type { Booking, BookingMoney, Output } from '@sounding/contracts';
import { format, least, type Money, money, subtract } from '@sounding/money';

type Dispute = NonNullable<Output<typeof BookingMoney>['disputes']>[number];

/** What the record says about whose fault it was; a claim that was upheld in part speaks against the provider too. */
export function isProvidersFault(booking: Pick<Booking, 'outcome' | 'refunded'>): boolean {
  const { outcome, refunded } = booking;
  return outcome === 'provider-absent' || (outcome === 'claim-decided' && refunded.minor > 0);
}

/** One sentence. `held` is what still waits in the ledger for the booking. */
export function ifLost(
  dispute: Pick<Dispute, 'what' | 'amount'>,
  booking: Pick<Booking, 'outcome' | 'refunded'>,
  held: Money,
): string {
  const all = money(dispute.amount.minor);
  const fromHold = dispute.what === 'session' ? least(held, all) : money(0);
  const rest = subtract(all, fromHold);
  if (fromHold.minor > 0) {
    const ours = rest.minor > 0 ? ` and ${format(rest)} is our loss` : '';
    return `${format(fromHold)} is taken from what is held, so the provider gets nothing of it${ours}.`;
  }
  if (dispute.what === 'tip') return `${format(all)} is our loss; a tip stays the provider’s.`;
  return isProvidersFault(booking)
    ? `The provider owes their part of ${format(all)}, since their fault is on record; the rest is our loss.`
    : `${format(all)} is our loss, less our commission: no fault of the provider is on record.`;
}
