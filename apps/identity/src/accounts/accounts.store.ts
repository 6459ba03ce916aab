/** Opening, confirming and changing accounts. What a stranger can ask is answered alike for known and unknown addresses. */
import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  ChangeAccount,
  ConfirmEmail,
  DateStyle,
  type Input,
  MyAccount,
  type Output,
  type Parties,
  refuse,
  type SendCode,
  type Session,
  SetPassword,
  SignIn,
  SignUp,
} from '@sounding/contracts';
import { Clock } from '@sounding/service';
import { termsAt } from '@sounding/terms';
import { Agreements } from '../agreements/agreements.store.ts';
import { LEFT } from '../erasure/leaving-letters.ts';
import { type Prisma, PrismaClient } from '../generated/prisma/client.ts';
import { Post } from '../post/post.store.ts';
import { Codes } from './codes.store.ts';
import { after, SIGN_UP_LIVES_MS } from './limits.ts';
import { Passwords } from './passwords.argon2.ts';
import { CLIENT_REALM, Realm } from './realm.store.ts';
import { weakness } from './strength.zxcvbn.ts';
import type { SignedIn, SignInAnswer } from './tables.store.ts';

type Tx = Prisma.TransactionClient;

const WRONG_CODE =
  'This code is not right, or no longer good. Codes live ten minutes and five tries; please ask for a new one.';

@Injectable()
export class Accounts {
  constructor(
    private readonly db: PrismaClient,
    private readonly clock: Clock,
    private readonly passwords: Passwords,
    private readonly codes: Codes,
    private readonly post: Post,
    private readonly agreements: Agreements,
    @Inject(CLIENT_REALM) private readonly clients: Realm,
  ) {}

  /**
   * Keeps the sign-up until its code comes back. Each sign-up has its own password, so whoever signs up with somebody
   * else's address gains nothing by it. A known address is written to, and its account stays as it is.
   */
  async signUp(input: Input<typeof SignUp>): Promise<Output<typeof SignUp>> {
    const weak = weakness(input.password, [input.email, input.alias]);
    if (weak) throw refuse(SignUp, 'weak-password', weak);
    const now = this.clock.now();
    await this.codes.allow(input.email, now);
    const passwordHash = await this.passwords.hash(input.password);
    const { email, alias, zone } = input;
    await this.db.$transaction(async (tx) => {
      const id = randomUUID();
      const known = await tx.account.findUnique({ where: { email } });
      await tx.signUp.create({
        data: { id, email, alias, zone, passwordHash, adultAt: now, termsVersion: termsAt(now).version, madeAt: now },
      });
      // Known: the account keeps its own alias and zone, and its owner is told. Unknown: the code goes out.
      const to = { email, alias: known?.alias ?? alias, zone: known?.zone ?? zone };
      await this.codes.send(tx, 'confirm', to, known ? null : id, now, 'already-known');
    });
    return { sent: true };
  }

  /** Makes the account of the sign-up whose code came back, and signs the person in. */
  async confirm(input: Input<typeof ConfirmEmail>): Promise<SignedIn> {
    const now = this.clock.now();
    const wrong = () => refuse(ConfirmEmail, 'wrong-code', WRONG_CODE);
    const code = await this.codes.guess(input.email, 'confirm', input.code, now);
    if (!code) throw wrong();
    return this.db.$transaction(async (tx) => {
      const signUp = await tx.signUp.findUnique({ where: { id: code.target } });
      if (!signUp || !(await this.codes.use(tx, code.id, now))) throw wrong();
      const { id, email, alias, zone, passwordHash, adultAt, termsVersion } = signUp;
      const made = await tx.account.createMany({
        data: [{ id, email, alias, zone, passwordHash, adultAt, termsVersion, confirmedAt: now, changedAt: now }],
        skipDuplicates: true,
      });
      if (made.count === 0) throw wrong();
      await this.agreements.atSignUp(tx, id, termsVersion, adultAt);
      await tx.signUp.deleteMany({ where: { email } });
      await tx.code.deleteMany({ where: { email, purpose: 'confirm' } });
      return this.clients.sessions.open(tx, { id, alias, zone }, now, input);
    });
  }

  /** A fresh code, to whoever may have one; the answer says nothing about that. */
  async sendCode(input: Input<typeof SendCode>): Promise<Output<typeof SendCode>> {
    const now = this.clock.now();
    const { email, purpose } = input;
    await this.codes.allow(email, now);
    await this.db.$transaction(async (tx) => {
      const account = await tx.account.findUnique({ where: { email } });
      const signUp = await this.waitingSignUp(tx, email, now);
      const whose = purpose === 'reset' ? account : account ? null : signUp;
      const to = { email, alias: whose?.alias ?? '', zone: whose?.zone ?? 'UTC' };
      await this.codes.send(tx, purpose, to, whose?.id ?? null, now);
    });
    return { sent: true };
  }

