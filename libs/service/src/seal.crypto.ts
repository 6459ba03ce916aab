/**
 * AES-256-GCM for texts and keys at rest. What a text is (table, row, column) is authenticated with it, so a sealed value that
 * is copied to another place does not open. Layout: version (1 byte), nonce (12), tag (16), then as many bytes as were sealed.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

type Bytes = Uint8Array<ArrayBuffer>;

const NONCE = 12;
const TAG = 16;
/** First byte of everything sealed, so that a later way of sealing can live beside this one. */
const VERSION = 1;

/** A key of 32 bytes for one use of a secret; a value made for one use is never valid for another. */
export function derivedKey(secret: string, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'sounding', use, 32));
}

/** Seals under a key of 32 bytes; `place` must be the same again to open. The same text never gives the same bytes twice. */
export function sealBytes(key: Uint8Array, place: string, clear: Uint8Array): Bytes {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(clear), cipher.final()]);
  return new Uint8Array(Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), sealed]));
}

/** Throws when the bytes were changed, or sealed in another place or under another key. */
export function openBytes(key: Uint8Array, place: string, bytes: Uint8Array): Buffer {
  if (bytes[0] !== VERSION) throw new Error(`sealed in version ${bytes[0]}, known is ${VERSION}`);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 1 + NONCE), { authTagLength: TAG })
    .setAAD(Buffer.from(place))
    .setAuthTag(bytes.subarray(1 + NONCE, 1 + NONCE + TAG));
  return Buffer.concat([decipher.update(bytes.subarray(1 + NONCE + TAG)), decipher.final()]);
}
