/** What may be published, what may be booked, and what a change of a licence does. */
import type { Listing, Provider } from '@sounding/contracts';

type Licence = Provider['licence'];
type Kind = Listing['kind'];
type Mode = Listing['mode'];

/** Therapy is care by a verified licence holder; advice needs no licence. */
export function licenceSuffices(mode: Mode, licence: Licence): boolean {
  return mode === 'advice' || licence === 'verified';
}

export type WhyNot = 'not-published' | 'licence-unverified' | 'not-yet-offered';

/** Why a listing cannot be booked, or null when it can. */
export function whyNotBookable(
  listing: { kind: Kind; mode: Mode; state: Listing['state'] },
  licence: Licence,
): WhyNot | null {
  if (listing.kind === 'project') return 'not-yet-offered';
  if (listing.state !== 'published') return 'not-published';
  return licenceSuffices(listing.mode, licence) ? null : 'licence-unverified';
}

/** One thing that is still missing, as a word for the page and a sentence for the person. */
export interface Missing {
  readonly what: 'licence' | 'price' | 'category' | 'duration';
  readonly sentence: string;
}

/**
 * What a listing lacks before it can be published. Therapy may be published while its licence waits for staff, and is
 * bookable from the moment that staff verify it; without a licence number there is nothing to wait for.
 */
export function missingToPublish(
  listing: { mode: Mode; durationMinutes: number },
  facts: { licence: Licence; priceInRange: boolean; categoryOffered: boolean },
): Missing[] {
  const missing: Missing[] = [];
  if (listing.mode === 'therapy' && facts.licence === 'none') {
    missing.push({ what: 'licence', sentence: 'Therapy needs a licence: add your licence number to your profile.' });
  }
  if (listing.mode === 'therapy' && facts.licence === 'rejected') {
    missing.push({
      what: 'licence',
      sentence: 'Your licence could not be verified: correct the number in your profile, or ask support.',
    });
  }
  if (!facts.priceInRange) {
    missing.push({ what: 'price', sentence: 'The price is outside the range of our terms: change it.' });
  }
  if (!facts.categoryOffered) {
    missing.push({ what: 'category', sentence: 'This category is no longer offered: choose another.' });
  }
  if (listing.durationMinutes < 15) {
    missing.push({ what: 'duration', sentence: 'A session takes at least 15 minutes: make it longer.' });
  }
  return missing;
}

/** A new or changed licence number waits for staff again; an empty one withdraws the licence; no word changes nothing. */
export function licenceAfterSave(
  had: { licence: Licence; number: string | null },
  number: string | undefined,
): { licence: Licence; number: string | null } {
  if (number === undefined || number === (had.number ?? '')) return had;
  return number === '' ? { licence: 'none', number: null } : { licence: 'submitted', number };
}

/** The first form of a handle: `Zoë Ó Briain` is `zoe-o-briain`. Names without Latin letters become `adviser`. */
export function handleFrom(displayName: string): string {
  const plain = displayName
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50)
    .replace(/-+$/, '');
  return plain.length > 1 ? plain : 'adviser';
}

/** The handle itself, or the first of `handle-2`, `handle-3`, ... that is free. */
export function freeHandle(wish: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wish)) return wish;
  let n = 2;
  while (taken.has(`${wish}-${n}`)) n += 1;
  return `${wish}-${n}`;
}
