/** What somebody is asked to agree to, and what they consented to. */
import type { Consent } from '@sounding/contracts';

/** A version that comes: above every page of whoever is signed in. */
export const agreement = {
  ...{ state: 'coming' as const, document: 'terms' as const, version: '2027-03-01' },
  ...{ from: '2027-03-01T00:00:00.000Z', accepted: '2026-11-01' },
};

/** One that was given, taken back and given again; one that never was. */
export const consents: Consent[] = [
  {
    ...{ kind: 'own-name', given: true, version: '2026-11-01', textHash: 'a'.repeat(64), name: 'Hanna Ek' },
    since: '2026-11-20T10:00:00.000Z',
    history: [
      { given: true, version: '2026-11-01', at: '2026-11-20T10:00:00.000Z' },
      { given: false, version: '2026-11-01', at: '2026-11-12T10:00:00.000Z' },
    ],
  },
  {
    ...{ kind: 'health', given: false, version: '2026-11-01', textHash: 'b'.repeat(64) },
    name: null,
    since: null,
    history: [],
  },
];
