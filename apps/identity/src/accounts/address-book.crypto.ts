/**
 * How addresses are kept and found. An address is sealed under the key of its person; beside it stands a keyed hash (a blind index) by
 * which it is found. Sign-ups and codes keep the hash alone. Rows of the release before, and of tools that have no keys, hold the
 * address in clear until the clock seals it, and are found by that.
 */
import { Injectable } from '@nestjs/common';
import { columnOf, ERASED, Keyring, type Opened, type SealedColumn } from '@sounding/service';
import type { EmailChange, Prisma } from '../generated/prisma/client.ts';
import { type RealmName, TABLES } from './tables.store.ts';

/** What raw statements need: the client itself, or a transaction. */
type Tx = Pick<Prisma.TransactionClient, '$queryRaw' | '$queryRawUnsafe' | '$executeRawUnsafe'>;

const index = { use: 'address', column: 'email_hash' };
const ADDRESS: Record<RealmName, SealedColumn> = {
  client: {
    ...{ table: 'account', id: 'id', clear: 'email', sealed: 'email_sealed', owner: 'person', ownerId: 'id' },
    index,
  },
  staff: {
    ...{ table: 'staff_account', id: 'id', clear: 'email', sealed: 'email_sealed', owner: 'staff', ownerId: 'id' },
    index,
  },
};
const OLD_ADDRESS: SealedColumn = {
  ...{ table: 'email_change', id: 'id', clear: 'old_email', sealed: 'old_email_sealed' },
  ...{ owner: 'person', ownerId: 'account_id' },
};
export const OWN_NAME: SealedColumn = {
  ...{ table: 'account', id: 'id', clear: 'own_name', sealed: 'own_name_sealed', owner: 'person', ownerId: 'id' },
};
/** What the clock seals. */
export const SEALED_COLUMNS = [ADDRESS.client, ADDRESS.staff, OLD_ADDRESS, OWN_NAME];

/** Whoever has an address, as far as signing in must know. */
export interface Holder {
  readonly id: string;
  readonly alias: string;
  readonly zone: string;
  readonly passwordHash: string;
}

interface Kept {
  readonly id: string;
  readonly email: string | null;
  readonly emailSealed: Uint8Array | null;
}

@Injectable()
export class AddressBook {
  constructor(private readonly keyring: Keyring) {}

  /** The keyed hash of an address. */
  async hash(email: string): Promise<Uint8Array<ArrayBuffer>> {
    const name = await this.keyring.index(index.use);
    return name(email);
  }

  /** Finds sign-ups and codes of an address. */
  async where(email: string): Promise<{ OR: [{ emailHash: Uint8Array<ArrayBuffer> }, { email: string }] }> {
    return { OR: [{ emailHash: await this.hash(email) }, { email }] };
  }

  async find(tx: Tx, realm: RealmName, email: string): Promise<Holder | null> {
    const hash = await this.hash(email);
    const rows = await tx.$queryRaw<Holder[]>`
      SELECT id, alias, zone, password_hash AS "passwordHash" FROM ${TABLES[realm].account}
      WHERE email_hash = ${hash} OR email = ${email} LIMIT 1`;
    return rows[0] ?? null;
  }

  /** What a row of an account keeps of its address. */
  async columns(tx: Prisma.TransactionClient, realm: RealmName, id: string, email: string) {
    const { owner, place } = columnOf(ADDRESS[realm], id, id);
    return {
      email: null,
      emailHash: await this.hash(email),
      emailSealed: await this.keyring.seal(tx, owner, place, email),
    };
  }

  /** The addresses of accounts, in their order; null for one whose key was destroyed. */
  async of(realm: RealmName, rows: readonly Kept[], within?: Tx): Promise<(string | null)[]> {
    const sealed = rows.flatMap(({ id, emailSealed: bytes }) =>
      bytes ? [{ ...columnOf(ADDRESS[realm], id, id), bytes }] : [],
    );
    const opened = await this.keyring.openAll(sealed, within);
    return rows.map(({ email, emailSealed }) => (emailSealed ? textOr(opened.shift()) : email));
  }

  /** The address of an account that must have one. */
  async mine(tx: Tx, realm: RealmName, id: string): Promise<string> {
    const rows = await tx.$queryRaw<Kept[]>`
      SELECT id, email, email_sealed AS "emailSealed" FROM ${TABLES[realm].account} WHERE id = ${id}::uuid`;
    const [address] = await this.of(realm, rows, tx);
    if (!address) throw new Error(`the account ${id} has no address`);
    return address;
  }

  /** What is kept of the address that was left, in the row with this id. */
  async left(tx: Prisma.TransactionClient, id: Uint8Array, accountId: string, email: string) {
    const { owner, place } = columnOf(OLD_ADDRESS, rowOf(id), accountId);
    return { oldEmail: null, oldEmailSealed: await this.keyring.seal(tx, owner, place, email) };
  }

  /** The address that was left; null when the key of its person was destroyed. */
  async whereLeft(tx: Tx, { id, accountId, oldEmail, oldEmailSealed: bytes }: EmailChange): Promise<string | null> {
    if (!bytes) return oldEmail;
    return textOr(await this.keyring.open({ ...columnOf(OLD_ADDRESS, rowOf(id), accountId), bytes }, tx));
  }

  /** What is kept of the name that somebody shows; null shows the alias. */
  async ownName(tx: Prisma.TransactionClient, id: string, name: string | null) {
    const { owner, place } = columnOf(OWN_NAME, id, id);
    return { ownName: null, ownNameSealed: name === null ? null : await this.keyring.seal(tx, owner, place, name) };
  }

  /** The names that accounts show, in their order; null where that is the alias. */
  async ownNames(
    rows: readonly {
      readonly id: string;
      readonly ownName: string | null;
      readonly ownNameSealed: Uint8Array | null;
    }[],
  ): Promise<(string | null)[]> {
    const sealed = rows.flatMap(({ id, ownNameSealed: bytes }) =>
      bytes ? [{ ...columnOf(OWN_NAME, id, id), bytes }] : [],
    );
    const opened = await this.keyring.openAll(sealed);
    return rows.map(({ ownName, ownNameSealed }) => (ownNameSealed ? textOr(opened.shift()) : ownName));
  }
}

const textOr = (opened: Opened = ERASED): string | null => (opened === ERASED ? null : opened);

/** A row that is named by bytes, as the database writes them. */
const rowOf = (id: Uint8Array): string => `\\x${Buffer.from(id).toString('hex')}`;
