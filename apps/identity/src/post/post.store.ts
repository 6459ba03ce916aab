/** The outgoing mail: one row per key, written in the commit that wants it, sent by the clock, emptied when it has left. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type BookingMail, type Data, DateStyle, MAIL_TEMPLATES, type MailTemplate } from '@sounding/contracts';
import { keptSinceOf } from '@sounding/terms';
import { after } from '../accounts/limits.ts';
import { Secrets } from '../accounts/secrets.crypto.ts';
import {
  LEAVING_TEMPLATES,
  type LeavingTemplate,
  type LeavingWords,
  leavingLetter,
} from '../erasure/leaving-letters.ts';
import { type Prisma, PrismaClient } from '../generated/prisma/client.ts';
import type { Whereabouts } from './attachment.ts';
import { type Invitation, invitationsOf } from './invitation.ts';
import { type Letter, letter, OWN_TEMPLATES, type OwnTemplate, ownLetter } from './letters.ts';
import { LEASE_MS, waitAfter } from './schedule.ts';

type Tx = Prisma.TransactionClient;

/** What is sealed into the row of a mail that identity itself wants: an account need not exist. */
interface Sealed {
  readonly email: string;
  readonly alias: string;
  readonly zone: string;
  readonly digits: string | null;
  /** What a letter about leaving is filled with. */
  readonly said?: LeavingWords;
}

/** A mail that this copy of the service may send now. */
export interface Taken {
  readonly id: string;
  readonly key: string;
  readonly tries: number;
  readonly account_id: string | null;
  readonly template: string;
  readonly data: unknown;
  readonly sealed: Uint8Array | null;
  readonly wanted_at: Date;
  /** The account as it is now; null when there is none. */
  readonly email: string | null;
  readonly alias: string | null;
  readonly zone: string | null;
  readonly dates: string | null;
}

/** A mail as it is handed to SMTP. */
export interface ToSend {
  readonly key: string;
  readonly to: string;
  readonly alias: string;
  readonly letter: Letter;
  readonly invitations: readonly Invitation[];
}

@Injectable()
export class Post {
  constructor(
    private readonly db: PrismaClient,
    private readonly secrets: Secrets,
  ) {}

  /** A mail that another service wants for an account. The second wish with the same key is the first. */
  async wish(tx: Tx, mail: Data<typeof BookingMail> & { owner: string }, now: Date): Promise<void> {
    // What is still said of somebody who is erased goes nowhere.
    const left = await tx.erasure.count({ where: { accountId: mail.accountId, state: { in: ['erasing', 'done'] } } });
    if (left > 0) return;
    const known = await tx.account.count({ where: { id: mail.accountId } });
    // Not a refusal and not a fault: a service speaks of an account that identity never had. Staff see it as a dead letter.
    if (known === 0) throw new Error(`${mail.owner} wants a mail to an account that does not exist`);
    await tx.outboundMail.createMany({
      data: [
        {
          id: randomUUID(),
          key: `${mail.owner}:${mail.key}`,
          accountId: mail.accountId,
          template: mail.template,
          data: mail.data as Prisma.InputJsonObject,
          wantedAt: now,
          nextTryAt: now,
          uselessAt: mail.uselessAt ? new Date(mail.uselessAt) : null,
        },
      ],
      skipDuplicates: true,
    });
  }

  /** A mail of identity's own. When `leaves` is false the row is written all the same, and never sent. */
  async wishOwn(
    tx: Tx,
    mail: {
      key: string;
      template: OwnTemplate | LeavingTemplate;
      to: Sealed;
      uselessAt: Date | null;
      now: Date;
      leaves: boolean;
    },
  ): Promise<void> {
    const id = randomUUID();
    const sealed = this.secrets.seal(rowName(id), JSON.stringify(mail.to));
    await tx.outboundMail.create({
      data: {
        id,
        key: `identity:${mail.key}`,
        template: mail.template,
        data: {},
        sealed: mail.leaves ? sealed : null,
        state: mail.leaves ? 'waiting' : 'dropped',
        wantedAt: mail.now,
        nextTryAt: mail.now,
        uselessAt: mail.uselessAt,
      },
    });
  }