  /** Sets a new password by code, ends every session of the account and signs in as any other first step does. */
  async setPassword(input: Input<typeof SetPassword>): Promise<SignInAnswer> {
    const now = this.clock.now();
    const weak = weakness(input.password, [input.email]);
    if (weak) throw refuse(SetPassword, 'weak-password', weak);
    const wrong = () => refuse(SetPassword, 'wrong-code', WRONG_CODE);
    const code = await this.codes.guess(input.email, 'reset', input.code, now);
    if (!code) throw wrong();
    const passwordHash = await this.passwords.hash(input.password);
    return this.db.$transaction(async (tx) => {
      if (!(await this.codes.use(tx, code.id, now))) throw wrong();
      const account = await tx.account.update({ where: { id: code.target }, data: { passwordHash, changedAt: now } });
      await this.clients.sessions.endAll(tx, account.id);
      const { email, alias, zone } = account;
      await this.post.wishOwn(tx, {
        key: `password-changed:${code.id}`,
        template: 'password-changed',
        to: { email, alias, zone, digits: null },
        uselessAt: null,
        now,
        leaves: true,
      });
      return this.clients.proceed(tx, account, now, input);
    });
  }

  async signIn(input: Input<typeof SignIn>): Promise<SignInAnswer> {
    const now = this.clock.now();
    const answer = await this.clients.withPassword(input.email, input.password, now, async (email) => {
      const signUp = await this.waitingSignUp(this.db, email, now);
      return signUp?.passwordHash ?? null;
    });
    if (answer === null) {
      throw refuse(SignIn, 'wrong-credentials', 'Address and password do not fit together. Please try again.');
    }
    if (answer === 'unconfirmed') {
      throw refuse(
        SignIn,
        'email-unconfirmed',
        'Please confirm your address first, with the code that we mailed to you.',
      );
    }
    return this.clients.proceed(this.db, answer, now, input);
  }

  async mine(accountId: string): Promise<Output<typeof MyAccount>> {
    const account = await this.db.account.findUnique({ where: { id: accountId } });
    if (!account) throw refuse(MyAccount, 'not-found', 'There is no such account.');
    return { alias: account.alias, zone: account.zone, dates: DateStyle.parse(account.dates) };
  }

  async change(accountId: string, input: Input<typeof ChangeAccount>): Promise<Session> {
    const now = this.clock.now();
    const data = {
      ...(input.alias === undefined ? {} : { alias: input.alias }),
      ...(input.zone === undefined ? {} : { zone: input.zone }),
      ...(input.dates === undefined ? {} : { dates: input.dates }),
    };
    const found = await this.db.account.updateManyAndReturn({
      where: { id: accountId },
      data: { ...data, changedAt: now },
    });
    const account = found[0];
    if (!account) throw refuse(ChangeAccount, 'not-found', 'There is no such account.');
    const newest = await this.db.session.findFirst({ where: { accountId }, orderBy: { expiresAt: 'desc' } });
    if (!newest) throw refuse(ChangeAccount, 'not-signed-in', 'You are signed out. Please sign in again.');
    return {
      accountId,
      alias: account.alias,
      realm: 'client',
      zone: account.zone,
      expiresAt: newest.expiresAt.toISOString(),
    };
  }

  /** In the order asked; who never was is left out. */
  async aliases(accountIds: readonly string[]): Promise<{ names: { accountId: string; alias: string }[] }> {
    const known = new Map((await this.found(accountIds)).map(({ accountId, alias }) => [accountId, alias]));
    const missing = accountIds.filter((id) => !known.has(id));
    const gone = missing.length > 0 ? await this.gone(missing) : new Set<string>();
    return {
      names: accountIds.flatMap((accountId) => {
        const alias = known.get(accountId) ?? (gone.has(accountId) ? LEFT : null);
        return alias === null ? [] : { accountId, alias };
      }),
    };
  }

  private async gone(accountIds: string[]): Promise<Set<string>> {
    const rows = await this.db.erasure.findMany({
      where: { accountId: { in: accountIds }, state: 'done' },
      select: { accountId: true },
    });
    return new Set(rows.map(({ accountId }) => accountId));
  }

  /** Who stands on a document, in the order asked; unknown accounts are left out. The zone is for its times, and for receipts alone. */
  async parties(accountIds: readonly string[]): Promise<Output<typeof Parties>> {
    return { parties: await this.found(accountIds) };
  }

  private async found(accountIds: readonly string[]): Promise<{ accountId: string; alias: string; zone: string }[]> {
    const rows = await this.db.account.findMany({
      where: { id: { in: [...new Set(accountIds)] } },
      select: { id: true, alias: true, zone: true },
    });
    const byId = new Map(rows.map(({ id, alias, zone }) => [id, { accountId: id, alias, zone }]));
    return accountIds.flatMap((accountId) => byId.get(accountId) ?? []);
  }

  /** Forgets what is over: sessions, codes, sign-ups without their code, tallies. */
  async forgetOver(): Promise<void> {
    const now = this.clock.now();
    await this.clients.sessions.forgetOver(now);
    await this.clients.halves.forgetOver(now);
    await this.db.emailChange.deleteMany({ where: { expiresAt: { lte: now } } });
    await this.db.code.deleteMany({ where: { expiresAt: { lte: after(now, -SIGN_UP_LIVES_MS) } } });
    await this.db.signUp.deleteMany({ where: { madeAt: { lte: after(now, -SIGN_UP_LIVES_MS) } } });
    await this.db.tally.deleteMany({ where: { endsAt: { lte: now } } });
  }

  private waitingSignUp(db: Pick<PrismaClient, 'signUp'> | Tx, email: string, now: Date) {
    return db.signUp.findFirst({
      where: { email, madeAt: { gt: after(now, -SIGN_UP_LIVES_MS) } },
      orderBy: { madeAt: 'desc' },
    });
  }
}
