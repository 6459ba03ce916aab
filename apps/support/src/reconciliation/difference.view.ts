import { Difference } from '@sounding/contracts';
import type { Difference as Row } from '../generated/prisma/client.ts';

/** A difference as the comparison last saw it. */
export function differenceOf({ key, kind, bookingId, ours, theirs }: Row): Difference {
  return Difference.parse({ key, kind, bookingId, ours, theirs });
}
