/**
 * Coming versions from a file, so that a change of the terms can be tried before it is announced: SOUNDING_TERMS_FILE, which is refused in
 * production. It changes what people read and agree to, and nothing of any bill: those are made under `VERSIONS` alone.
 */
import { z } from 'zod';
import { LEGAL, type LegalTexts, type Written } from './legal.ts';
import { inOrder, type Terms } from './terms.ts';

const Day = z.iso.date();
const Sections = z.array(
  z.object({
    id: z.string().regex(/^[a-z-]+$/),
    title: z.string().min(1),
    sentences: z.array(z.string().min(1)).min(1),
  }),
);
const Coming = z.object({ version: Day, matters: z.string().min(1).nullable(), sections: Sections.min(1) });

/** A version of the terms says what differs from the one before it: whole numbers by their names in `Terms`, the fee in cents. */
const ComingTerms = z.object({
  version: Day,
  matters: z.string().min(1).nullable(),
  handlingFeeMinor: z.int().min(0).optional(),
  guaranteeDays: z.int().min(1).optional(),
  freeCancelHours: z.int().min(0).optional(),
  claimHours: z.int().min(1).optional(),
});

const Rehearsal = z.object({
  terms: z.array(ComingTerms).default([]),
  privacy: z.array(Coming).default([]),
  health: z.array(Coming).default([]),
});

function follows(before: Terms, { version, matters, handlingFeeMinor, ...rest }: z.output<typeof ComingTerms>): Terms {
  const { matters: _, ...same } = before;
  const changed = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const fee = handlingFeeMinor === undefined ? {} : { handlingFee: { ...before.handlingFee, minor: handlingFeeMinor } };
  const why = matters === null ? {} : { matters };
  return { ...same, ...changed, ...fee, ...why, version, from: `${version}T00:00:00.000Z` };
}

function later(known: readonly [Written, ...Written[]], coming: readonly Written[]): readonly [Written, ...Written[]] {
  return [...known, ...coming].map((one, index, all) => {
    const before = all[index - 1];
    if (before && before.version >= one.version)
      throw new RangeError(`${one.version} does not follow ${before.version}`);
    return one;
  }) as unknown as readonly [Written, ...Written[]];
}

/** The documents with the coming versions of the file's text behind them. Throws where the text says something else. */
export function rehearsed(text: string, texts: LegalTexts = LEGAL): LegalTexts {
  const coming = Rehearsal.parse(JSON.parse(text));
  const terms: [Terms, ...Terms[]] = [...texts.terms];
  for (const one of coming.terms) terms.push(follows(terms[terms.length - 1] ?? terms[0], one));
  return {
    ...texts,
    terms: inOrder(terms),
    privacy: later(texts.privacy, coming.privacy),
    health: later(texts.health, coming.health),
  };
}
