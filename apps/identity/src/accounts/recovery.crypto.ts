/** Recovery codes: ten, each good once where the app's code is asked. */
import { randomInt } from 'node:crypto';

/** No letters that are taken for others when they are read from paper. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const LENGTH = 10;
export const RECOVERY_CODES = 10;

/** `abcde-fghij`: 49 random bits. With thirty tries a day nobody guesses one, and what is kept of it needs the secret of the realm. */
export function newRecoveryCode(): string {
  const text = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return `${text.slice(0, 5)}-${text.slice(5)}`;
}

/** As it was typed, however it was typed: without spaces and hyphens, in small letters. Null when it cannot be one. */
export function asRecoveryCode(typed: string): string | null {
  const text = typed.toLowerCase().replaceAll(/[\s-]/g, '');
  return text.length === LENGTH && /^[a-z0-9]+$/.test(text) ? text : null;
}
