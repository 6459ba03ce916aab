/**
 * Signing in and being somebody, for one realm. Clients and staff are two instances of this class with their own tables and
 * secret; no row and no token of one means anything in the other.
 */
import { Refusal, type Session } from '@sounding/contracts';
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';
import { after, type Limit, SESSION_LIVES_MS } from './limits.ts';
import type { Passwords } from './passwords.argon2.ts';
import type { Secrets } from './secrets.crypto.ts';
import type { Tallies } from './tally.store.ts';

export const CLIENT_REALM = Symbol('client realm');
export const STAFF_REALM = Symbol('staff realm');

export interface SignedIn {
  token: string;
  session: Session;
}

export interface Person {
  readonly id: string;
  readonly alias: string;
  readonly zone: string;
}

interface AccountRow extends Person {
  readonly password_hash: string;
}

interface SessionRow {
  readonly account_id: string;
  readonly alias: string;
  readonly zone: string;
  readonly expires_at: Date;
}

const TABLES = {
  client: { account: Prisma.sql`account`, session: Prisma.sql`session` },
  staff: { account: Prisma.sql`staff_account`, session: Prisma.sql`staff_session` },
} as const;

type Tx = Pick<Prisma.TransactionClient, '$queryRaw' | '$executeRaw'>;

export class Realm {
  constructor(
    readonly name: 'client' | 'staff',
    private readonly signInLimit: Limit,
    private readonly db: PrismaClient,
    private readonly secrets: Secrets,
    private readonly passwords: Passwords,
    private readonly tallies: Tallies,
  ) {}

  /**
   * Opens a session with a new token, or answers null for a wrong address or password: the same work and the same answer.
   * `waiting` looks for a hash to check when there is no account (a sign-up without its code); when that one is right,
   * the answer is `unconfirmed`.
   */
  async signIn(
    email: string,
    password: string,
    now: Date,
    waiting: (email: string) => Promise<string | null> = async () => null,
  ): Promise<SignedIn | 'unconfirmed' | null> {
    const whom = this.secrets.whom(email);
    await this.tallies.count(this.signInLimit, whom, now);
    const rows = await this.db.$queryRaw<AccountRow[]>`
      SELECT id, alias, zone, password_hash FROM ${TABLES[this.name].account} WHERE email = ${email}`;
    const account = rows[0];
    const hash = account?.password_hash ?? (await waiting(email));
    if (!(await this.passwords.isRight(hash, password))) return null;
    await this.tallies.forget(this.signInLimit, whom);
    return account ? this.open(this.db, account, now) : 'unconfirmed';
  }

  /** A new session with a new token. Only its keyed hash is stored; the token is told this once. */
  async open(tx: Tx, person: Person, now: Date): Promise<SignedIn> {
    const token = this.secrets.newToken();
    const expiresAt = after(now, SESSION_LIVES_MS);
    await tx.$executeRaw`
      INSERT INTO ${TABLES[this.name].session} (id, account_id, made_at, expires_at)
      VALUES (${this.secrets.tokenId(token)}, ${person.id}::uuid, ${now}, ${expiresAt})`;
    return { token, session: this.sessionOf(person, expiresAt) };
  }

  /** Refuses `not-signed-in` when the token is unknown, signed out or over. */
  async whoIs(token: string, now: Date): Promise<Session> {
    const { account, session } = TABLES[this.name];
    const rows = await this.db.$queryRaw<SessionRow[]>`
      SELECT s.account_id, a.alias, a.zone, s.expires_at
      FROM ${session} s JOIN ${account} a ON a.id = s.account_id
      WHERE s.id = ${this.secrets.tokenId(token)} AND s.expires_at > ${now}`;
    const row = rows[0];
    if (!row) throw new Refusal('not-signed-in', 'You are signed out. Please sign in again.');
    return this.sessionOf({ id: row.account_id, alias: row.alias, zone: row.zone }, row.expires_at);
  }

  /** Signing out twice, or with a token that never was, is signed out too. */
  async signOut(token: string): Promise<void> {
    await this.db.$executeRaw`
      DELETE FROM ${TABLES[this.name].session} WHERE id = ${this.secrets.tokenId(token)}`;
  }

  async endAll(tx: Tx, accountId: string): Promise<void> {
    await tx.$executeRaw`DELETE FROM ${TABLES[this.name].session} WHERE account_id = ${accountId}::uuid`;
  }

  async forgetOver(now: Date): Promise<void> {
    await this.db.$executeRaw`DELETE FROM ${TABLES[this.name].session} WHERE expires_at <= ${now}`;
  }

  private sessionOf(person: Person, expiresAt: Date): Session {
    return {
      accountId: person.id,
      alias: person.alias,
      realm: this.name,
      zone: person.zone,
      expiresAt: expiresAt.toISOString(),
    };
  }
}
