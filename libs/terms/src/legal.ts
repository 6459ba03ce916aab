/**
 * The documents that people agree to, are told of, or consent under, as dated versions: the terms of use, whose words are made from
 * their table, the privacy notice, and the texts of the consents. A version that was announced is never edited; a change is a new one.
 */
import { CONSENT_TEXTS } from './consents.ts';
import { reasonInPlainEnglish, termsInPlainEnglish } from './english.ts';
import { PRIVACY } from './privacy.ts';
import { type Terms, toMs, VERSIONS, type Versions, type When } from './terms.ts';

/** `terms` and `privacy` concern everybody; the others are consents, each given by itself. */
export const LEGAL_DOCUMENTS = ['terms', 'privacy', 'health', 'own-name'] as const;
export type LegalDocument = (typeof LEGAL_DOCUMENTS)[number];

/** What a person must have answered before they begin something new. */
export const FOR_EVERYBODY = ['terms', 'privacy'] as const satisfies readonly LegalDocument[];
export type ForEverybody = (typeof FOR_EVERYBODY)[number];

export const LEGAL_TITLES: Readonly<Record<LegalDocument, string>> = {
  terms: 'Terms in plain English',
  privacy: 'Privacy in plain English',
  health: 'Consent: what you tell a therapist',
  'own-name': 'Consent: your own name',
};

export interface WrittenSection {
  readonly id: string;
  readonly title: string;
  readonly sentences: readonly string[];
}

/** A version of a document that is written by hand; the terms are not. */
export interface Written {
  /** The day on which it comes into force, `2026-11-01`. */
  readonly version: string;
  /** Why everybody who answered an earlier version is asked again; null where nobody is. */
  readonly matters: string | null;
  readonly sections: readonly WrittenSection[];
}

/** Every version of every document, the first of each the oldest. */
export interface LegalTexts {
  readonly terms: Versions;
  readonly privacy: readonly [Written, ...Written[]];
  readonly health: readonly [Written, ...Written[]];
  readonly 'own-name': readonly [Written, ...Written[]];
}

export const LEGAL: LegalTexts = { terms: VERSIONS, privacy: PRIVACY, ...CONSENT_TEXTS };

/** One version as people read it. */
export interface LegalVersion extends Written {
  readonly document: LegalDocument;
  readonly title: string;
  /** In force from this instant until the next version's. */
  readonly from: string;
}

/** A coming version is announced to everybody this long before it comes into force. */
export const ANNOUNCED_DAYS = 30;
const ANNOUNCED_MS = ANNOUNCED_DAYS * 86_400_000;

/** The versions of a document, the oldest first. */
export function legalVersions(document: LegalDocument, texts: LegalTexts = LEGAL): LegalVersion[] {
  const all: readonly Written[] = document === 'terms' ? texts.terms.map(inWords) : texts[document];
  const title = LEGAL_TITLES[document];
  return all.map((one) => ({ ...one, document, title, from: `${one.version}T00:00:00.000Z` }));
}

/** Words are made once for each version: who is signed in is asked about them at every request. */
const made = new WeakMap<Terms, Written>();

function inWords(terms: Terms): Written {
  const known = made.get(terms) ?? written(terms);
  made.set(terms, known);
  return known;
}

/** The terms are their table: the rows and the worked examples are as much agreed to as the sentences. */
function written(terms: Terms): Written {
  const { sections, table } = termsInPlainEnglish(terms);
  const rows = table.map(
    (row) =>
      `${reasonInPlainEnglish(terms, row.outcome)}: the client gets ${row.priceBack} back, the Handling Fee is ${row.handlingFee}, the provider gets ${row.providerGets}.`,
  );
  return {
    version: terms.version,
    matters: terms.matters ?? null,
    sections: [
      ...sections.map(({ id, title, sentences, examples }) => ({
        ...{ id, title },
        sentences: [...sentences, ...examples.map(({ text }) => `For example. ${text}`)],
      })),
      { id: 'table', title: 'The whole table', sentences: rows },
    ],
  };
}

/** The version of that name, or null. */
export function legalVersion(document: LegalDocument, version: string, texts: LegalTexts = LEGAL): LegalVersion | null {
  return legalVersions(document, texts).find((one) => one.version === version) ?? null;
}

/** The version in force. Before the first there was no other, so the first applies. */
export function legalAt(document: LegalDocument, now: When, texts: LegalTexts = LEGAL): LegalVersion {
  const all = legalVersions(document, texts);
  const found = all.findLast(({ from }) => toMs(from) <= toMs(now)) ?? all[0];
  if (!found) throw new RangeError(`there is no version of ${document}`);
  return found;
}

/** The words of a version as one text, as its SHA-256 is taken: title, day, and each section in its order, a sentence a line. */
export function legalText({ title, version, sections }: LegalVersion): string {
  const lines = sections.flatMap((section) => ['', section.title, ...section.sentences]);
  return `${[title, version, ...lines].join('\n')}\n`;
}

/**
 * The newest version in force that asks everybody again: whoever has not accepted it, or a later one, is asked. Null while nobody is.
 */
export function requiredAt(document: ForEverybody, now: When, texts: LegalTexts = LEGAL): LegalVersion | null {
  const inForce = legalVersions(document, texts).filter(({ from }) => toMs(from) <= toMs(now));
  return inForce.findLast(({ matters }) => matters !== null) ?? null;
}

/** The next version that will ask everybody, from thirty days before its day on; null while none is announced. */
export function announcedAt(document: ForEverybody, now: When, texts: LegalTexts = LEGAL): LegalVersion | null {
  const at = toMs(now);
  const coming = legalVersions(document, texts).find(({ from, matters }) => toMs(from) > at && matters !== null);
  return coming && toMs(coming.from) - at <= ANNOUNCED_MS ? coming : null;
}

/** Whether what was accepted covers what is required. Versions are days, so that their order is that of their names. */
export function covers(accepted: string | null, required: Pick<LegalVersion, 'version'>): boolean {
  return accepted !== null && accepted >= required.version;
}

/** Whether a consent to a version still counts: not once a later one that matters is in force. */
export function consentCounts(document: LegalDocument, version: string, now: When, texts: LegalTexts = LEGAL): boolean {
  const inForce = legalVersions(document, texts).filter(({ from }) => toMs(from) <= toMs(now));
  return inForce.every((one) => one.matters === null || one.version <= version);
}
