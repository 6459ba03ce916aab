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

const LICENCE_MISSING = {
  none: 'Therapy needs a licence: add your licence number to your profile, and where it holds.',
  submitted: 'We are still checking your licence with its register. You can publish therapy as soon as it is verified.',
  rejected: 'Your licence could not be verified: correct the number in your profile, or ask support.',
} as const;

/** One thing that is still missing, as a word for the page and a sentence for the person. */
export interface Missing {
  readonly what: 'licence' | 'price' | 'category' | 'duration';
  readonly sentence: string;
}

/** What a listing lacks before it can be published. Therapy is published only once staff have found its licence in the register. */
export function missingToPublish(
  listing: { mode: Mode; durationMinutes: number },
  facts: { licence: Licence; priceInRange: boolean; categoryOffered: boolean },
): Missing[] {
  const missing: Missing[] = [];
  if (listing.mode === 'therapy' && facts.licence !== 'verified') {
    missing.push({ what: 'licence', sentence: LICENCE_MISSING[facts.licence] });
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

/** What a licence is at `now`: one that has ended waits for staff again, also before the clock has said so. */
export function licenceAt(held: { readonly licence: Licence; readonly until: Date | null }, now: Date): Licence {
  return held.licence === 'verified' && held.until !== null && held.until <= now ? 'submitted' : held.licence;
}

/** A licence as it stands: its number, where it holds, and what staff found. */
export interface LicenceHeld {
  readonly licence: Licence;
  readonly number: string | null;
  readonly places: readonly string[];
}

/**
 * What saving a profile makes of the licence. A new number or a place more waits for staff again; a place less narrows what
 * was checked; an empty number withdraws the licence; no word changes nothing.
 */
export function licenceAfterSave(
  had: LicenceHeld,
  given: { readonly number?: string | undefined; readonly places?: readonly string[] | undefined },
): LicenceHeld {
  const number = given.number ?? had.number ?? '';
  if (number === '') return { licence: 'none', number: null, places: [] };
  const places = [...new Set(given.places ?? had.places)].sort();
  const more = places.some((place) => !had.places.includes(place));
  const unknown = had.licence === 'verified' && places.length === 0;
  return { licence: number !== had.number || more || unknown ? 'submitted' : had.licence, number, places };
}

/** What a provider says to have learnt, and since when it stands there. */
export interface CredentialHeld {
  readonly id: string;
  readonly title: string;
  readonly issuer: string;
  readonly year: number | null;
  readonly state: string;
  readonly since: Date;
}

/** The credentials in the order given; one in the words of before keeps its state, a new or changed one is only stated. */
export function credentialsAfterSave(
  had: readonly CredentialHeld[],
  given: readonly Pick<CredentialHeld, 'title' | 'issuer' | 'year'>[],
  fresh: () => Pick<CredentialHeld, 'id' | 'since'>,
): CredentialHeld[] {
  const left = [...had];
  return given.map(({ title, issuer, year }) => {
    const same = left.findIndex((one) => one.title === title && one.issuer === issuer && one.year === year);
    const [kept] = same < 0 ? [] : left.splice(same, 1);
    return kept ?? { title, issuer, year, state: 'stated', ...fresh() };
  });
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
