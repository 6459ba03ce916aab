/**
 * Signing in and being somebody, for one realm. Clients and staff are two instances of this class with their own tables and
 * secret; no row and no token of one means anything in the other.
 */
import { randomUUID } from 'node:crypto';
import {
  ChangePassword,
  type FinishPasskeySignIn,
  type FinishSignIn,
  type Input,
  Refusal,
  refuse,
  type StaffFinishEnrolment,
} from '@sounding/contracts';
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import type { Post } from '../post/post.store.ts';
import type { AddressBook } from './address-book.crypto.ts';
import { Factors, type Way } from './factors.store.ts';
import { type Half, Halves, over } from './halves.store.ts';
import { type Limit, PROOFS } from './limits.ts';
import { Passkeys, type Site } from './passkeys.webauthn.ts';
import type { Passwords } from './passwords.argon2.ts';
import type { Secrets } from './secrets.crypto.ts';
import { Sessions } from './sessions.store.ts';
import { weakness } from './strength.zxcvbn.ts';
import {
  type Browser,
  type Factor,
  type Person,
  type RealmName,
  type SignedIn,
  type SignInAnswer,
  TABLES,
  type Tx,
} from './tables.store.ts';
import type { Tallies } from './tally.store.ts';
import type { AppSecret } from './totp.otpauth.ts';

export const CLIENT_REALM = Symbol('client realm');
export const STAFF_REALM = Symbol('staff realm');

export class Realm {
  readonly sessions: Sessions;
  readonly factors: Factors;
  readonly halves: Halves;
  readonly passkeys: Passkeys;

