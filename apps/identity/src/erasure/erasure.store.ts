/** The rows of erasures. A move is one commit: the state, what follows from it in identity's own tables, and what is said. */
import { createHash, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Bus, emit, forgetAnswers } from '@sounding/bus';
import { Certificate, canonicalJson, ErasureLate, type Gone, type Kept, type Obstacle } from '@sounding/contracts';
import { Keyring, ownerOf } from '@sounding/service';
import { keptSinceOf } from '@sounding/terms';
import { AddressBook } from '../accounts/address-book.crypto.ts';
import { CLIENT_REALM, type Realm } from '../accounts/realm.store.ts';
import { Secrets } from '../accounts/secrets.crypto.ts';
import { Prisma, PrismaClient, type Erasure as Row } from '../generated/prisma/client.ts';
import { Post } from '../post/post.store.ts';
import { certificateLines, certificateOf, identityRows } from './certificate.ts';
import {
  DEADLINE_MS,
  type Erasure,
  type Heard,
  isLate,
  PAUSE_MS,
  type State,
  type Step,
  step,
  waitsFor,
} from './erasure.ts';
import { LEFT, type LeavingTemplate, type LeavingWords, obstacleWords } from './leaving-letters.ts';

type Tx = Prisma.TransactionClient;

/** While one copy of the service moves an erasure, no other takes it; a copy that died leaves it free again after this. */
const LEASE_MS = 2 * 60_000;
/** The last mail is not tried for ever: with it goes the address. */
const LAST_MAIL_LIVES_MS = 7 * 24 * 3_600_000;
const PAGE = 1_000;

interface Address {
  readonly email: string;
  readonly alias: string;
  readonly zone: string;
}

function erasureOf(row: Row): Erasure {
  return {
    ...row,
    state: row.state as State,
    steps: row.steps as unknown as Step[],
    inTheWay: row.inTheWay as unknown as Obstacle[],
  };
}

const json = (value: unknown) => value as Prisma.InputJsonValue;

@Injectable()
export class Erasures {
  constructor(
    private readonly db: PrismaClient,
    private readonly bus: Bus,
    private readonly secrets: Secrets,
    private readonly post: Post,
    private readonly addresses: AddressBook,
    private readonly keyring: Keyring,
    @Inject(CLIENT_REALM) private readonly clients: Realm,
  ) {}

  /** The erasure of an account that was not called off; null when there is none. */
  async of(accountId: string): Promise<Erasure | null> {
    const row = await this.db.erasure.findFirst({ where: { accountId, state: { not: 'called-off' } } });
    return row && erasureOf(row);
  }

  /** Asked twice is once: the second asking finds the first. */
  async ask(accountId: string, now: Date): Promise<Erasure> {
    const beginsAt = new Date(now.getTime() + PAUSE_MS);
    const deadline = new Date(now.getTime() + DEADLINE_MS);
    await this.bus.commit(async (tx: Tx) => {
      const id = randomUUID();
      const { count } = await tx.erasure.createMany({
        data: [{ id, accountId, state: 'asked', askedAt: now, beginsAt, deadline, nextLookAt: beginsAt }],
        skipDuplicates: true,
      });
      if (count === 0) return;
      const when = `${beginsAt.toISOString().slice(0, 16).replace('T', ' at ')} UTC`;
      const lines = [`We begin on ${when}. Until then, and while anything is in the way, you can call it off.`];
      await this.write(tx, accountId, { id, template: 'leaving-asked', said: { lines, path: '/account/leave' } }, now);
    });
    const made = await this.of(accountId);
    if (!made) throw new Error('an erasure that was just asked for is not there');
    return made;
  }

  /** Takes one that is due, for two minutes. */
  async take(now: Date): Promise<Erasure | null> {
    const rows = await this.db.$queryRaw<{ id: string }[]>`
      UPDATE erasure SET next_look_at = ${new Date(now.getTime() + LEASE_MS)} WHERE id = (
        SELECT id FROM erasure WHERE next_look_at <= ${now} ORDER BY next_look_at LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING id`;
    const id = rows[0]?.id;
    return id ? erasureOf(await this.db.erasure.findUniqueOrThrow({ where: { id } })) : null;
  }

