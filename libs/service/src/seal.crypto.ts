/**
 * Sensitive text at rest: AES-256-GCM under a data key of its own for each ticket or room, which in turn is wrapped by
 * SOUNDING_DATA_KEY. What a text is (`ticket/<id>/message/3`) is authenticated with it, so a sealed value that is copied to
 * another row does not open. Whoever destroys a wrapped key destroys everything sealed under it.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { z } from 'zod';

type Bytes = Uint8Array<ArrayBuffer>;

const NONCE = 12;
const TAG = 16;
/** First byte of everything sealed, so that a later way of sealing can live beside this one. */
const VERSION = 1;

/** The setting that holds the master key: `z.object({ SOUNDING_DATA_KEY: DataKeySetting })`. */
export const DataKeySetting = z.base64().refine((text) => Buffer.from(text, 'base64').length === 32, {
  error: 'must be 32 bytes in base64',
});

/** A key of 32 bytes for one use of a secret; a value made for one use is never valid for another. */
export function derivedKey(secret: string, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'sounding', use, 32));
}

/** Seals under a key; `what` must be the same again to open. For names of places that `Sealer` does not make. */
export function sealBytes(key: Uint8Array, what: string, clear: Uint8Array): Bytes {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(what));
  const sealed = Buffer.concat([cipher.update(clear), cipher.final()]);
  return new Uint8Array(Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), sealed]));
}

/** Throws when the bytes were changed, or sealed as something else or under another key. */
export function openBytes(key: Uint8Array, what: string, bytes: Uint8Array): Buffer {
  if (bytes[0] !== VERSION) throw new Error(`sealed in version ${bytes[0]}, known is ${VERSION}`);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 1 + NONCE), { authTagLength: TAG })
    .setAAD(Buffer.from(what))
    .setAuthTag(bytes.subarray(1 + NONCE, 1 + NONCE + TAG));
  return Buffer.concat([decipher.update(bytes.subarray(1 + NONCE + TAG)), decipher.final()]);
}

/** Makes, wraps and unwraps data keys. */
export class Vault {
  private readonly master: Buffer;

  /** `master` is base64 of 32 bytes; anything else throws. */
  constructor(master: string) {
    this.master = Buffer.from(DataKeySetting.parse(master), 'base64');
  }

  /** A new data key, wrapped, to be stored with what it belongs to: `newKey('ticket/<id>')`. */
  newKey(owner: string): Bytes {
    return sealBytes(this.master, `${owner}/key`, randomBytes(32));
  }

  /** Throws when the key was changed, belongs to another owner, or was wrapped by another master key. */
  unwrap(owner: string, wrapped: Uint8Array): Sealer {
    return new Sealer(owner, openBytes(this.master, `${owner}/key`, wrapped));
  }
}

/** Seals and opens the texts of one owner. */
export class Sealer {
  constructor(
    private readonly owner: string,
    private readonly key: Uint8Array,
  ) {}

  /** `what` names the place within the owner, `message/3`; the same text never gives the same bytes twice. */
  seal(what: string, text: string): Bytes {
    return sealBytes(this.key, `${this.owner}/${what}`, Buffer.from(text, 'utf8'));
  }

  /** Throws when the bytes were changed or belong to another place. */
  open(what: string, bytes: Uint8Array): string {
    return openBytes(this.key, `${this.owner}/${what}`, bytes).toString('utf8');
  }
}
