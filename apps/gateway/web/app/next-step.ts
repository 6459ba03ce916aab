/** What a person may do next with a booking, in words, and until when. Pure: the API's step in, a sentence and a link out. */
import type { Booking } from '@sounding/contracts';
import { format } from '@sounding/money';
import { termsOf, windows } from '@sounding/terms';

export type Side = 'client' | 'provider';

export interface NextStep {
  readonly title: string;
  readonly text: string;
  /** An instant that somebody waits for, with the words that stand before it. */
  readonly until: { readonly words: string; readonly at: string } | null;
  readonly link: { readonly to: string; readonly words: string } | null;
}

export function sideOf(booking: Pick<Booking, 'clientId'>, accountId: string): Side {
  return booking.clientId === accountId ? 'client' : 'provider';
}

const UNPAID: ReadonlySet<Booking['state']> = new Set(['requested', 'reserved', 'offered', 'lapsed']);

/** Whether it was ever paid for: then there is a room, and a receipt. */
export function wasPaid({ state }: Pick<Booking, 'state'>): boolean {
  return !UNPAID.has(state);
}

/** `Week 2 of 4`; null for a session that was booked alone. */
export function weekWords({ package: of }: Pick<Booking, 'package'>): string | null {
  return of ? `Week ${of.place + 1} of ${of.of}` : null;
}

export function nextStep(booking: Booking, side: Side): NextStep {
  return side === 'client' ? forClient(booking) : forProvider(booking);
}

function until(words: string, at: string | null): NextStep['until'] {
  return at === null ? null : { words, at };
}

/** The time to join is over, and who was there is not known yet. The room stays open to whoever is inside. */
function lookingAtWhoCame({ next, id }: Booking): NextStep {
  return {
    title: 'Looking at who came',
    text: 'The time to join is over. We look at who was there, and you read it here. You need do nothing.',
    until: until('Known by', next.until),
    link: { to: `/bookings/${id}/room`, words: 'Open the room' },
  };
}

function forClient(booking: Booking): NextStep {
  const room = { to: `/bookings/${booking.id}/room`, words: 'Open the room' };
  const by = booking.next.until;
  const { join, noShow } = windows(termsOf(booking.termsVersion));
  switch (booking.next.what) {
    case 'answer':
      return {
        title: 'Waiting for an answer',
        text: 'You have asked for this time. Nothing is paid, and the time is not kept yet. You get a mail as soon as your provider says yes or no. If they do not answer, the request ends.',
        until: until('Answer by', by),
        link: null,
      };
    case 'pay':
      return {
        title: 'Pay the bill',
        text: 'The time is kept for you while you pay.',
        until: until('Kept until', by ?? booking.reservedUntil),
        link: { to: `/bookings/${booking.id}/pay`, words: 'See the bill and pay' },
      };
    case 'take':
      return {
        title: 'Take this time, or let it go',
        text: 'You waited for a time, and this one became free. It is kept for you alone. Nothing is charged unless you take it and pay.',
        until: until('Kept until', by),
        link: { to: `/bookings/${booking.id}`, words: 'Take it or decline it' },
      };
    case 'attend':
      return {
        title: 'Come to your session',
        text: `You can write to your provider in the room at any time. Video opens ${join} before the start.`,
        until: until('Video opens', booking.joinOpensAt),
        link: room,
      };
    case 'join':
      return {
        title: 'Your session is open',
        text: `Go in now. Who has not joined ${noShow} after the start counts as absent.`,
        until: until(by === booking.endsAt ? 'Ends' : 'Join by', by ?? booking.endsAt),
        link: { ...room, words: 'Go to the session' },
      };
    case 'wait-for-attendance':
      return lookingAtWhoCame(booking);
    case 'decide-claim':
      return {
        title: 'We are deciding your claim',
        text: 'A person reads what you wrote. If we do not decide in time, you get the whole price back.',
        until: until('Decided by', by),
        link: null,
      };
    case 'tip-or-claim':
      return {
        title: 'How was it?',
        text: 'Say thank you with a tip, or, if the session was not what it should have been, use the guarantee.',
        until: until('Guarantee runs until', booking.mayClaim ? (booking.claimUntil ?? by) : by),
        link: null,
      };
    case 'wait-for-bank':
      return { title: 'Nothing to do', text: 'Your bank is deciding about this payment.', until: null, link: null };
    case 'wait-for-release':
      return {
        title: 'Nothing to do',
        text: 'We are finishing the accounts of this session.',
        until: until('Done by', by),
        link: null,
      };
    case 'nothing':
      return { title: 'Nothing to do', text: `${over(booking)}${backToCard(booking)}`, until: null, link: null };
  }
}