  /** Moves an erasure by a message. Null when the message has no place any more, and nothing changed. */
  async hear(id: string, heard: Heard, now: Date): Promise<Erasure | null> {
    return this.bus.commit(async (tx: Tx) => {
      await tx.$queryRaw`SELECT 1 FROM erasure WHERE id = ${id}::uuid FOR UPDATE`;
      const row = await tx.erasure.findUniqueOrThrow({ where: { id } });
      const had = erasureOf(row);
      const after = step(had, heard, now);
      if (!after) return null;
      const more = await this.effects(tx, row, had, after, now);
      const late = isLate(after, now);
      const over = after.state === 'done' || after.state === 'called-off';
      if (late || (over && had.lateSaidAt)) await this.sayLate(tx, after, over, now);
      const { state, steps, inTheWay, tries, nextLookAt } = after;
      const kept = { state, steps: json(steps), inTheWay: json(inTheWay), tries, nextLookAt };
      await tx.erasure.update({ where: { id }, data: { ...kept, ...(late ? { lateSaidAt: now } : {}), ...more } });
      return after;
    });
  }

  /** What a move does in identity's own tables; answers the columns that only it writes. */
  private async effects(tx: Tx, row: Row, had: Erasure, after: Erasure, now: Date): Promise<Prisma.ErasureUpdateInput> {
    if (after.state === 'done') return this.finish(tx, row, after, now);
    if (after.state === had.state) {
      if (after.state === 'waiting' && had.inTheWay.length === 0 && after.inTheWay.length > 0) {
        const lines = [obstacleWords(after.inTheWay.map(({ kind }) => kind))];
        const mail = { id: row.id, template: 'leaving-waits' as const, said: { lines, path: '/account/leave' } };
        await this.write(tx, row.accountId, mail, now);
      }
      return {};
    }
    if (after.state === 'erasing') return this.begin(tx, row, now);
    if (after.state === 'called-off') {
      const mail = { id: row.id, template: 'leaving-called-off' as const, said: { lines: [], path: '/account' } };
      await this.write(tx, row.accountId, mail, now);
    }
    return {};
  }

  /** The point of no return: nobody signs in any more, and the address is known to this row alone. */
  private async begin(tx: Tx, row: Row, now: Date): Promise<Prisma.ErasureUpdateInput> {
    const { accountId } = row;
    const { alias, zone } = await tx.account.findUniqueOrThrow({ where: { id: accountId } });
    const email = await this.addresses.mine(tx, 'client', accountId);
    const theirs = await this.addresses.where(email);
    const address: Address = { email, alias, zone };
    await this.clients.sessions.endAll(tx, accountId);
    await tx.signUp.deleteMany({ where: theirs });
    await tx.code.deleteMany({ where: { OR: [...theirs.OR, { target: accountId }] } });
    await tx.emailChange.deleteMany({ where: { accountId } });
    // A sign-in that is half done, or a passkey, would open the account again.
    await tx.$executeRaw`DELETE FROM half_session WHERE account_id = ${accountId}::uuid`;
    await this.clients.factors.forgetSince(tx, accountId, new Date(0));
    await tx.outboundMail.deleteMany({ where: { accountId } });
    const nobody = {
      ownName: null,
      ownNameSealed: null,
      // Sealed by the clock, like every address that was written in clear.
      email: `${accountId}@erased.invalid`,
      alias: LEFT,
      zone: 'UTC',
      passwordHash: '$argon2id$erased',
    };
    await tx.account.update({ where: { id: accountId }, data: { ...nobody, changedAt: now } });
    return { begunAt: now, address: this.secrets.seal(rowName(row.id), JSON.stringify(address)) };
  }

  private async finish(tx: Tx, row: Row, after: Erasure, now: Date): Promise<Prisma.ErasureUpdateInput> {
    if (!row.address) throw new Error('an erasure that begun without an address');
    const to = JSON.parse(this.secrets.open(rowName(row.id), row.address)) as Address;
    const held = { sessions: 0, mails: await tx.outboundMail.count({ where: { accountId: row.accountId } }) };
    const own: { goes: Gone[]; stays: Kept[] } = identityRows(held, now);
    const plain = certificateOf(after, row.number, own, now);
    const hash = createHash('sha256').update(canonicalJson(plain)).digest('hex');
    const certificate = Certificate.parse({ ...plain, hash });
    const token = this.secrets.newToken();
    await this.remove(tx, row.accountId);
    await this.post.wishOwn(tx, {
      key: `erased:${row.id}`,
      template: 'erased',
      to: { ...to, digits: null, said: { lines: certificateLines(certificate), path: `/erased/${token}` } },
      uselessAt: new Date(now.getTime() + LAST_MAIL_LIVES_MS),
      now,
      leaves: true,
    });
    return { doneAt: now, address: null, tokenHash: digest(token), certificate: json(certificate) };
  }

