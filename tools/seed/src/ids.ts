import { createHash } from 'node:crypto';

/** The same word gives the same UUID (version 8, RFC 9562) on every machine. */
export function idOf(...words: readonly string[]): string {
  const hex = createHash('sha256')
    .update(['sounding seed', ...words].join('\u0000'))
    .digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
