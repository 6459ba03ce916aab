/**
 * The keyring: one data key per person, room or ticket, in the schema `keys` of the service's own database, wrapped by a
 * key-encryption key from elsewhere. A service seals and opens texts by owner and place and never sees a key. Destroying an
 * owner's key makes all their texts unreadable for good, also in backups of the data, which leave the keys out.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { Database, Tx } from '@sounding/bus';
import { ERASED, type KeyEncryption, type Opened, OwnerErased, type Sealed } from './keyring.ts';
import { type DataKey, overwrite, RecentKeys } from './recent-keys.ts';
import { openBytes, sealBytes } from './seal.crypto.ts';

type Bytes = Uint8Array<ArrayBuffer>;

interface Row {
  readonly owner: string;
  readonly kek: string;
  readonly wrapped: Uint8Array | null;
  readonly before: Uint8Array | null;
}

/** Rewrites the sealed texts of an owner: each is opened and sealed anew by `again`. `id`: the owner without its kind. */
export type Reseal = (tx: Tx, id: string, again: (place: string, bytes: Uint8Array) => Bytes) => Promise<void>;

const SELECT = 'SELECT owner, kek, wrapped, before FROM keys.data_key';

export class Keyring {
  private readonly kinds = new Map<string, Reseal>();

  /** `database`: asked for when it is needed, because the service opens it later. */
  constructor(
    private readonly database: () => Pick<Database, 'pool' | 'transaction'>,
    readonly keks: KeyEncryption,
    private readonly recent = new RecentKeys(),
  ) {}

  /**
   * What seals texts of an owner, who gets a key with their first one. To be asked for in the transaction that writes the texts: it
   * keeps the key as it is until the commit, so that no text is ever sealed under a key that is destroyed or replaced meanwhile.
   * Throws `OwnerErased` when the key was destroyed.
   */
  async sealer(tx: Tx, owner: string): Promise<(place: string, text: string) => Bytes> {
    const { key } = await this.forWriting(tx, owner);
    return (place, text) => sealBytes(key, place, Buffer.from(text, 'utf8'));
  }

  /** Seals one text, as `sealer` does. */
  async seal(tx: Tx, owner: string, place: string, text: string): Promise<Bytes> {
    const known = await this.forWriting(tx, owner);
    try {
      return sealBytes(known.key, place, Buffer.from(text, 'utf8'));
    } finally {
      overwrite(known);
    }
  }

  /** Opens one text; `ERASED` when its owner's key was destroyed. Throws when the bytes were changed or belong elsewhere. */
  async open(sealed: Sealed, within?: Tx): Promise<Opened> {
    const [opened] = await this.openAll([sealed], within);
    return opened as Opened;
  }

  /** Opens texts of any owners in one look at the database, in the order given. `within`: a transaction that made some of the keys. */
  async openAll(sealed: readonly Sealed[], within?: Tx): Promise<Opened[]> {
    const keys = await this.load(
      sealed.map(({ owner }) => owner),
      within,
    );
    const moved: number[] = [];
    const opened = sealed.map((one, at) => {
      const known = keys.get(one.owner) ?? null;
      if (known === null) return ERASED;
      const text = tryOpen(known, one);
      if (text === null) moved.push(at);
      return text ?? '';
    });
    for (const known of keys.values()) if (known) overwrite(known);
    // The key may have been replaced by another copy of the service since it was read.
    for (const at of moved) opened[at] = await this.openFresh(sealed[at] as Sealed, within);
    return opened;
  }

  /** Crypto-erasure: the key goes in the caller's commit, and nobody makes another one for this owner. Once is as good as twice. */
  async destroy(tx: Tx, owner: string): Promise<void> {
    await tx.$executeRawUnsafe(
      `INSERT INTO keys.data_key (owner, kek, wrapped) VALUES ($1, '', NULL)
       ON CONFLICT (owner) DO UPDATE SET kek = '', wrapped = NULL, before = NULL`,
      owner,
    );
    this.recent.avoid(owner, Date.now());
  }

  /** How the texts of one kind of owner are rewritten; without it a key of that kind cannot be replaced. */
  resealsBy(kind: string, texts: Reseal): void {
    this.kinds.set(kind, texts);
  }

