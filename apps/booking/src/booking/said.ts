/** What a booking says when it moves: events and mails, built from what is known after the move. Pure. */
import {
  BookingCancelled,
  BookingCompleted,
  BookingConfirmed,
  BookingMail,
  BookingMoved,
  ClaimClosed,
  ClaimOpened,
  type Event,
  GiveBackDecided,
  type MailTemplate,
  RefundDecided,
  ReleaseDecided,
  ReservationLapsed,
} from '@sounding/contracts';
import { sum } from '@sounding/money';
import { joinOpensAt, type Settlement } from '@sounding/terms';
import { absentAt, type Booking, backToClient, type Side, termsFor } from './facts.ts';

/** One message for the outbox. */
export interface Said {
  readonly event: Event;
  readonly data: Record<string, unknown>;
}

interface Mail {
  readonly template: MailTemplate;
  readonly to: readonly ('client' | 'provider')[];
  /** `together`: all that was confirmed at once, as it was before, when it is several weeks. */
  data(booking: Booking, together: readonly Booking[]): Record<string, unknown>;
  /** From when on it need not be sent any more. */
  uselessAt?(booking: Booking): string;
}

function parties(booking: Booking) {
  return { bookingId: booking.id, clientId: booking.clientId, providerId: booking.providerId };
}

/** What must be known by now: a row that says money without having settled it is wrong. */
function known<T>(value: T | null, what: string): T {
  if (value === null) throw new Error(`the table speaks of ${what} before it is known`);
  return value;
}

function settlement(booking: Booking): Settlement {
  return known(booking.settlement, 'money');
}

const EVENTS = {
  'booking.reservation-lapsed': (b: Booking, at: string): Said => ({
    event: ReservationLapsed,
    data: { ...parties(b), at },
  }),
  'booking.confirmed': (b: Booking, at: string): Said => ({
    event: BookingConfirmed,
    data: {
      ...parties(b),
      listingId: b.offer.listingId,
      startsAt: b.startsAt,
      endsAt: b.endsAt,
      joinOpensAt: joinOpensAt(termsFor(b), b.startsAt),
      absentFrom: absentAt(b),
      at,
    },
  }),
  'booking.moved': (b: Booking, at: string): Said => ({
    event: BookingMoved,
    data: {
      ...parties(b),
      startsAt: b.startsAt,
      endsAt: b.endsAt,
      joinOpensAt: joinOpensAt(termsFor(b), b.startsAt),
      absentFrom: absentAt(b),
      at,
    },
  }),
  'booking.completed': (b: Booking, at: string): Said => ({
    event: BookingCompleted,
    data: { ...parties(b), listingId: b.offer.listingId, endsAt: b.endsAt, at },
  }),
  'booking.cancelled': (b: Booking, at: string): Said => ({
    event: BookingCancelled,
    data: { ...parties(b), outcome: known(b.outcome, 'an outcome'), at },
  }),
  'booking.claim-opened': (b: Booking, at: string): Said => ({
    event: ClaimOpened,
    data: { ...parties(b), most: b.offer.price, decideBy: known(b.decideBy, 'a decision'), at },
  }),
  'booking.claim-closed': (b: Booking, at: string): Said => ({
    event: ClaimClosed,
    data: {
      ...parties(b),
      toClient: settlement(b).toClient,
      by: known(b.claimClosedBy, 'a decision'),
      at,
    },
  }),
  'booking.refund-decided': (b: Booking, at: string): Said => {
    const { toClient, feeToClient, toProvider, commission } = settlement(b);
    const reason = known(b.outcome, 'an outcome');
    return { event: RefundDecided, data: { ...parties(b), reason, toClient, feeToClient, toProvider, commission, at } };
  },
  'booking.release-decided': (b: Booking, at: string): Said => {
    const { toProvider, commission } = settlement(b);
    return { event: ReleaseDecided, data: { ...parties(b), toProvider, commission, at } };
  },
  'booking.give-back-decided': (b: Booking, at: string): Said => {
    const { toClient, bearer } = known(b.givenBack.at(-1) ?? null, 'money that was given back');
    return { event: GiveBackDecided, data: { ...parties(b), toClient, bearer, at } };
  },
} as const;

function cancelledBy(booking: Booking): 'client' | 'provider' | 'platform' {
  if (booking.outcome === 'our-error') return 'platform';
  return booking.outcome === 'provider-cancelled' ? 'provider' : 'client';
}

/** For the calendars of both: the version numbers the changes, as an invitation's sequence must. */
function invited({ endsAt, version }: Booking): { endsAt: string; sequence: number } {
  return { endsAt, sequence: version };
}

/** Each of the weeks that one mail tells of, in order; `of` is what the side that reads it wants to know of each. */
function weeks(together: readonly Booking[], of: (booking: Booking) => Record<string, unknown> = () => ({})) {
  if (together.length < 2) return {};
  // All of them hear the same message in the same commit, and each one's number grows by it.
  return {
    sessions: together.map((b) => ({
      bookingId: b.id,
      startsAt: b.startsAt,
      endsAt: b.endsAt,
      sequence: b.version + 1,
      ...of(b),
    })),
  };
}

