/** What the operator sets: where the site is, who issues documents, and where files lie. */
import type { Issuer } from '@sounding/contracts';
import { z } from 'zod';

export const SETTINGS = Symbol('settings');

export const settingsShape = z.object({
  PUBLIC_URL: z.url({ protocol: /^https?$/ }),
  /** The company that stands on every document. */
  ISSUER_NAME: z.string().min(2).max(100).default('Sounding'),
  /** Its address; `;` parts the lines. */
  ISSUER_ADDRESS: z.string().max(300).default(''),
  /** Its number in a register or for taxes, with the word before it that law wants, `VAT ID DE123456789`. */
  ISSUER_REGISTRATION: z.string().max(100).optional(),
});
export type Settings = z.output<typeof settingsShape>;

export function issuerOf(settings: Settings): Issuer {
  return {
    name: settings.ISSUER_NAME,
    address: settings.ISSUER_ADDRESS.split(';').flatMap((line) => line.trim() || []),
    registration: settings.ISSUER_REGISTRATION ?? null,
  };
}
