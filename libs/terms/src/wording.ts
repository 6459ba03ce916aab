/** How a version of a document, and what changed since another, is told: the public door answers in these shapes, its pages read them. */
import type { NumberChange } from './changes.ts';
import type { LegalDocument, LegalVersion } from './legal.ts';

export interface Part {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** One sentence: as it was and is, a new one, one that is gone, or one in which words changed. */
export interface Line {
  readonly kind: 'same' | 'removed' | 'added' | 'changed';
  readonly parts: readonly Part[];
}

export interface SectionChange {
  readonly id: string;
  readonly title: string;
  readonly kind: Line['kind'];
  readonly lines: readonly Line[];
}

/** A version as its page shows it. */
export interface LegalPage extends LegalVersion {
  readonly inForce: boolean;
  /** SHA-256 of its words: whoever accepts it says that these were before them. */
  readonly textHash: string;
  /** The newest first. */
  readonly versions: readonly { readonly version: string; readonly from: string }[];
}

/** What changed from one version to a later one. */
export interface LegalChanges {
  readonly document: LegalDocument;
  readonly title: string;
  readonly from: string;
  readonly to: string;
  /** When the later one comes into force. */
  readonly inForceFrom: string;
  readonly matters: string | null;
  readonly textHash: string;
  /** Of the terms: the numbers that people look for first, and every other that changes. Empty for what has none. */
  readonly numbers: readonly NumberChange[];
  readonly sections: readonly SectionChange[];
}
