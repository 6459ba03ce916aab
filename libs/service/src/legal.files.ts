/** The documents that people agree to, as this process knows them, and the hash of their words. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { LEGAL, type LegalTexts, type LegalVersion, legalText } from '@sounding/terms';
import { rehearsed } from '@sounding/terms/rehearsal';
import { type Environment, WrongSetting } from './config.env.ts';

/**
 * The documents that were announced. A copy that is not production may be told of coming ones by SOUNDING_TERMS_FILE, to try a change
 * before it is announced; in production nothing but the code says what people agree to.
 */
export function legalTexts({ SOUNDING_TERMS_FILE: file, NODE_ENV }: Environment): LegalTexts {
  if (!file) return LEGAL;
  if (NODE_ENV === 'production')
    throw new WrongSetting('SOUNDING_TERMS_FILE is for trying a change, not for production');
  return rehearsed(readFileSync(file, 'utf8'));
}

/** SHA-256 of a version's words, hex: what an acceptance keeps of them. */
export function textHashOf(version: LegalVersion): string {
  return createHash('sha256').update(legalText(version)).digest('hex');
}
