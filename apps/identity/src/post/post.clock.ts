/** Sends what waits, and forgets what is over. */
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Bus } from '@sounding/bus';
import { Clock, Host, Ticker } from '@sounding/service';
import { Counter, Gauge } from 'prom-client';
import { Accounts } from '../accounts/accounts.store.ts';
import { type Realm, STAFF_REALM } from '../accounts/realm.store.ts';
import { type Whereabouts, wishedDocument } from './attachment.ts';
import { DocumentFiles, StoreAway } from './documents.objects.ts';
import { dress } from './dress.ts';
import { invitationText } from './invitation.ts';
import { type Attached, type Pdf, reasonOf, Smtp } from './post.smtp.ts';
import { Post, type Taken, type ToSend } from './post.store.ts';
import { waitForDocument } from './schedule.ts';

const REVIEW_EVERY_MS = 15_000;
const FORGET_EVERY_MS = 10 * 60_000;
const AT_ONCE = 20;

export const PUBLIC_URL = Symbol('public url');

const mails = new Counter({ name: 'sounding_mails_total', help: 'Tries to send a mail.', labelNames: ['result'] });
const oldest = new Gauge({
  name: 'sounding_mail_oldest_seconds',
  help: 'Age of the oldest mail that waits to be sent; 0 when none does.',
});

const withoutDocument = new Counter({
  name: 'sounding_mails_without_document_total',
  help: 'Mails that left without the PDF that should have gone along.',
  labelNames: ['why'],
});

interface Document {
  readonly said: Whereabouts;
  readonly pdf: Pdf | null;
}

@Injectable()
export class PostClock implements OnApplicationBootstrap {
  constructor(
    private readonly ticker: Ticker,
    private readonly clock: Clock,
    private readonly host: Host,
    private readonly bus: Bus,
    private readonly post: Post,
    private readonly smtp: Smtp,
    private readonly documents: DocumentFiles,
    private readonly accounts: Accounts,
    @Inject(STAFF_REALM) private readonly staff: Realm,
    @Inject(PUBLIC_URL) private readonly publicUrl: string,
  ) {}

  onApplicationBootstrap(): void {
    const alarm = this.ticker.alarm(() => this.sendDue(), 'send mail');
    this.bus.onNotify('outbound_mail', () => alarm.ring());
    this.ticker.every(REVIEW_EVERY_MS, () => this.review(), 'review waiting mail');
    this.ticker.every(FORGET_EVERY_MS, () => this.forget(), 'forget what is over');
  }

  /** Sends everything that is due, a handful at a time. When a mail that did not leave is due again is seen by looking. */
  async sendDue(): Promise<null> {
    let taken: Taken[];
    do {
      taken = await this.post.take(this.clock.now(), AT_ONCE);
      await Promise.all(taken.map((mail) => this.send(mail)));
    } while (taken.length === AT_ONCE);
    return null;
  }

  private async review(): Promise<void> {
    const now = this.clock.now();
    const since = await this.post.review(now);
    oldest.set(since ? Math.max(0, (now.getTime() - since.getTime()) / 1_000) : 0);
  }

  private async send(mail: Taken): Promise<void> {
    try {
      const document = await this.documentOf(mail);
      if (document === 'waits') return;
      const ready = this.post.compose(mail, document.said);
      const dressed = dress(ready.letter, { alias: ready.alias }, this.publicUrl);
      const along = { invitations: this.attached(ready), pdf: document.pdf };
      await this.smtp.send(ready.key, ready.to, dressed, this.clock.now(), along);
    } catch (error) {
      const reason = reasonOf(error);
      const next = await this.post.failed(mail, reason, this.clock.now());
      mails.inc({ result: next });
      this.host.log.warn(
        { mail: mail.id, template: mail.template, tries: mail.tries, reason, next },
        'a mail did not leave',
      );
      return;
    }
    await this.post.sent(mail, this.clock.now());
    mails.inc({ result: 'sent' });
  }

  /** The PDF that goes along and what the letter says of it; or the mail waits, because the store does not answer. */
  private async documentOf(mail: Taken): Promise<Document | 'waits'> {
    const wished = wishedDocument(mail.template, mail.data);
    if (!wished) return { said: 'follows', pdf: null };
    let lacks: string;
    try {
      const read = await this.documents.read(wished.object);
      if ('content' in read) return { said: 'attached', pdf: { name: wished.name, content: read.content } };
      lacks = read.lacks;
    } catch (error) {
      if (!(error instanceof StoreAway)) throw error;
      const now = this.clock.now();
      const wait = waitForDocument(mail.template, mail.tries, now.getTime() - mail.wanted_at.getTime());
      if (wait !== null) {
        await this.post.waits(mail, wait, now);
        mails.inc({ result: 'later' });
        this.host.log.warn(
          { mail: mail.id, template: mail.template, tries: mail.tries },
          'a mail waits for its document',
        );
        return 'waits';
      }
      lacks = 'store-away';
    }
    withoutDocument.inc({ why: lacks });
    this.host.log.warn({ mail: mail.id, template: mail.template, why: lacks }, 'a mail goes without its document');
    return { said: 'on-page', pdf: null };
  }

  private attached({ invitations, to }: ToSend): Attached[] {
    const envelope = { publicUrl: this.publicUrl, from: this.smtp.from, to, writtenAt: this.clock.now() };
    return invitations.map((one) => ({ method: one.method, content: invitationText(one, envelope) }));
  }

  private async forget(): Promise<void> {
    const now = this.clock.now();
    await this.accounts.forgetOver();
    await this.staff.sessions.forgetOver(now);
    await this.staff.halves.forgetOver(now);
    await this.post.forgetSent(now);
  }
}
