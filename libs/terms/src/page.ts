/** The public page of the terms: one version in words, whether it is in force, what comes next, and where the others are. */
import { changesBetween } from './changes.ts';
import { type PlainTerms, termsInPlainEnglish } from './english.ts';
import { comingAfter, type Terms, termsAt, termsOf, toMs, VERSIONS, type Versions, type When } from './terms.ts';
import { dayInWords } from './words.ts';

export interface TermsPage extends PlainTerms {
  readonly state: 'in-force' | 'past' | 'coming';
  /** One sentence that says since when, until when or from when this version counts. */
  readonly standing: string;
  /** The announced version that takes over; only beside the version in force. */
  readonly coming: { readonly version: string; readonly sentence: string; readonly changes: readonly string[] } | null;
  /** All versions, the newest first. */
  readonly versions: readonly { readonly version: string; readonly day: string }[];
}

function standing(shown: Terms, inForce: Terms, versions: Versions): Pick<TermsPage, 'state' | 'standing'> {
  const from = dayInWords(shown.from);
  if (shown === inForce) return { state: 'in-force', standing: `In force since ${from}.` };
  if (toMs(shown.from) > toMs(inForce.from))
    return { state: 'coming', standing: `Not in force yet. It counts from ${from}.` };
  const next = comingAfter(shown.from, versions);
  const until = next && dayInWords(next.from);
  return {
    state: 'past',
    standing: `In force from ${from} until ${until}. It still counts for bills made in that time.`,
  };
}

/** The page at `now`: the version in force, or the one asked for. Throws RangeError when there is no such version. */
export function termsPage(now: When, version: string | null = null, versions: Versions = VERSIONS): TermsPage {
  const inForce = termsAt(now, versions);
  const shown = version === null ? inForce : termsOf(version, versions);
  const next = shown === inForce ? comingAfter(now, versions) : null;
  return {
    ...termsInPlainEnglish(shown),
    ...standing(shown, inForce, versions),
    coming: next && {
      version: next.version,
      sentence: `New terms apply from ${dayInWords(next.from)}. Bills made before that day keep the terms they name.`,
      changes: changesBetween(shown, next),
    },
    versions: versions.map(({ version, from }) => ({ version, day: dayInWords(from) })).reverse(),
  };
}
