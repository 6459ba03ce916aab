/**
 * Messages at rest: sealed under the room's own data key, which in turn is wrapped by SOUNDING_DATA_KEY. Table and row are
 * authenticated with each text, so a row that is copied elsewhere, or under another number, does not open.
 */
import { randomBytes } from 'node:crypto';
import { DataKeySetting, openBytes, sealBytes } from '@sounding/service';

/** What stands where a message of somebody who left was. */
export const ERASED_WORDS = 'This message was erased.';

type Bytes = ReturnType<typeof sealBytes>;

/** Wraps and unwraps the keys of rooms. Whoever destroys a room's wrapped key destroys its messages. */
export class DataKeys {
  private readonly master: Buffer;

  /** `master` is base64 of 32 bytes; anything else throws. */
  constructor(master: string) {
    this.master = Buffer.from(DataKeySetting.parse(master), 'base64');
  }

  /** A new data key for a room, wrapped, to be stored with it. */
  newKey(bookingId: string): Bytes {
    return sealBytes(this.master, `room/${bookingId}/wrapped_key`, randomBytes(32));
  }

  of(bookingId: string, wrapped: Uint8Array): RoomKey {
    return new RoomKey(bookingId, openBytes(this.master, `room/${bookingId}/wrapped_key`, wrapped));
  }
}

/** Seals and opens the messages of one room. */
export class RoomKey {
  constructor(
    private readonly bookingId: string,
    private readonly key: Uint8Array,
  ) {}

  seal(number: number, text: string): Bytes {
    return sealBytes(this.key, this.row(number), Buffer.from(text, 'utf8'));
  }

  /** Throws when the bytes were changed or belong to another row. */
  open(number: number, bytes: Uint8Array): string {
    return openBytes(this.key, this.row(number), bytes).toString('utf8');
  }

  private row(number: number): string {
    return `message/${this.bookingId}/${number}/text`;
  }
}
