/** What a person is asked to agree to, by what they accepted and what day it is. Pure. */
import type { AskedAgain } from '@sounding/contracts';
import {
  announcedAt,
  covers,
  FOR_EVERYBODY,
  type ForEverybody,
  type LegalTexts,
  type LegalVersion,
  requiredAt,
} from '@sounding/terms';

/** The newest version of each document that the person accepted. */
export type Accepted = Readonly<Record<ForEverybody, string | null>>;

interface Wanted {
  readonly state: AskedAgain['state'];
  readonly version: LegalVersion;
}

/** Every version that asks everybody now: what is in force, then what is announced. Nothing on most days. */
export function wantedAt(now: Date, texts: LegalTexts): Wanted[] {
  const one = (state: AskedAgain['state'], find: typeof requiredAt) =>
    FOR_EVERYBODY.flatMap((document): Wanted[] => {
      const version = find(document, now, texts);
      return version ? [{ state, version }] : [];
    });
  return [...one('due', requiredAt), ...one('coming', announcedAt)];
}

/** Of those, the ones that this person has not answered; the first is the one to show. */
export function askedOf(accepted: Accepted, now: Date, texts: LegalTexts): AskedAgain[] {
  return wantedAt(now, texts).flatMap(({ state, version: { document, version, from } }) => {
    const known = FOR_EVERYBODY.find((one) => one === document);
    if (!known || covers(accepted[known], { version })) return [];
    return [{ state, document: known, version, from, accepted: accepted[known] }];
  });
}