function forProvider(booking: Booking): NextStep {
  const room = { to: `/bookings/${booking.id}/room`, words: 'Open the room' };
  const by = booking.next.until;
  const { join, noShow, reservation, accepted } = windows(termsOf(booking.termsVersion));
  switch (booking.next.what) {
    case 'answer':
      return {
        title: 'A client asks for this time',
        text: `Say yes, and the time is kept for them for ${accepted} while they pay. Until then it stays free for others. If you do not answer, the request ends.`,
        until: until('Answer by', by),
        link: null,
      };
    case 'pay':
      return {
        title: 'Waiting for the client to pay',
        text: `The time is kept for ${booking.request ? accepted : reservation}. You hear from us when it is paid.`,
        until: until('Kept until', by ?? booking.reservedUntil),
        link: null,
      };
    case 'take':
      return {
        title: 'Offered to somebody who waits',
        text: 'The time is kept for a client who waited for it. You hear from us when it is paid.',
        until: until('Kept until', by),
        link: null,
      };
    case 'attend':
      return {
        title: 'Coming session',
        text: `You can write to your client in the room at any time. Video opens ${join} before the start.`,
        until: until('Video opens', booking.joinOpensAt),
        link: room,
      };
    case 'join':
      return {
        title: 'Your session is open',
        text: `Go in now. Who has not joined ${noShow} after the start counts as absent.`,
        until: until(by === booking.endsAt ? 'Ends' : 'Join by', by ?? booking.endsAt),
        link: { ...room, words: 'Go to the session' },
      };
    case 'wait-for-attendance':
      return lookingAtWhoCame(booking);
    case 'decide-claim':
      return {
        title: 'Your client has made a claim',
        text: 'Our staff decide it. You read the decision and its reason here.',
        until: until('Decided by', by),
        link: null,
      };
    case 'tip-or-claim':
    case 'wait-for-release':
      return {
        title: 'Your money is on hold',
        text: 'The client can use the guarantee until then. After that your part is released.',
        until: until('Released', by ?? booking.claimUntil),
        link: null,
      };
    case 'wait-for-bank':
      return {
        title: 'The client’s bank is deciding',
        text: 'The client asked their bank about this payment. Your money stays on hold until the bank has decided. We answer the bank.',
        until: until('We answer by', by),
        link: null,
      };
    case 'nothing':
      return { title: 'Nothing to do', text: over(booking), until: null, link: null };
  }
}

function backToCard({ refunded }: Booking): string {
  if (refunded.minor === 0) return '';
  return ` ${format(refunded)} went back to the card you paid with; your bank may take some days to show it.`;
}

const ENDED = {
  accepted: 'The time to pay ran out.',
  unpaid: 'The time ran out, or was let go.',
  declined: 'The provider said no to this time.',
  withdrawn: 'The request was taken back.',
  none: 'The request was not answered in time.',
} as const;

function over(booking: Booking): string {
  if (booking.state === 'lapsed') return `${ENDED[booking.request?.answer ?? 'unpaid']} Nothing was charged.`;
  if (booking.state === 'cancelled' || booking.state === 'refunded') return 'This booking is over.';
  if (booking.state === 'confirmed') return 'The session is over.';
  return 'This booking is complete.';
}
