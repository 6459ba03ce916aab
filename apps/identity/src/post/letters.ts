/**
 * What the mails say. A mail may be read over a shoulder or by somebody who shares the mailbox, so it never tells what the
 * person hired, from whom or in which mode: a date, an amount, a link. The words that must not appear are listed in `@sounding/testing/never-said`.
 */
import type { DateStyle, MAIL_TEMPLATES, MailTemplate } from '@sounding/contracts';
import { format } from '@sounding/money';
import { dayInWords, termsOf, VERSIONS, windows } from '@sounding/terms';
import type { z } from 'zod';
import type { Whereabouts } from './attachment.ts';

/** A sentence or two, or a list of things that come one after another. */
export type Paragraph = string | readonly string[];

/** A mail before it is dressed as text and HTML. */
export interface Letter {
  readonly subject: string;
  readonly lines: readonly Paragraph[];
  /** Six digits, set apart. */
  readonly code?: string;
  readonly link?: { readonly text: string; readonly path: string };
}

export type DataOf<T extends MailTemplate> = z.output<(typeof MAIL_TEMPLATES)[T]>;

/** Mails that identity itself wants. */
export const OWN_TEMPLATES = [
  'code-confirm',
  'code-reset',
  'code-change',
  'already-known',
  'already-taken',
  'password-changed',
  'signing-changed',
  'email-changed',
  'sign-in-link',
] as const;
export type OwnTemplate = (typeof OWN_TEMPLATES)[number];

const NOT_YOU = 'If this was not you, you can ignore this mail. Nothing happens without the code.';

/** `secret`: the digits of a code mail, or the secret at the end of a link; null for the others. */
export function ownLetter(template: OwnTemplate, secret: string | null): Letter {
  switch (template) {
    case 'code-confirm':
      return codeLetter('Enter this code to confirm your address. It is good for ten minutes.', secret);
    case 'code-reset':
      return codeLetter('Enter this code to choose a new password. It is good for ten minutes.', secret);
    case 'sign-in-link':
      return {
        subject: 'Your link to sign in',
        lines: [
          'Open this link in the browser where you asked for it, and press the button there. It is good once, and for fifteen minutes.',
          'If this was not you, you can ignore this mail. The link opens nothing in another browser.',
        ],
        // Behind the # it is sent to no server, written into no log and passed on to no other page.
        link: { text: 'Sign in', path: `/sign-in/link#${need(secret)}` },
      };
    case 'code-change':
      return codeLetter(
        'Enter this code to use this address for your account from now on. It is good for ten minutes.',
        secret,
      );
    case 'already-taken':
      return {
        subject: 'This address already has an account',
        lines: [
          'Somebody, probably you, has just tried to move another account to this address. There is an account with it already, and both are unchanged.',
          'You can sign in with this address. If it was not you, you need do nothing.',
        ],
        link: { text: 'Sign in', path: '/sign-in' },
      };
    case 'email-changed':
      return {
        subject: 'The address of your account was changed',
        lines: [
          'Your account has just been moved to another address. We write there from now on.',
          'If this was not you, take it back with this link within seven days. Everybody is signed out then, and you choose a new password.',
        ],
        // Behind the # it is sent to no server, written into no log and passed on to no other page.
        link: { text: 'This was not me', path: `/account/objection#${need(secret)}` },
      };
    case 'already-known':
      return {
        subject: 'You already have an account',
        lines: [
          'Somebody, probably you, has just tried to open an account with this address. There is one already, and it is unchanged.',
          'You can sign in, or choose a new password if you have forgotten it. If it was not you, you need do nothing.',
        ],
        link: { text: 'Sign in', path: '/sign-in' },
      };
    case 'signing-changed':
      return {
        subject: 'How you sign in was changed',
        lines: [
          'A password, an app, a passkey or recovery codes of your account have just been changed.',
          'If this was not you, choose a new password at once on the page where you sign in, and write to us.',
        ],
      };
    case 'password-changed':
      return {
        subject: 'Your password was changed',
        lines: [
          'Your password has just been changed, and every other device has been signed out.',
          'If this was not you, please choose a new password at once and write to us.',
        ],
        link: { text: 'Choose a new password', path: '/reset' },
      };
  }
}