  /** Takes mails that are due, for two minutes: no other copy of the service takes them meanwhile. */
  async take(now: Date, most: number): Promise<Taken[]> {
    return this.db.$queryRaw<Taken[]>`
      WITH taken AS (
        UPDATE outbound_mail SET tries = tries + 1, next_try_at = ${after(now, LEASE_MS)}
        WHERE id IN (
          SELECT id FROM outbound_mail WHERE state = 'waiting' AND next_try_at <= ${now} AND (useless_at IS NULL OR useless_at > ${now})
          ORDER BY next_try_at LIMIT ${most} FOR UPDATE SKIP LOCKED)
        RETURNING id, key, tries, account_id, template, data, sealed, wanted_at)
      SELECT taken.id, key, tries, account_id, template, data, sealed, wanted_at, email, alias, zone, dates
      FROM taken LEFT JOIN account ON account.id = account_id`;
  }

  /** Opens what is sealed, or addresses the account as it is now, and writes the letter. `pdf`: where its document is. */
  compose(mail: Taken, pdf: Whereabouts): ToSend {
    if (mail.sealed) {
      const to = JSON.parse(this.secrets.open(rowName(mail.id), mail.sealed)) as Sealed;
      const { key, template } = mail;
      const leaving = LEAVING_TEMPLATES.find((one) => one === template);
      if (leaving && to.said) {
        return { key, to: to.email, alias: to.alias, letter: leavingLetter(leaving, to.said), invitations: [] };
      }
      const own = OWN_TEMPLATES.find((one) => one === template);
      if (!own) throw new Error(`no template ${mail.template}`);
      return { key: mail.key, to: to.email, alias: to.alias, letter: ownLetter(own, to.digits), invitations: [] };
    }
    const { email, alias, zone } = mail;
    if (email === null || alias === null || zone === null) throw new Error('no account');
    const template = mail.template as MailTemplate;
    const data = MAIL_TEMPLATES[template].parse(mail.data);
    const style = { zone, dates: DateStyle.parse(mail.dates), pdf };
    return {
      key: mail.key,
      to: email,
      alias,
      letter: letter(template, data as never, style),
      invitations: invitationsOf(template, data, zone),
    };
  }

  async sent(mail: Taken, now: Date): Promise<void> {
    await this.db.outboundMail.update({
      where: { id: mail.id },
      data: { state: 'sent', sentAt: now, sealed: null, lastError: null },
    });
  }

  /** Keeps the mail for a later try, because its document cannot be reached. */
  async waits(mail: Taken, wait: number, now: Date): Promise<void> {
    await this.db.outboundMail.update({
      where: { id: mail.id },
      data: { nextTryAt: after(now, wait), lastError: 'store-away' },
    });
  }

  /** Keeps the mail for a later try, or gives it up after three days; `reason` never holds an address. */
  async failed(mail: Taken, reason: string, now: Date): Promise<'later' | 'given-up'> {
    const wait = waitAfter(mail.tries);
    await this.db.outboundMail.update({
      where: { id: mail.id },
      data:
        wait === null ? { state: 'given-up', lastError: reason } : { nextTryAt: after(now, wait), lastError: reason },
    });
    return wait === null ? 'given-up' : 'later';
  }

  /** Drops what is of no use any more (a code that is over) and answers since when the oldest mail waits. */
  async review(now: Date): Promise<Date | null> {
    await this.db.outboundMail.updateMany({
      where: { state: { in: ['waiting', 'given-up'] }, uselessAt: { lte: now } },
      data: { state: 'dropped', sealed: null },
    });
    const { _min } = await this.db.outboundMail.aggregate({ where: { state: 'waiting' }, _min: { wantedAt: true } });
    return _min.wantedAt;
  }

  async forgetSent(now: Date): Promise<void> {
    await this.db.outboundMail.deleteMany({
      where: { state: { not: 'waiting' }, wantedAt: { lt: keptSinceOf('identity.mails', now) } },
    });
  }
}

function rowName(id: string): string {
  return `outbound_mail/${id}/sealed`;
}
