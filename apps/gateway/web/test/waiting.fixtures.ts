/** Made-up places in line, for looking at pages. Never shipped. */
import type { Output, Wait, WaitingForMe } from '@sounding/contracts';
import { at, id, LISTING, listing, PROVIDER } from './fixtures.ts';

export const waits: Wait[] = [
  {
    id: id(70),
    listingId: LISTING,
    providerId: PROVIDER,
    title: listing.title,
    from: '2026-11-25',
    to: '2026-12-01',
    zone: 'Europe/Berlin',
    goOn: true,
    place: 1,
    madeAt: at(-40),
    offered: { bookingId: id(27), startsAt: at(29), endsAt: at(30), until: at(0.2) },
  },
  {
    id: id(71),
    listingId: id(11),
    providerId: id(3),
    title: 'When the nights are loud: first session on sleep and worry',
    from: '2026-12-10',
    to: '2026-12-10',
    zone: 'Europe/Berlin',
    goOn: false,
    place: 4,
    madeAt: at(-3),
    offered: null,
  },
];

export const waiting: Output<typeof WaitingForMe> = { listings: [{ listingId: LISTING, waiting: 3 }] };