function codeLetter(what: string, secret: string | null): Letter {
  return { subject: 'Your code', lines: [what, NOT_YOU], code: need(secret) };
}

function need(secret: string | null): string {
  if (secret === null) throw new Error('a mail without its code or secret');
  return secret;
}

/** An instant as the person reads it: `Monday, 23 November 2026 at 18:00 (America/New York)`, or in the American way. */
export function whenIn(zone: string, instant: string, dates: DateStyle = 'en-GB'): string {
  const at = new Date(instant);
  const day = new Intl.DateTimeFormat(dates, { timeZone: zone, dateStyle: 'full' }).format(at);
  const time = new Intl.DateTimeFormat(dates, { timeZone: zone, timeStyle: 'short' }).format(at);
  // Some versions of the data put a narrow space before PM, which mail programs show as a box.
  return `${day} at ${time.replaceAll('\u202f', ' ')} (${zone.replaceAll('_', ' ')})`;
}

type Writers = {
  [T in MailTemplate]: (data: DataOf<T>, when: (instant: string) => string, pdf: Whereabouts) => Letter;
};

function toBooking(bookingId: string, text = 'Open the booking'): { text: string; path: string } {
  return { text, path: `/bookings/${bookingId}` };
}

/** A document has a page of its own; mails that were wanted before it had one lead to the booking. */
function toDocument(data: { bookingId: string; receiptId?: string | undefined }, text: string) {
  return data.receiptId ? { text, path: `/receipts/${data.receiptId}` } : toBooking(data.bookingId, text);
}

const CANCELLED_BY = {
  client: 'was cancelled by the client',
  provider: 'was cancelled by the provider',
  platform: 'was cancelled by us',
} as const;

/** A mail that names no terms was wanted when only the first version had been in force. */
function joining(termsVersion: string = VERSIONS[0].version): string {
  const { join } = windows(termsOf(termsVersion));
  return `You can join from ${join} before the start, and write messages before that.`;
}

const FOR_CALENDAR = 'Each of them is attached for your calendar.';

const REQUEST_ENDED = {
  declined: 'was declined. Nothing was charged, and you can ask for another time.',
  unanswered: 'was not answered in time. Nothing was charged, and you can ask for another time.',
  withdrawn: 'was taken back by the client.',
  unpaid: 'was accepted, but not paid in time, so it has ended. Nothing was charged.',
} as const;

const PDF: Record<Whereabouts, string> = {
  attached: 'The PDF is attached. You find it on its page as well, whenever you need it.',
  follows: 'The PDF is still being made. It follows in a mail of its own.',
  'on-page': 'You can read it on its page, and save it there as a PDF.',
};

/** Nothing follows a mail that was wanted before documents went along. */
function whereNow({ receiptId }: { receiptId?: string | undefined }, pdf: Whereabouts): Whereabouts {
  return receiptId === undefined && pdf === 'follows' ? 'on-page' : pdf;
}

