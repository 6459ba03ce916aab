/** Where the money that a client paid for a booking is now, from the booking's own ledger entries. Pure. */
import type { BookingMoney, Output } from '@sounding/contracts';

type Entry = Output<typeof BookingMoney>['entries'][number];

export type PlaceName = 'held' | 'provider' | 'client' | 'bank' | 'us';

export interface Place {
  readonly name: PlaceName;
  /** Minor units; ours is below zero when we paid for something. */
  readonly minor: number;
}

/** The sum of postings on accounts of a family (`hold`, `payable`), of entries of these kinds or of all. */
function on(entries: readonly Entry[], family: string, kinds?: readonly string[]): number {
  return entries
    .filter(({ kind }) => !kinds || kinds.includes(kind))
    .flatMap(({ postings }) => postings)
    .filter(({ account }) => account === family || account.startsWith(`${family}:`))
    .reduce((sum, { minor }) => sum + minor, 0);
}

/**
 * The places add up to what was paid. The provider's counts what is payable, on its way and sent, less what they owe; the
 * client's what is on its way back, given back, owed after a failed refund, and won by their bank; ours what remains.
 */
export function placesOf(entries: readonly Entry[]): { paid: number; places: readonly Place[] } {
  const paid = on(entries, 'stripe', ['charge', 'tip']);
  const held = -on(entries, 'hold');
  const sent = -on(entries, 'stripe', ['transfer-confirmed', 'transfer-returned']);
  const provider = -on(entries, 'payable') - on(entries, 'transfer_clr') + sent - on(entries, 'receivable');
  const returned = -on(entries, 'stripe', ['refund-confirmed', 'refund-failed']);
  const byHand = -on(entries, 'bank', ['refund-by-hand']);
  const lost = -on(entries, 'dispute_recv', ['dispute-lost']) - on(entries, 'stripe', ['dispute-recovered']);
  const client = returned + byHand - on(entries, 'refund_clr') - on(entries, 'credit_owed') + lost;
  const bank = on(entries, 'dispute_recv');
  const places: Place[] = [
    { name: 'held', minor: held },
    { name: 'provider', minor: provider },
    { name: 'client', minor: client },
    { name: 'bank', minor: bank },
    { name: 'us', minor: paid - held - provider - client - bank },
  ];
  return { paid, places };
}