  /** Every row of an account but the number of it. Sessions go with the account. */
  private async remove(tx: Tx, accountId: string): Promise<void> {
    const account = await tx.account.findUnique({ where: { id: accountId } });
    if (account) {
      const [email] = await this.addresses.of('client', [account], tx);
      const theirs = await this.addresses.where(email ?? '');
      await tx.signUp.deleteMany({ where: theirs });
      await tx.code.deleteMany({ where: theirs });
    }
    await tx.outboundMail.deleteMany({ where: { accountId } });
    await tx.account.deleteMany({ where: { id: accountId } });
    await this.keyring.destroy(tx, ownerOf('person', accountId));
    await forgetAnswers(tx, accountId);
  }

  /**
   * Another service has erased this account, and this database does not know: it was restored from before. The account goes again.
   * Answers whether there was anything to do.
   */
  async erasedElsewhere(accountId: string, now: Date): Promise<boolean> {
    return this.bus.commit(async (tx: Tx) => {
      const had = await tx.erasure.findFirst({ where: { accountId, state: { not: 'called-off' } } });
      // What is under way gets there by itself, and what is done is done.
      if (had?.state === 'erasing' || had?.state === 'done') return false;
      await this.remove(tx, accountId);
      const done = { state: 'done', doneAt: now, nextLookAt: null, inTheWay: [] };
      if (had) await tx.erasure.update({ where: { id: had.id }, data: done });
      else {
        const dates = { askedAt: now, beginsAt: now, deadline: now };
        await tx.erasure.create({ data: { id: randomUUID(), accountId, ...dates, ...done } });
      }
      return true;
    });
  }

  /** Who is erased, by account. */
  async erased(after: string | null): Promise<{ accountIds: string[] }> {
    const rows = await this.db.erasure.findMany({
      where: { state: 'done', ...(after === null ? {} : { accountId: { gt: after } }) },
      orderBy: { accountId: 'asc' },
      select: { accountId: true },
      take: PAGE,
    });
    return { accountIds: rows.map(({ accountId }) => accountId) };
  }

  async certificate(token: string): Promise<Certificate | null> {
    const row = await this.db.erasure.findUnique({ where: { tokenHash: digest(token) } });
    return row?.certificate ? Certificate.parse(row.certificate) : null;
  }

  /** Certificates whose time is over; the numbers of who was erased stay. */
  async forgetCertificates(now: Date): Promise<number> {
    const { count } = await this.db.erasure.updateMany({
      where: { state: 'done', tokenHash: { not: null }, doneAt: { lt: keptSinceOf('identity.certificates', now) } },
      data: { tokenHash: null, certificate: Prisma.DbNull },
    });
    return count;
  }

  /** How many are open, since when the oldest of them, and when one is due next. */
  async open(): Promise<{ count: number; oldest: Date | null; next: Date | null }> {
    const { _count, _min } = await this.db.erasure.aggregate({
      where: { nextLookAt: { not: null } },
      _count: true,
      _min: { askedAt: true, nextLookAt: true },
    });
    return { count: _count, oldest: _min.askedAt, next: _min.nextLookAt };
  }

  private async write(
    tx: Tx,
    accountId: string,
    mail: { id: string; template: LeavingTemplate; said: LeavingWords },
    now: Date,
  ): Promise<void> {
    const account = await tx.account.findUniqueOrThrow({ where: { id: accountId } });
    const email = await this.addresses.mine(tx, 'client', accountId);
    await this.post.wishOwn(tx, {
      key: `${mail.template}:${mail.id}`,
      template: mail.template,
      to: { email, alias: account.alias, zone: account.zone, digits: null, said: mail.said },
      uselessAt: null,
      now,
      leaves: true,
    });
  }

  private async sayLate(tx: Tx, erasure: Erasure, over: boolean, now: Date): Promise<void> {
    await emit(tx, ErasureLate, {
      erasureId: erasure.id,
      askedAt: erasure.askedAt.toISOString(),
      waitsFor: over ? [] : waitsFor(erasure),
      over,
      at: now.toISOString(),
    });
  }
}

function rowName(id: string): string {
  return `erasure/${id}/address`;
}

function digest(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest());
}
