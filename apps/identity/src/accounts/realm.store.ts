/**
 * Signing in and being somebody, for one realm. Clients and staff are two instances of this class with their own tables and
 * secret; no row and no token of one means anything in the other.
 */
import { ChangePassword, type Input, Refusal, refuse } from '@sounding/contracts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { type Limit, PROOFS } from './limits.ts';
import type { Passwords } from './passwords.argon2.ts';
import type { Secrets } from './secrets.crypto.ts';
import { Sessions } from './sessions.store.ts';
import { weakness } from './strength.zxcvbn.ts';
import { type Person, type RealmName, type SignedIn, TABLES, type Tx } from './tables.store.ts';
import type { Tallies } from './tally.store.ts';

export const CLIENT_REALM = Symbol('client realm');
export const STAFF_REALM = Symbol('staff realm');

interface AccountRow extends Person {
  readonly password_hash: string;
}

export class Realm {
  readonly sessions: Sessions;

  constructor(
    readonly name: RealmName,
    private readonly signInLimit: Limit,
    private readonly db: PrismaClient,
    private readonly secrets: Secrets,
    private readonly passwords: Passwords,
    private readonly tallies: Tallies,
  ) {
    this.sessions = new Sessions(name, db, secrets);
  }

  /**
   * Who has this address and password; null for a wrong one of either: the same work and the same answer. `waiting` looks for a hash to
   * check when there is no account (a sign-up without its code); when that one is right, the answer is `unconfirmed`.
   */
  async withPassword(
    email: string,
    password: string,
    now: Date,
    waiting: (email: string) => Promise<string | null> = async () => null,
  ): Promise<Person | 'unconfirmed' | null> {
    const whom = this.secrets.whom(email);
    await this.tallies.count(this.signInLimit, whom, now);
    const rows = await this.db.$queryRaw<AccountRow[]>`
      SELECT id, alias, zone, password_hash FROM ${TABLES[this.name].account} WHERE email = ${email}`;
    const account = rows[0];
    const hash = account?.password_hash ?? (await waiting(email));
    if (!(await this.passwords.isRight(hash, password))) return null;
    await this.tallies.forget(this.signInLimit, whom);
    return account ?? 'unconfirmed';
  }

  /** Asks somebody who is signed in for their password again; refuses `wrong-credentials`, and rests after five wrong ones. */
  async mustKnow(accountId: string, password: string, now: Date): Promise<void> {
    const whom = this.secrets.whom(`${this.name}/${accountId}`);
    await this.tallies.count(PROOFS, whom, now);
    const rows = await this.db.$queryRaw<{ password_hash: string }[]>`
      SELECT password_hash FROM ${TABLES[this.name].account} WHERE id = ${accountId}::uuid`;
    if (!(await this.passwords.isRight(rows[0]?.password_hash ?? null, password))) throw wrongProof();
    await this.tallies.forget(PROOFS, whom);
  }

  /** Asks for what proves that it is still the same person: the password. */
  async mustProve(accountId: string, proof: string, now: Date): Promise<void> {
    await this.mustKnow(accountId, proof, now);
  }

  /** A new password for whoever knows the old one: other sessions end, this one gets a new token. */
  async changePassword(accountId: string, input: Input<typeof ChangePassword>, now: Date): Promise<SignedIn> {
    const { account } = TABLES[this.name];
    const rows = await this.db.$queryRaw<{ email: string; alias: string }[]>`
      SELECT email, alias FROM ${account} WHERE id = ${accountId}::uuid`;
    const weak = weakness(input.password, rows[0] ? [rows[0].email, rows[0].alias] : []);
    if (weak) throw refuse(ChangePassword, 'weak-password', weak);
    await this.mustKnow(accountId, input.old, now);
    const passwordHash = await this.passwords.hash(input.password);
    return this.db.$transaction(async (tx) => {
      await tx.$executeRaw`UPDATE ${account} SET password_hash = ${passwordHash} WHERE id = ${accountId}::uuid`;
      await this.sessions.endOthers(tx, accountId, input.token);
      return this.sessions.rotate(tx, accountId, input.token);
    });
  }
}

export function wrongProof(): Refusal {
  return new Refusal('wrong-credentials', 'That was not right. Nothing was changed. Please try again.');
}