/** Each side reads who moved it, and the client what they may do about it. */
function moved(to: Side): Mail {
  return {
    template: 'booking-moved',
    to: [to],
    data: (b) => ({
      bookingId: b.id,
      startsAt: b.startsAt,
      by: known(b.movedBy, 'a new time'),
      to,
      termsVersion: b.termsVersion,
      ...invited(b),
    }),
  };
}

function requestEnded(why: 'declined' | 'unanswered' | 'withdrawn' | 'unpaid', ...to: Side[]): Mail {
  return { template: 'request-ended', to, data: (b) => ({ bookingId: b.id, startsAt: b.startsAt, why }) };
}

const MAILS = {
  'mail: confirmed, to the client': {
    template: 'booking-confirmed-client',
    to: ['client'],
    data: (b, together) => ({
      bookingId: b.id,
      startsAt: b.startsAt,
      total: together.length > 1 ? sum(together.map(({ total }) => total)) : b.total,
      termsVersion: b.termsVersion,
      ...invited(b),
      ...weeks(together),
    }),
  },
  'mail: confirmed, to the provider': {
    template: 'booking-confirmed-provider',
    to: ['provider'],
    data: (b, together) => ({
      bookingId: b.id,
      startsAt: b.startsAt,
      price: together.length > 1 ? sum(together.map(({ offer }) => offer.price)) : b.offer.price,
      termsVersion: b.termsVersion,
      ...invited(b),
      ...weeks(together, ({ offer }) => ({ price: offer.price })),
    }),
  },
  'mail: offered, to the client': {
    template: 'time-offered',
    to: ['client'],
    data: (b) => ({ bookingId: b.id, startsAt: b.startsAt, until: b.reservedUntil }),
    uselessAt: (b) => b.reservedUntil,
  },
  'mail: moved, to the client': moved('client'),
  'mail: moved, to the provider': moved('provider'),
  'mail: cancelled, to both': {
    template: 'booking-cancelled',
    to: ['client', 'provider'],
    data: (b) => ({
      bookingId: b.id,
      startsAt: b.startsAt,
      by: cancelledBy(b),
      toClient: backToClient(b),
      ...invited(b),
    }),
  },
  'mail: request made, to the provider': {
    template: 'request-made',
    to: ['provider'],
    data: (b) => ({
      bookingId: b.id,
      startsAt: b.startsAt,
      price: b.offer.price,
      answerBy: known(b.request, 'a request').answerBy,
    }),
  },
  'mail: request accepted, to the client': {
    template: 'request-accepted',
    to: ['client'],
    data: (b) => ({ bookingId: b.id, startsAt: b.startsAt, total: b.total, payBy: b.reservedUntil }),
  },
  'mail: request declined, to the client': requestEnded('declined', 'client'),
  'mail: request unanswered, to the client': requestEnded('unanswered', 'client'),
  'mail: request taken back, to the provider': requestEnded('withdrawn', 'provider'),
  'mail: request not paid, to both': requestEnded('unpaid', 'client', 'provider'),
  // The provider never heard of a reservation that was not kept.
  'mail: cancelled, to the client': {
    template: 'booking-cancelled',
    to: ['client'],
    data: (b) => ({ bookingId: b.id, startsAt: b.startsAt, by: cancelledBy(b), toClient: backToClient(b) }),
  },
  'mail: session missed, to both': {
    template: 'session-missed',
    to: ['client', 'provider'],
    data: (b) => ({ bookingId: b.id, startsAt: b.startsAt, toClient: backToClient(b) }),
  },
  'mail: claim decided, to both': {
    template: 'claim-decided',
    to: ['client', 'provider'],
    data: (b) => ({ bookingId: b.id, toClient: backToClient(b) }),
  },
  'mail: money released, to the provider': {
    template: 'money-released',
    to: ['provider'],
    data: (b) => ({ bookingId: b.id, toProvider: settlement(b).toProvider }),
  },
  'mail: given back, to both': {
    template: 'given-back',
    to: ['client', 'provider'],
    data: (b) => ({
      bookingId: b.id,
      toClient: known(b.givenBack.at(-1) ?? null, 'money that was given back').toClient,
    }),
  },
} as const satisfies Record<string, Mail>;

/** The words of the table's last column. */
export type Saying = keyof typeof EVENTS | keyof typeof MAILS;

function isMail(saying: Saying): saying is keyof typeof MAILS {
  return saying in MAILS;
}

/** The messages of one saying. A mail's key names booking, template and version, so that it goes out once. */
export function speak(saying: Saying, booking: Booking, at: string, together: readonly Booking[] = []): Said[] {
  if (!isMail(saying)) return [EVENTS[saying](booking, at)];
  const { template, to, data, uselessAt }: Mail = MAILS[saying];
  return to.map((side) => ({
    event: BookingMail,
    data: {
      accountId: side === 'client' ? booking.clientId : booking.providerId,
      key: `${booking.id}:${template}:${side}:${booking.version}`,
      template,
      data: data(booking, together),
      ...(uselessAt ? { uselessAt: uselessAt(booking) } : {}),
    },
  }));
}
