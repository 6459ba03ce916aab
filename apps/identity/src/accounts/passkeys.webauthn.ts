/** Passkeys of one realm (WebAuthn level 3). The authenticator must have verified its person, so a passkey is two factors by itself. */

import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { Refusal, RemovePasskey, refuse } from '@sounding/contracts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { type RealmName, TABLES, type Tx } from './tables.store.ts';

/** Where the realm's people sign in. Browsers give a passkey to this host alone, and we take it from this origin alone. */
export interface Site {
  readonly origin: string;
}

export interface ListedPasskey {
  readonly id: string;
  readonly name: string;
  readonly madeAt: string;
  readonly usedAt: string | null;
}

interface PasskeyRow {
  readonly id: string;
  readonly ref: string;
  readonly account_id: string;
  readonly public_key: Uint8Array;
  readonly counter: bigint;
  readonly name: string;
  readonly made_at: Date;
  readonly used_at: Date | null;
}

/** One account has as many as anybody carries around. */
const MOST = 20;

export class Passkeys {
  private readonly table;
  private readonly account;
  private readonly rpID;

  constructor(
    realm: RealmName,
    private readonly db: PrismaClient,
    private readonly site: Site,
  ) {
    this.table = TABLES[realm].passkey;
    this.account = TABLES[realm].account;
    this.rpID = new URL(site.origin).hostname;
  }

  /** What the browser is told to make one, and the challenge that must come back. */
  async creation(accountId: string) {
    const rows = await this.db.$queryRaw<{ email: string; alias: string }[]>`
      SELECT email, alias FROM ${this.account} WHERE id = ${accountId}::uuid`;
    const person = rows[0];
    if (!person) throw new Refusal('not-signed-in', 'You are signed out. Please sign in again.');
    return generateRegistrationOptions({
      rpName: 'Sounding',
      rpID: this.rpID,
      userName: person.email,
      userDisplayName: person.alias,
      userID: handleOf(accountId),
      attestationType: 'none',
      excludeCredentials: (await this.rows(this.db, accountId)).map(({ id }) => ({ id })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
  }

  /** Keeps what the browser made for this challenge; refuses `wrong-passkey` when it is anything else. */
  async add(
    tx: Tx,
    accountId: string,
    what: { response: unknown; challenge: string; name: string },
    now: Date,
  ): Promise<void> {
    const verified = await orWrong(() =>
      verifyRegistrationResponse({
        response: what.response as RegistrationResponseJSON,
        expectedChallenge: what.challenge,
        expectedOrigin: this.site.origin,
        expectedRPID: this.rpID,
        requireUserVerification: true,
      }),
    );
    if (!verified.verified) throw wrongPasskey();
    if ((await this.rows(tx, accountId)).length >= MOST) throw wrongPasskey();
    const { id, publicKey, counter } = verified.registrationInfo.credential;
    const made = await tx.$executeRaw`
      INSERT INTO ${this.table} (id, account_id, public_key, counter, name, made_at)
      VALUES (${id}, ${accountId}::uuid, ${new Uint8Array(publicKey)}, ${counter}, ${what.name}, ${now})
      ON CONFLICT DO NOTHING`;
    if (made === 0) throw wrongPasskey();
  }

  /** What the browser is told to sign. For a known account only its own passkeys; otherwise the person picks one. */
  async request(accountId: string | null) {
    const own = accountId === null ? undefined : (await this.rows(this.db, accountId)).map(({ id }) => ({ id }));
    return generateAuthenticationOptions({
      rpID: this.rpID,
      userVerification: 'required',
      ...(own ? { allowCredentials: own } : {}),
    });
  }

  /**
   * Whose passkey signed this challenge, at our origin, with its person verified and its counter ahead of the last one; refuses
   * `wrong-passkey` otherwise. `accountId`: it must be this one's.
   */
  async verify(response: unknown, challenge: string, accountId: string | null, now: Date): Promise<string> {
    const given = response as AuthenticationResponseJSON;
    const rows = await this.db.$queryRaw<
      PasskeyRow[]
    >`SELECT * FROM ${this.table} WHERE id = ${String(given?.id ?? '')}`;
    const row = rows[0];
    if (!row || (accountId !== null && row.account_id !== accountId)) throw wrongPasskey();
    const { verified, authenticationInfo } = await orWrong(() =>
      verifyAuthenticationResponse({
        response: given,
        expectedChallenge: challenge,
        expectedOrigin: this.site.origin,
        expectedRPID: this.rpID,
        requireUserVerification: true,
        credential: { id: row.id, publicKey: new Uint8Array(row.public_key), counter: Number(row.counter) },
      }),
    );
    const handle = given.response.userHandle;
    const isOwners = !handle || Buffer.from(handle, 'base64url').equals(handleOf(row.account_id));
    if (!verified || !isOwners) throw wrongPasskey();
    const counter = authenticationInfo.newCounter;
    // Authenticators that count nothing always say zero. Two at once with the same count: one of them is a copy.
    const used = await this.db.$executeRaw`
      UPDATE ${this.table} SET counter = ${counter}, used_at = ${now}
      WHERE id = ${row.id} AND (counter < ${counter} OR (counter = 0 AND ${counter} = 0))`;
    if (used === 0) throw wrongPasskey();
    return row.account_id;
  }

  async list(accountId: string): Promise<ListedPasskey[]> {
    return (await this.rows(this.db, accountId)).map(({ ref, name, made_at, used_at }) => ({
      ...{ id: ref, name, madeAt: made_at.toISOString(), usedAt: used_at?.toISOString() ?? null },
    }));
  }

  async count(tx: Tx, accountId: string): Promise<number> {
    return (await this.rows(tx, accountId)).length;
  }

  async rename(accountId: string, ref: string, name: string): Promise<void> {
    const renamed = await this.db.$executeRaw`
      UPDATE ${this.table} SET name = ${name} WHERE ref = ${ref}::uuid AND account_id = ${accountId}::uuid`;
    if (renamed === 0) throw noSuch();
  }

  async remove(tx: Tx, accountId: string, ref: string): Promise<void> {
    const removed = await tx.$executeRaw`
      DELETE FROM ${this.table} WHERE ref = ${ref}::uuid AND account_id = ${accountId}::uuid`;
    if (removed === 0) throw noSuch();
  }

  private rows(tx: Tx, accountId: string): Promise<PasskeyRow[]> {
    return tx.$queryRaw<PasskeyRow[]>`
      SELECT * FROM ${this.table} WHERE account_id = ${accountId}::uuid ORDER BY made_at, id`;
  }
}

/** What the passkey calls the account. Random to everybody else, and no address. */
function handleOf(accountId: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(accountId.replaceAll('-', ''), 'hex'));
}

/** The library throws for whatever is not as it must be; to the person all of that is one thing. */
async function orWrong<T>(verify: () => Promise<T>): Promise<T> {
  try {
    return await verify();
  } catch (cause) {
    throw Object.assign(wrongPasskey(), { cause });
  }
}

function wrongPasskey(): Refusal {
  return new Refusal('wrong-passkey', 'This passkey did not fit, or took too long. Please try again.');
}

function noSuch(): Refusal {
  return refuse(RemovePasskey, 'not-found', 'You have no such passkey any more.');
}
