/**
 * Messages at rest: AES-256-GCM under the room's own data key, which in turn is wrapped by SOUNDING_DATA_KEY. Table and row
 * are authenticated with each text, so a row that is copied elsewhere, or under another number, does not open.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const NONCE = 12;
const TAG = 16;
/** First byte of everything sealed, so that a later way of sealing can live beside this one. */
const VERSION = 1;

type Bytes = Uint8Array<ArrayBuffer>;

function seal(key: Uint8Array, row: string, clear: Uint8Array): Bytes {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(row));
  const sealed = Buffer.concat([cipher.update(clear), cipher.final()]);
  return new Uint8Array(Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), sealed]));
}

function open(key: Uint8Array, row: string, bytes: Uint8Array): Buffer {
  if (bytes[0] !== VERSION) throw new Error(`sealed in version ${bytes[0]}, known is ${VERSION}`);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 1 + NONCE))
    .setAAD(Buffer.from(row))
    .setAuthTag(bytes.subarray(1 + NONCE, 1 + NONCE + TAG));
  return Buffer.concat([decipher.update(bytes.subarray(1 + NONCE + TAG)), decipher.final()]);
}

/** Wraps and unwraps the keys of rooms. Whoever destroys a room's wrapped key destroys its messages. */
export class DataKeys {
  private readonly master: Buffer;

  /** `master` is base64 of 32 bytes; anything else throws. */
  constructor(master: string) {
    this.master = Buffer.from(master, 'base64');
    if (this.master.length !== 32) throw new Error('SOUNDING_DATA_KEY must be 32 bytes in base64');
  }

  /** A new data key for a room, wrapped, to be stored with it. */
  newKey(bookingId: string): Bytes {
    return seal(this.master, `room/${bookingId}/wrapped_key`, randomBytes(32));
  }

  of(bookingId: string, wrapped: Uint8Array): RoomKey {
    return new RoomKey(bookingId, open(this.master, `room/${bookingId}/wrapped_key`, wrapped));
  }
}

/** Seals and opens the messages of one room. */
export class RoomKey {
  constructor(
    private readonly bookingId: string,
    private readonly key: Uint8Array,
  ) {}

  seal(number: number, text: string): Bytes {
    return seal(this.key, this.row(number), Buffer.from(text, 'utf8'));
  }

  /** Throws when the bytes were changed or belong to another row. */
  open(number: number, bytes: Uint8Array): string {
    return open(this.key, this.row(number), bytes).toString('utf8');
  }

  private row(number: number): string {
    return `message/${this.bookingId}/${number}/text`;
  }
}
