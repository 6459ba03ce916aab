import { emit } from '@sounding/bus';
import { type Listing, ListingChanged, type Provider } from '@sounding/contracts';
import { whyNotBookable } from './listing.ts';
import type { Tx } from './tx.store.ts';
import type { ListingRow } from './views.ts';

/** Tells booking what became of a listing, so that its free starts follow. Drafts that stay drafts say nothing. */
export async function sayChanged(tx: Tx, row: ListingRow, licence: string): Promise<void> {
  const why = whyNotBookable(
    { kind: row.kind as Listing['kind'], mode: row.mode as Listing['mode'], state: row.state as Listing['state'] },
    licence as Provider['licence'],
  );
  await emit(tx, ListingChanged, {
    listingId: row.id,
    providerId: row.providerId,
    published: why === null,
    version: row.version,
    durationMinutes: row.durationMinutes,
    stepMinutes: row.stepMinutes,
    noticeMinutes: row.noticeMinutes,
  });
}
