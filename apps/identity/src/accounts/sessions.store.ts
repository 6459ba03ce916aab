/** The sessions of one realm: opened, found by their token, listed, ended, and given a new token when what they may do changes. */
import { Refusal, type Session } from '@sounding/contracts';
import { type PrismaClient } from '../generated/prisma/client.ts';
import { after, SEEN_EVERY_MS, SESSIONS } from './limits.ts';
import type { Secrets } from './secrets.crypto.ts';
import {
  type Browser,
  type Factor,
  type Person,
  type RealmName,
  type SignedIn,
  TABLES,
  type Tx,
} from './tables.store.ts';

interface SessionRow {
  readonly account_id: string;
  readonly alias: string;
  readonly zone: string;
  readonly expires_at: Date;
  readonly seen_at: Date;
}

interface ListedRow {
  readonly id: Uint8Array;
  readonly ref: string;
  readonly device: string;
  readonly made_at: Date;
  readonly seen_at: Date;
}

export interface Listed {
  readonly id: string;
  readonly device: string;
  readonly madeAt: string;
  readonly seenAt: string;
  readonly current: boolean;
}

export class Sessions {
  private readonly tables;
  private readonly limits;

  constructor(
    private readonly realm: RealmName,
    private readonly db: PrismaClient,
    private readonly secrets: Secrets,
  ) {
    this.tables = TABLES[realm];
    this.limits = SESSIONS[realm];
  }

  /**
   * A new session with a new token, whatever token the browser came with; the session that it had ends. Only the token's keyed hash is
   * stored; the token itself is told this once.
   */
  async open(
    tx: Tx,
    person: Person,
    now: Date,
    { device, replaces }: Browser,
    factor: Factor | null = null,
  ): Promise<SignedIn> {
    const token = this.secrets.newToken();
    const expiresAt = after(now, this.limits.livesMs);
    if (replaces) await this.endOne(tx, replaces);
    await tx.$executeRaw`
      INSERT INTO ${this.tables.session} (id, account_id, made_at, seen_at, expires_at, device, factor)
      VALUES (${this.secrets.tokenId(token)}, ${person.id}::uuid, ${now}, ${now}, ${expiresAt}, ${device}, ${factor})`;
    return { token, session: this.sessionOf(person, expiresAt) };
  }

  /**
   * Refuses `not-signed-in` when the token is unknown, signed out, over, or was not used for too long; and for staff also when no second
   * factor was proven, however such a session came to be.
   */
  async whoIs(token: string, now: Date): Promise<Session> {
    const { account, session } = this.tables;
    const id = this.secrets.tokenId(token);
    const rows = await this.db.$queryRaw<SessionRow[]>`
      SELECT s.account_id, a.alias, a.zone, s.expires_at, s.seen_at
      FROM ${session} s JOIN ${account} a ON a.id = s.account_id
      WHERE s.id = ${id} AND s.expires_at > ${now} AND s.seen_at > ${after(now, -this.limits.idleMs)}
        AND (${this.realm !== 'staff'} OR s.factor IS NOT NULL)`;
    const row = rows[0];
    if (!row) throw signedOut();
    const stale = after(now, -SEEN_EVERY_MS);
    if (row.seen_at <= stale) {
      await this.db.$executeRaw`UPDATE ${session} SET seen_at = ${now} WHERE id = ${id} AND seen_at <= ${stale}`;
    }
    return this.sessionOf({ id: row.account_id, alias: row.alias, zone: row.zone }, row.expires_at);
  }

  /** Signing out twice, or with a token that never was, is signed out too. */
  async signOut(token: string): Promise<void> {
    await this.endOne(this.db, token);
  }

  /** The person's sessions that are good, the newest first. */
  async list(accountId: string, token: string, now: Date): Promise<Listed[]> {
    const own = Buffer.from(this.secrets.tokenId(token));
    const rows = await this.db.$queryRaw<ListedRow[]>`
      SELECT id, ref, device, made_at, seen_at FROM ${this.tables.session}
      WHERE account_id = ${accountId}::uuid AND expires_at > ${now} AND seen_at > ${after(now, -this.limits.idleMs)}
      ORDER BY made_at DESC, ref LIMIT 200`;
    return rows.map(({ id, ref, device, made_at, seen_at }) => ({
      ...{ id: ref, device, madeAt: made_at.toISOString(), seenAt: seen_at.toISOString() },
      current: own.equals(id),
    }));
  }

  /** Ends one of the person's sessions; false when they have none with this id. */
  async end(accountId: string, ref: string): Promise<boolean> {
    const ended = await this.db.$executeRaw`
      DELETE FROM ${this.tables.session} WHERE ref = ${ref}::uuid AND account_id = ${accountId}::uuid`;
    return ended > 0;
  }

  /** Ends all of the person's sessions but the one of this token, which must be theirs. Answers how many. */
  async endOthers(tx: Tx, accountId: string, token: string): Promise<number> {
    await this.mustBe(tx, accountId, token);
    return tx.$executeRaw`
      DELETE FROM ${this.tables.session}
      WHERE account_id = ${accountId}::uuid AND id <> ${this.secrets.tokenId(token)}`;
  }

  async endAll(tx: Tx, accountId: string): Promise<void> {
    await tx.$executeRaw`DELETE FROM ${this.tables.session} WHERE account_id = ${accountId}::uuid`;
  }

  /** The same session under a new token; the old one is nobody's from then on. Two at once: one of them is signed out. */
  async rotate(tx: Tx, accountId: string, token: string): Promise<SignedIn> {
    const { account, session } = this.tables;
    const fresh = this.secrets.newToken();
    const rows = await tx.$queryRaw<SessionRow[]>`
      UPDATE ${session} s SET id = ${this.secrets.tokenId(fresh)} FROM ${account} a
      WHERE s.id = ${this.secrets.tokenId(token)} AND s.account_id = ${accountId}::uuid AND a.id = s.account_id
      RETURNING s.account_id, a.alias, a.zone, s.expires_at, s.seen_at`;
    const row = rows[0];
    if (!row) throw signedOut();
    return { token: fresh, session: this.sessionOf({ id: accountId, ...row }, row.expires_at) };
  }

  async forgetOver(now: Date): Promise<void> {
    await this.db.$executeRaw`
      DELETE FROM ${this.tables.session} WHERE expires_at <= ${now} OR seen_at <= ${after(now, -this.limits.idleMs)}`;
  }

  private async mustBe(tx: Tx, accountId: string, token: string): Promise<void> {
    const rows = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM ${this.tables.session}
      WHERE id = ${this.secrets.tokenId(token)} AND account_id = ${accountId}::uuid`;
    if (rows.length === 0) throw signedOut();
  }

  private async endOne(tx: Tx, token: string): Promise<void> {
    await tx.$executeRaw`DELETE FROM ${this.tables.session} WHERE id = ${this.secrets.tokenId(token)}`;
  }

  private sessionOf({ id, alias, zone }: Person, expiresAt: Date): Session {
    return { accountId: id, alias, realm: this.realm, zone, expiresAt: expiresAt.toISOString() };
  }
}

function signedOut(): Refusal {
  return new Refusal('not-signed-in', 'You are signed out. Please sign in again.');
}
