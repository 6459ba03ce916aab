/** What the keyring promises, without the world: where sealed texts stand, and who wraps the keys they are sealed with. */

/**
 * Wraps data keys with a key-encryption key. Asynchronous and by name, as the transit engine of Vault answers, so that one
 * may stand behind it some day. Today: `FileKeys`.
 */
export interface KeyEncryption {
  /** The id of the key that wraps from now on. */
  current(): Promise<string>;
  /** The ids of all keys that unwrap. */
  known(): Promise<readonly string[]>;
  /** Wraps 32 bytes under the current key. `context` (the owner of the data key) must be the same again to unwrap. */
  wrap(context: string, key: Uint8Array): Promise<WrappedKey>;
  /** Throws `UnknownKek`, a fault, for an id that it does not know, and an error for bytes that were changed or belong elsewhere. */
  unwrap(context: string, kek: string, wrapped: Uint8Array): Promise<Uint8Array>;
}

export interface WrappedKey {
  readonly kek: string;
  readonly wrapped: Uint8Array<ArrayBuffer>;
}

/** What opening answers when the owner's key was destroyed: the text is gone for good. */
export const ERASED: unique symbol = Symbol('erased');
export type Opened = string | typeof ERASED;

/** What a person reads in the place of a text whose key was destroyed. */
export const ERASED_WORDS = 'This text was erased.';

/** An opened text as it is shown. */
export function shownText(opened: Opened): string {
  return opened === ERASED ? ERASED_WORDS : opened;
}

/** Nothing can be sealed for an owner whose key was destroyed. */
export class OwnerErased extends Error {
  override readonly name = 'OwnerErased';
  constructor() {
    super('the key of this owner was destroyed: nothing is written for them any more');
  }
}

/** Whose key: `ownerOf('person', accountId)`. */
export function ownerOf(kind: string, id: string): string {
  return `${kind}/${id}`;
}

/**
 * The place of a text: table, row and column, `message/<id>/text`. It is authenticated with the text, so that what is copied to
 * another row or column does not open. A row's name is its primary key; the parts of a longer one are joined by slashes.
 */
export function placeOf(table: string, row: string | number, column: string): string {
  return `${table}/${row}/${column}`;
}

/** A sealed text, and what is needed to open it. */
export interface Sealed {
  readonly owner: string;
  readonly place: string;
  readonly bytes: Uint8Array;
}