/** One entry a template; the compiler asks for a new one when the contract gets a new template. */
const LETTERS: Writers = {
  'booking-confirmed-client': (data, when) => ({
    subject: 'Your booking is confirmed',
    lines: [
      ...(data.sessions
        ? [
            `Your booking of ${data.sessions.length} appointments is confirmed. You paid ${format(data.total)} in all.`,
            data.sessions.map(({ startsAt }) => when(startsAt)),
            FOR_CALENDAR,
          ]
        : [`Your booking for ${when(data.startsAt)} is confirmed. You paid ${format(data.total)} in all.`]),
      joining(data.termsVersion),
    ],
    link: data.sessions ? { text: 'See your bookings', path: '/bookings' } : toBooking(data.bookingId),
  }),
  'booking-confirmed-provider': (data, when) => ({
    subject: 'You have a new booking',
    lines: [
      ...(data.sessions
        ? [
            `Somebody has booked you for ${data.sessions.length} appointments. The price of ${format(data.price)} in all is paid and held.`,
            data.sessions.map(({ startsAt, price }) => `${when(startsAt)}: ${format(price)}`),
            FOR_CALENDAR,
          ]
        : [`Somebody has booked you for ${when(data.startsAt)}. The price of ${format(data.price)} is paid and held.`]),
      joining(data.termsVersion),
    ],
    link: data.sessions ? { text: 'See your bookings', path: '/provider' } : toBooking(data.bookingId),
  }),
  'booking-moved': (data, when) => ({
    subject: 'Your booking has a new time',
    lines: [
      `Your booking was moved ${data.by === data.to ? 'by you' : `by the ${data.by}`}. It is now on ${when(data.startsAt)}.`,
      ...(data.by === 'provider' && data.to === 'client'
        ? ['If the new time does not suit you, you can cancel before it starts and get the whole price back.']
        : []),
      joining(data.termsVersion),
    ],
    link: toBooking(data.bookingId),
  }),
  'booking-cancelled': (data, when) => ({
    subject: 'A booking was cancelled',
    lines: [
      `The booking for ${when(data.startsAt)} ${CANCELLED_BY[data.by]}.`,
      data.toClient.minor > 0
        ? `${format(data.toClient)} goes back to the card that paid.`
        : 'Nothing goes back to the card that paid.',
    ],
    link: toBooking(data.bookingId),
  }),
  'request-made': (data, when) => ({
    subject: 'You have a request',
    lines: [
      `Somebody asks you for ${when(data.startsAt)}, at your price of ${format(data.price)}.`,
      `Please say yes or no by ${when(data.answerBy)}. Until your yes the time stays free for others.`,
    ],
    link: toBooking(data.bookingId, 'Answer'),
  }),
  'request-accepted': (data, when) => ({
    subject: 'Your request was accepted',
    lines: [
      `Your request for ${when(data.startsAt)} was accepted. The time is kept for you until ${when(data.payBy)}.`,
      `You pay ${format(data.total)} in all. You see every line of the bill before you pay.`,
    ],
    link: { text: 'See the bill', path: `/bookings/${data.bookingId}/pay` },
  }),
  'request-ended': (data, when) => ({
    subject: 'A request has ended',
    lines: [`The request for ${when(data.startsAt)} ${REQUEST_ENDED[data.why]}`],
    link: toBooking(data.bookingId),
  }),
  'time-offered': (data, when) => ({
    subject: 'A time is kept for you',
    lines: [
      `A time that you waited for has become free: ${when(data.startsAt)}. It is kept for you until ${when(data.until)}.`,
      'Nothing is charged unless you take it and pay. If you do not want it, please say so: somebody else may be waiting.',
    ],
    link: toBooking(data.bookingId, 'Take it or decline it'),
  }),
  'wait-over': (data) => ({
    subject: 'No time became free',
    lines: [
      'The days that you waited for are over, and no time became free for you on them. You are not waiting any more.',
      'Nothing was charged. You can look for another time, or wait for other days.',
    ],
    link: { text: 'Look at the times', path: `/listings/${data.listingId}` },
  }),
  'booking-soon': (data, when) => ({
    subject: 'Your appointment',
    lines: [`A reminder: your appointment is on ${when(data.startsAt)}.`, joining(data.termsVersion)],
    link: toBooking(data.bookingId),
  }),
  'session-missed': (data, when) => ({
    subject: 'A booking did not take place',
    lines: [
      `The booking for ${when(data.startsAt)} did not take place, because one side was not there in time.`,
      data.toClient.minor > 0
        ? `${format(data.toClient)} goes back to the card that paid.`
        : 'Nothing goes back to the card that paid.',
    ],
    link: toBooking(data.bookingId),
  }),
  'receipt-issued': (data, _when, pdf) => ({
    subject: 'Your receipt',
    lines: [`Your receipt ${data.receiptNumber} over ${format(data.total)} is ready.`, PDF[whereNow(data, pdf)]],
    link: toDocument(data, 'Open the receipt'),
  }),
  'credit-note-issued': (data, _when, pdf) => ({
    subject: 'Your credit note',
    lines: [
      `Your credit note ${data.receiptNumber} over ${format(data.total)} is ready. The money usually arrives within five to ten days.`,
      PDF[whereNow(data, pdf)],
    ],
    link: toDocument(data, 'Open the credit note'),
  }),
  'document-follows': (data, _when, pdf) => ({
    subject: 'Your PDF',
    lines: [
      `The PDF of ${data.receiptNumber} could not go with our first mail. ${pdf === 'attached' ? 'Here it is.' : 'It is on its page now.'}`,
    ],
    link: { text: 'Open it', path: `/receipts/${data.receiptId}` },
  }),
  'document-again': (data, _when, pdf) => ({
    subject: 'Your receipt, once more',
    lines: [`Our support sends you ${data.receiptNumber} over ${format(data.total)} once more.`, PDF[pdf]],
    link: { text: 'Open it', path: `/receipts/${data.receiptId}` },
  }),
  'claim-received': (data, when) => ({
    subject: 'A claim was received',
    lines: [
      'A claim under the money-back guarantee was received for your booking.',
      `We decide by ${when(data.decideBy)}. If we are late, it is upheld in full.`,
    ],
    link: toBooking(data.bookingId),
  }),
  'claim-decided': (data) => ({
    subject: 'A claim was decided',
    lines: [
      data.toClient.minor > 0
        ? `The claim on your booking was decided: ${format(data.toClient)} goes back to the client.`
        : 'The claim on your booking was decided: nothing goes back to the client.',
      'The reason is with the booking.',
    ],
    link: toBooking(data.bookingId),
  }),
  'money-released': (data) => ({
    subject: 'Money was released to you',
    lines: [`${format(data.toProvider)} for a booking is now yours and will be part of your next transfer.`],
    link: toBooking(data.bookingId),
  }),
  'given-back': (data) => ({
    subject: 'Money was given back',
    lines: [
      `Our staff gave ${format(data.toClient)} of a booking back to the client.`,
      'The reason is with the booking.',
    ],
    link: toBooking(data.bookingId),
  }),
  'transfer-made': (data) => ({
    subject: 'Your money is on its way',
    lines: [
      `We have sent ${format(data.amount)} to your account. Your bank usually has it within two to three working days.`,
    ],
    link: { text: 'See your money', path: '/provider/money' },
  }),
  'payout-failed': (data) => ({
    subject: 'Your bank did not take your money',
    lines: [
      `Your bank sent ${format(data.amount)} back. Nothing is lost: it waits in your account.`,
      'Please check your bank details. It is sent again once they are right.',
    ],
    link: { text: 'Check your bank details', path: '/provider/money' },
  }),
  'tip-received': (data) => ({
    subject: 'You received a tip',
    lines: [`Somebody has given you a tip of ${format(data.tip)}. All of it is yours; tips carry no fee.`],
    link: toBooking(data.bookingId),
  }),
  'message-waiting': (data) => ({
    subject: 'You have a new message',
    lines: ['A message is waiting for you. You can read it after signing in.'],
    link: { text: 'Read it', path: `/bookings/${data.bookingId}/room` },
  }),
  'ticket-answered': (data) => ({
    subject: 'We have answered you',
    lines: ['There is an answer to what you wrote to us. You can read it after signing in.'],
    link: { text: 'Read it', path: `/tickets/${data.ticketId}` },
  }),
  'messages-opened': (data, when) => ({
    subject: 'Somebody at Sounding may read something of yours',
    lines: [
      `Two members of our staff agreed that one of them may read messages of one of your bookings, from ${when(data.at)} until ${when(data.until)}.`,
      'You can see why, and each time somebody read them, after signing in. If you have a question about it, write to us.',
    ],
    link: { text: 'See who looked', path: '/account/who-looked' },
  }),
  'terms-will-change': (data) => ({
    subject: data.document === 'terms' ? 'Our terms will change' : 'Our privacy notice will change',
    lines: [
      `From ${dayInWords(data.from)} ${data.document === 'terms' ? 'new terms apply' : 'a new privacy notice applies'}. You see what changes, and why, on one page.`,
      'You can agree to it now or later. What you have booked keeps the terms it was made under.',
    ],
    link: { text: 'See what changes', path: '/terms/agree' },
  }),
};

/** The letter of a template; `data` was checked against the template's shape when it was heard. `pdf`: where its document is. */
export function letter<T extends MailTemplate>(
  template: T,
  data: DataOf<T>,
  { zone, dates, pdf = 'follows' }: { zone: string; dates: DateStyle; pdf?: Whereabouts },
): Letter {
  return LETTERS[template](data, (instant) => whenIn(zone, instant, dates), pdf);
}