  /**
   * A new data key for an owner whose key leaked: all their texts are opened and sealed anew in one transaction. The key of before
   * opens what was read during it for as long as the memory of a copy lives; then the clock drops it.
   */
  async reseal(owner: string): Promise<void> {
    const [kind = '', ...id] = owner.split('/');
    const texts = this.kinds.get(kind);
    if (!texts) throw new Error(`nobody knows how to seal the texts of ${owner} anew`);
    await this.database().transaction(async (tx) => {
      const [row] = await query<Row>(tx, `${SELECT} WHERE owner = $1 FOR UPDATE`, owner);
      if (!row?.wrapped) throw new OwnerErased();
      const old = await this.unwrapped(row);
      const fresh = new Uint8Array(randomBytes(32));
      const { kek, wrapped } = await this.keks.wrap(owner, fresh);
      const before = await this.keks.wrap(owner, old.key);
      if (before.kek !== kek) throw new Error('the key-encryption key changed in between: try again');
      await tx.$executeRawUnsafe(
        `UPDATE keys.data_key SET kek = $2, wrapped = $3, before = $4, made_at = now(), rewrapped_at = now(), leaked = false
         WHERE owner = $1`,
        owner,
        kek,
        wrapped,
        before.wrapped,
      );
      await texts(tx, id.join('/'), (place, bytes) => sealBytes(fresh, place, openBytes(old.key, place, bytes)));
      overwrite(old);
      fresh.fill(0);
      this.recent.avoid(owner, Date.now());
    });
  }

  /**
   * A function that names a text without keeping it (a blind index): HMAC-SHA-256 under a key of its own, which is wrapped like all
   * others and seals nothing. The same text under the same `use` has the same name in this database and in no other.
   */
  async index(use: string): Promise<(text: string) => Bytes> {
    const owner = `index/${use}`;
    const known = (await this.load([owner], undefined, true)).get(owner) ?? null;
    if (!known) {
      await this.database().transaction((tx) => this.forWriting(tx, owner));
      return this.index(use);
    }
    return (text) => new Uint8Array(createHmac('sha256', known.key).update(text).digest());
  }

  sweep(): void {
    this.recent.sweep(Date.now());
  }

  /** Overwrites what is in memory, when the service ends. */
  close(): void {
    this.recent.clear();
  }

  private async forWriting(tx: Tx, owner: string): Promise<DataKey> {
    const held = await query<Row>(tx, `${SELECT} WHERE owner = $1 FOR SHARE`, owner);
    const row = held[0] ?? (await this.made(tx, owner));
    if (!row.wrapped) throw new OwnerErased();
    const known = await this.unwrapped(row);
    this.recent.put(owner, known, Date.now());
    return known;
  }

  private async made(tx: Tx, owner: string): Promise<Row> {
    const key = new Uint8Array(randomBytes(32));
    const { kek, wrapped } = await this.keks.wrap(owner, key);
    key.fill(0);
    // Two commits may want the first key of an owner at once: the second waits here for the first, and takes its key.
    await tx.$executeRawUnsafe(
      'INSERT INTO keys.data_key (owner, kek, wrapped) VALUES ($1, $2, $3) ON CONFLICT (owner) DO NOTHING',
      owner,
      kek,
      wrapped,
    );
    const [row] = await query<Row>(tx, `${SELECT} WHERE owner = $1 FOR SHARE`, owner);
    if (!row) throw new Error(`the new key of ${owner} is not there`);
    return row;
  }

  private async load(owners: readonly string[], within?: Tx, mayLack = false): Promise<Map<string, DataKey | null>> {
    const found = new Map<string, DataKey | null>();
    const asked: string[] = [];
    for (const owner of new Set(owners)) {
      const known = this.recent.get(owner, Date.now());
      if (known === undefined) asked.push(owner);
      else found.set(owner, known);
    }
    if (asked.length === 0) return found;
    const many = `${SELECT} WHERE owner = ANY($1::text[])`;
    const rows = within
      ? await query<Row>(within, many, asked)
      : (await this.database().pool.query<Row>(many, [asked])).rows;
    for (const row of rows) {
      const known = row.wrapped ? await this.unwrapped(row) : null;
      this.recent.put(row.owner, known, Date.now());
      found.set(row.owner, known);
    }
    const lost = asked.find((owner) => !found.has(owner));
    if (lost && !mayLack) throw new Error(`there is no key of ${lost}: the data is older or newer than the keys`);
    return found;
  }

  private async openFresh(one: Sealed, within?: Tx): Promise<Opened> {
    this.recent.drop(one.owner);
    const known = (await this.load([one.owner], within)).get(one.owner) ?? null;
    if (!known) return ERASED;
    const text = tryOpen(known, one);
    overwrite(known);
    if (text === null) throw new Error(`what is sealed at ${one.place} was changed, or belongs elsewhere`);
    return text;
  }

  private async unwrapped(row: Row): Promise<DataKey> {
    const { owner, kek, wrapped, before } = row;
    return {
      key: await this.keks.unwrap(owner, kek, wrapped as Uint8Array),
      before: before ? await this.keks.unwrap(owner, kek, before) : null,
    };
  }
}

function tryOpen({ key, before }: DataKey, { place, bytes }: Sealed): string | null {
  for (const each of before ? [key, before] : [key]) {
    try {
      return openBytes(each, place, bytes).toString('utf8');
    } catch {
      // Sealed under the other one, or changed: the caller finds out which.
    }
  }
  return null;
}

async function query<R>(tx: Tx, text: string, ...values: unknown[]): Promise<R[]> {
  return (await tx.$queryRawUnsafe<R[]>(text, ...values)) as R[];
}