  constructor(
    readonly name: RealmName,
    private readonly signInLimit: Limit,
    private readonly db: PrismaClient,
    private readonly secrets: Secrets,
    private readonly passwords: Passwords,
    private readonly tallies: Tallies,
    private readonly addresses: AddressBook,
    private readonly post: Post,
    site: Site,
  ) {
    this.sessions = new Sessions(name, db, secrets);
    this.factors = new Factors(name, db, secrets, tallies, addresses);
    this.halves = new Halves(name, db, secrets);
    this.passkeys = new Passkeys(name, db, site, addresses);
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
    const account = await this.addresses.find(this.db, this.name, email);
    // Looked for in any case: known and unknown addresses cause the same statements.
    const waitingHash = await waiting(email);
    const hash = account?.passwordHash ?? waitingHash;
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

  /**
   * Asks somebody who is signed in to prove again who they are: by their password, or by a code of their app. `strict`, where a second
   * factor itself is changed: whoever has an app must give its code or a recovery code, because a password is what thieves have.
   */
  async mustProve(accountId: string, proof: string, now: Date, strict = false): Promise<void> {
    const ways = await this.factors.ways(this.db, accountId);
    // Whoever has passkeys alone was verified by one to be here; a code is asked of whoever has an app.
    const isCode = ways.includes('totp') && (strict || /^\d{3} ?\d{3}$/.test(proof));
    if (!isCode) return this.mustKnow(accountId, proof, now);
    if (!(await this.factors.use(accountId, proof, now))) throw wrongProof();
  }

  /**
   * The first step was right. Without a second factor that is all, and the person is signed in; staff must enrol one first. With one, a
   * token that finishes this sign-in and opens nothing.
   */
  async proceed(tx: Tx, person: Person, now: Date, browser: Browser): Promise<SignInAnswer> {
    const ways = await this.factors.ways(tx, person.id);
    if (ways.length === 0 && this.name === 'client') return this.sessions.open(tx, person, now, browser);
    const needs = ways.length === 0 ? 'enrolment' : 'second-factor';
    return { ...(await this.halves.begin(tx, { accountId: person.id, step: needs }, now)), needs, ways };
  }

  async halfWay(half: string, now: Date): Promise<{ needs: 'second-factor' | 'enrolment'; ways: Way[] }> {
    const { accountId, step } = await this.halves.at(half, ['second-factor', 'enrolment'], now);
    if (!accountId) throw over();
    return { needs: step as 'second-factor' | 'enrolment', ways: await this.factors.ways(this.db, accountId) };
  }

  /** Finishes a sign-in with a code of the app or a recovery code. */
  async finish({ half, code, ...browser }: Input<typeof FinishSignIn>, now: Date): Promise<SignedIn> {
    const found = await this.halves.try(half, ['second-factor'], now);
    if (!found.accountId) throw over();
    const used = await this.factors.use(found.accountId, code, now);
    if (!used) throw wrongCode();
    return this.end(found, found.accountId, used, browser, now);
  }

  /** What the browser needs to sign in by passkey: as the second step of a half-done sign-in, or as all of it. */
  async beginPasskeySignIn(half: string | null, now: Date) {
    const under = half === null ? null : await this.halves.at(half, ['second-factor', 'passkey'], now).catch(orNone);
    if (half !== null && under?.step === 'second-factor') {
      const options = await this.passkeys.request(under.accountId);
      await this.halves.remember(half, options.challenge);
      return { half, expiresAt: under.expiresAt, options: { ...options } };
    }
    const options = await this.passkeys.request(null);
    const begun = await this.halves.begin(this.db, { accountId: null, step: 'passkey', keep: options.challenge }, now);
    return { ...begun, options: { ...options } };
  }

  async finishPasskeySignIn({ half, response, ...browser }: Input<typeof FinishPasskeySignIn>, now: Date) {
    const found = await this.halves.take(half, ['second-factor', 'passkey'], now);
    const accountId = await this.passkeys.verify(response, found.kept, found.accountId, now);
    return this.end(found, accountId, 'passkey', browser, now);
  }

  /** For whoever must have a second factor and has none: a secret for their app. */
  async beginEnrolment(half: string, now: Date): Promise<AppSecret> {
    const { accountId } = await this.halves.at(half, ['enrolment'], now);
    if (!accountId) throw over();
    return this.factors.beginTotp(accountId);
  }

  async finishEnrolment(
    { half, code, ...browser }: Input<typeof StaffFinishEnrolment>,
    now: Date,
  ): Promise<SignedIn & { recoveryCodes: string[] }> {
    const found = await this.halves.try(half, ['enrolment'], now);
    const { accountId } = found;
    if (!accountId) throw over();
    return this.db.$transaction(async (tx) => {
      // Two that began at once: whoever finishes first enrols, the other signs in again and is asked for that factor.
      if ((await this.factors.ways(tx, accountId)).length > 0) throw over();
      const recoveryCodes = await this.factors.confirmTotp(tx, accountId, code, now);
      if (!recoveryCodes) throw wrongCode();
      await this.halves.finish(tx, found);
      const person = await this.person(tx, accountId);
      return { ...(await this.sessions.open(tx, person, now, browser, 'totp')), recoveryCodes };
    });
  }

  /** Changes a second factor of somebody who has proven who they are; in the same commit the session gets a new token, and they a mail. */
  async changeFactors<T>(
    accountId: string,
    token: string,
    now: Date,
    change: (tx: Prisma.TransactionClient) => Promise<T>,
  ) {
    return this.db.$transaction(async (tx) => {
      const changed = await change(tx);
      await this.tell(tx, accountId, now);
      return { ...(await this.sessions.rotate(tx, accountId, token)), changed };
    });
  }

  private end(found: Half, accountId: string, factor: Factor, browser: Browser, now: Date): Promise<SignedIn> {
    return this.db.$transaction(async (tx) => {
      await this.halves.finish(tx, found);
      return this.sessions.open(tx, await this.person(tx, accountId), now, browser, factor);
    });
  }

  async byEmail(email: string): Promise<Person | null> {
    return this.addresses.find(this.db, this.name, email);
  }

  private async person(tx: Tx, accountId: string): Promise<Person> {
    const rows = await tx.$queryRaw<Person[]>`
      SELECT id, alias, zone FROM ${TABLES[this.name].account} WHERE id = ${accountId}::uuid`;
    if (!rows[0]) throw over();
    return rows[0];
  }

  /** A new password for whoever knows the old one: other sessions end, this one gets a new token. */
  async changePassword(accountId: string, input: Input<typeof ChangePassword>, now: Date): Promise<SignedIn> {
    const { account } = TABLES[this.name];
    const email = await this.addresses.mine(this.db, this.name, accountId);
    const { alias } = await this.person(this.db, accountId);
    const weak = weakness(input.password, [email, alias]);
    if (weak) throw refuse(ChangePassword, 'weak-password', weak);
    await this.mustKnow(accountId, input.old, now);
    const passwordHash = await this.passwords.hash(input.password);
    return this.db.$transaction(async (tx) => {
      await tx.$executeRaw`UPDATE ${account} SET password_hash = ${passwordHash} WHERE id = ${accountId}::uuid`;
      await this.sessions.endOthers(tx, accountId, input.token);
      await this.tell(tx, accountId, now);
      return this.sessions.rotate(tx, accountId, input.token);
    });
  }

  /** Whoever did not change how they sign in learns here that somebody else did (ASVS 6.3.7). */
  private async tell(tx: Prisma.TransactionClient, accountId: string, now: Date): Promise<void> {
    const { alias, zone } = await this.person(tx, accountId);
    const email = await this.addresses.mine(tx, this.name, accountId);
    await this.post.wishOwn(tx, {
      ...{ key: `signing-changed:${randomUUID()}`, template: 'signing-changed' },
      ...{ to: { email, alias, zone, digits: null }, uselessAt: null, now, leaves: true },
    });
  }
}

export function wrongProof(): Refusal {
  return new Refusal('wrong-credentials', 'That was not right. Nothing was changed. Please try again.');
}

function wrongCode(): Refusal {
  return new Refusal(
    'wrong-code',
    'This code is not right, or was used before. Please wait for the next one and try that.',
  );
}

/** A cookie of a sign-in that is over is none. */
function orNone(error: unknown): null {
  if (error instanceof Refusal && error.code === 'sign-in-over') return null;
  throw error;
}
