/** The last step to the world: one mail over SMTP. */
import { createHash } from 'node:crypto';
import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer';
import type { Mail } from './dress.ts';

const SECOND = 1_000;

/** An invitation as iCalendar. */
export interface Attached {
  readonly method: 'REQUEST' | 'CANCEL';
  readonly content: string;
}

export interface Pdf {
  readonly name: string;
  readonly content: Buffer;
}

export interface Along {
  readonly invitations: readonly Attached[];
  readonly pdf: Pdf | null;
}

export class Smtp {
  private readonly transport: Transporter;

  /** `url` is `smtp://host:port` or `smtps://user:password@host`; `from` is the sender as mailboxes show it. */
  constructor(
    url: string,
    readonly from: string,
  ) {
    const settings = new URL(url);
    settings.searchParams.set('pool', 'true');
    settings.searchParams.set('maxConnections', '2');
    for (const name of ['connectionTimeout', 'greetingTimeout', 'socketTimeout']) {
      settings.searchParams.set(name, String(20 * SECOND));
    }
    this.transport = createTransport(settings.href);
  }

  /**
   * Hands one mail over. The Message-ID is derived from the key, so a mail that is sent again, because the answer to the
   * first time was lost, is recognised as the same by mailboxes.
   */
  async send(key: string, to: string, mail: Mail, date: Date, along: Along): Promise<void> {
    const domain = /@([^>\s]+)/.exec(this.from)?.[1] ?? 'localhost';
    const id = createHash('sha256').update(key).digest('hex').slice(0, 40);
    await this.transport.sendMail({
      from: this.from,
      to,
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      date,
      messageId: `<${id}@${domain}>`,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      ...filesOf(along),
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  close(): void {
    this.transport.close();
  }
}

/** One invitation is the mail itself, as mail programs show it with the text; several are files beside it, one for each appointment. */
function filesOf({ invitations, pdf }: Along): Pick<SendMailOptions, 'icalEvent' | 'attachments'> {
  const [first, ...more] = invitations;
  const several = more.length > 0 ? invitations : [];
  return {
    ...(first && more.length === 0 ? { icalEvent: { ...first, filename: 'appointment.ics' } } : {}),
    attachments: [
      ...several.map(({ method, content }, index) => ({
        filename: `appointment-${index + 1}.ics`,
        content,
        contentType: `text/calendar; charset=utf-8; method=${method}`,
      })),
      ...(pdf ? [{ filename: pdf.name, content: pdf.content, contentType: 'application/pdf' }] : []),
    ],
  };
}

/** A failed sending as one word for the row and the log: SMTP servers quote the address in their sentences. */
export function reasonOf(error: unknown): string {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  if (typeof responseCode === 'number') return `smtp-${responseCode}`;
  return typeof code === 'string' && /^[A-Z_]{3,20}$/.test(code) ? code : 'failed';
}
