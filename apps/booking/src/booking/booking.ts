/**
 * The process of one hire, as a table: in this state, on hearing that, go there and say this. Pure.
 * No row, no silence: a request without a row is refused, an event without one is a bug that ends as a dead letter
 * where staff see it. The page docs/reference/booking-process.md is drawn from this table.
 */
import { type Bearer, type BookingState, type Data, type DisputeClosed, Refusal } from '@sounding/contracts';
import { compare, equals, isZero, type Money } from '@sounding/money';
import { claimDecideBy } from '@sounding/terms';
import { BANK_GAVE, DISPUTED, GIVING_BACK, learnRefund } from './afterwards.ts';
import { type Accepted, ASKED, REQUESTED } from './asking.ts';
import { cancellationOf } from './cancellation.ts';
import { CONFIRMING, CONFIRMING_LATE } from './confirming.ts';
import {
  absentAt,
  type Booking,
  bothCame,
  came,
  deadlineOf,
  heldUntil,
  leftToGive,
  ms,
  type Side,
  settled,
  termsFor,
} from './facts.ts';
import { MOVING } from './moving.ts';
import { OFFERED, type Offered } from './offered.ts';
import { withoutRow } from './refused.ts';
import { type Said, type Saying, speak } from './said.ts';

/** What a booking can hear, and what comes with it. */
export interface Heard {
  'booking.accept': Accepted;
  'booking.turn-down': object;
  'booking.cancel': { readonly by: Side; readonly seen: Money };
  'booking.move': { readonly by: Side; readonly startsAt: string };
  'booking.take': Offered;
  'booking.decline': object;
  'booking.claim': object;
  'booking.give-back': { readonly toClient: Money; readonly bearer: Bearer };
  /** `together`: what was paid at once, in order and as it was before, when it is several weeks. */
  'billing.funds-held': {
    readonly paid: Money;
    readonly slotFree: boolean;
    readonly together?: readonly Booking[];
  };
  'billing.refund-made': object;
  'billing.refund-overtaken': object;
  'billing.funds-released': object;
  'billing.dispute-opened': { readonly openedAt: string; readonly evidenceBy: string | null };
  'billing.dispute-closed': Pick<Data<typeof DisputeClosed>, 'outcome' | 'lost' | 'held' | 'undone'>;
  'workspace.joined': { readonly side: Side; readonly at: string };
  'workspace.attendance-known': { readonly until: string };
  'support.claim-decided': { readonly toClient: Money };
  deadline: object;
}
export type Kind = keyof Heard;
export type Message = { [K in Kind]: { readonly kind: K } & Heard[K] }[Kind];
export const KINDS = [
  'booking.accept',
  'booking.turn-down',
  'booking.cancel',
  'booking.move',
  'booking.take',
  'booking.decline',
  'booking.claim',
  'booking.give-back',
  'billing.funds-held',
  'billing.refund-made',
  'billing.refund-overtaken',
  'billing.funds-released',
  'billing.dispute-opened',
  'billing.dispute-closed',
  'workspace.joined',
  'workspace.attendance-known',
  'support.claim-decided',
  'deadline',
] as const satisfies readonly Kind[];

interface Condition<K extends Kind> {
  /** As the drawn table says it. */
  readonly words: string;
  holds(booking: Booking, heard: Heard[K], now: Date): boolean;
}

/** One way on. The first branch of a row whose condition holds is taken. */
export interface Branch<K extends Kind> {
  readonly when?: Condition<K>;
  readonly to?: BookingState;
  /** It hears and stays where it is, for this reason. */
  readonly stays?: string;
  /** It says no: a code of the contract and a sentence for the person. */
  readonly refuse?: readonly [code: string, sentence: string];
  /** What is known from now on. */
  learn?(booking: Booking, heard: Heard[K], now: Date): Partial<Booking>;
  readonly says?: readonly Saying[];
}
export type Rows = { readonly [K in Kind]?: readonly Branch<K>[] };

const LATE = [{ stays: 'who came is settled once the session is over or cancelled' }] as const;
/** Both messages of workspace, once nothing depends on them. */
const SETTLED = { 'workspace.joined': LATE, 'workspace.attendance-known': LATE } as const;
const CANCEL_MAIL = ['booking.refund-decided', 'booking.cancelled', 'mail: cancelled, to both'] as const;
const CLAIM_PAID = ['booking.refund-decided', 'booking.claim-closed', 'mail: claim decided, to both'] as const;

/** The guarantee is over: what is still held goes to the provider. Billing answers with billing.funds-released. */
const release: Branch<'deadline'> = {
  stays: 'the money is the provider’s as soon as billing has moved it',
  learn: (_b, _heard, now) => ({ releaseDecidedAt: now.toISOString() }),
  says: ['booking.release-decided'],
};

const released: Branch<'billing.funds-released'> = {
  to: 'released',
  learn: (_b, _heard, now) => ({ releasedAt: now.toISOString() }),
  says: ['mail: money released, to the provider'],
};

const learnJoined = (booking: Booking, { side, at }: Heard['workspace.joined']): Partial<Booking> =>
  side === 'client'
    ? { clientJoinedAt: booking.clientJoinedAt ?? at }
    : { providerJoinedAt: booking.providerJoinedAt ?? at };

/** What follows when at least one side did not come in time. */
const ABSENCE = [
  {
    when: { words: 'the provider came, the client did not', holds: (b) => came(b, 'provider') },
    to: 'delivered',
    learn: (b) => settled(b, 'client-absent'),
    says: ['mail: session missed, to both'],
  },
  {
    to: 'cancelled',
    learn: (b) => settled(b, 'provider-absent'),
    says: ['booking.refund-decided', 'booking.cancelled', 'mail: session missed, to both'],
  },
] as const satisfies readonly Branch<'deadline' | 'workspace.attendance-known'>[];

export const TABLE: { readonly [S in BookingState]: Rows } = {
  requested: REQUESTED,

  reserved: {
    'booking.cancel': [
      {
        when: { words: 'the provider asks', holds: (_b, { by }) => by === 'provider' },
        refuse: [
          'cannot-cancel',
          'This time is only reserved and not paid for. It becomes free again unless it is paid in time.',
        ],
      },
      {
        when: { words: 'the client saw a refund', holds: (_b, { seen }) => !isZero(seen) },
        refuse: [
          'refund-changed',
          'Nothing has been paid yet, so nothing goes back. Please look again before you confirm.',
        ],
      },
      {
        when: ASKED,
        to: 'lapsed',
        says: ['booking.reservation-lapsed', 'mail: request taken back, to the provider'],
      },
      { to: 'lapsed', says: ['booking.reservation-lapsed'] },
    ],
    'billing.funds-held': CONFIRMING,
    deadline: [
      { when: ASKED, to: 'lapsed', says: ['booking.reservation-lapsed', 'mail: request not paid, to both'] },
      { to: 'lapsed', says: ['booking.reservation-lapsed'] },
    ],
  },

  offered: OFFERED,

  confirmed: {
    ...DISPUTED,
    'booking.cancel': [
      {
        when: { words: 'the session has begun', holds: (b, { by }, now) => cancellationOf(b, by, now) === null },
        refuse: ['cannot-cancel', 'The session has begun, so it can no longer be cancelled.'],
      },
      {
        when: {
          words: 'the refund is not the one they saw',
          holds: (b, { by, seen }, now) => !seenIsTrue(b, by, seen, now),
        },
        refuse: ['refund-changed', 'The refund has changed since you looked. Please look again before you confirm.'],
      },
      {
        to: 'cancelled',
        learn: (b, { by }, now) => {
          const cancellation = cancellationOf(b, by, now);
          return cancellation ? settled(b, cancellation.outcome) : {};
        },
        says: CANCEL_MAIL,
      },
    ],
    'booking.move': MOVING,
    'workspace.joined': [{ stays: 'absence is decided once workspace knows who came', learn: learnJoined }],
    'workspace.attendance-known': [
      {
        when: { words: 'it ends before absence begins', holds: (b, { until }) => ms(until) < ms(absentAt(b)) },
        stays: 'somebody may still come in time',
      },
      { when: { words: 'both came', holds: (b) => bothCame(b) }, stays: 'the session goes on to its end' },
      ...ABSENCE,
    ],
    deadline: [
      {
        when: { words: 'both came, and it is over', holds: (b) => bothCame(b) },
        to: 'delivered',
        learn: (b) => settled(b, 'delivered'),
        says: ['booking.completed'],
      },
      ...ABSENCE,
    ],
  },

  delivered: {
    ...DISPUTED,
    'booking.claim': [
      {
        when: { words: 'claimed before', holds: (b) => b.claimedAt !== null },
        refuse: ['already-claimed', 'The guarantee was used for this booking, and the claim has been decided.'],
      },
      {
        when: { words: 'the guarantee is over', holds: (b, _heard, now) => now.getTime() >= ms(heldUntil(b)) },
        refuse: [
          'too-late',
          'The guarantee of this booking is over. Our support can still help you: please write to us.',
        ],
      },
      {
        to: 'claimed',
        learn: (b, _heard, now) => ({ claimedAt: now.toISOString(), decideBy: decideBy(b, now) }),
        says: ['booking.claim-opened'],
      },
    ],
    'billing.funds-released': [released],
    ...SETTLED,
    deadline: [release],
  },

  claimed: {
    ...DISPUTED,
    'booking.claim': [
      { refuse: ['already-claimed', 'Your claim is with our staff. You will read their decision here.'] },
    ],
    'support.claim-decided': [
      {
        when: { words: 'nothing goes back', holds: (_b, { toClient }) => isZero(toClient) },
        to: 'delivered',
        learn: () => ({ claimClosedBy: 'staff' }),
        says: ['booking.claim-closed', 'mail: claim decided, to both'],
      },
      {
        to: 'refunded',
        learn: (b, { toClient }) => ({ ...settled(b, 'claim-decided', toClient), claimClosedBy: 'staff' }),
        says: CLAIM_PAID,
      },
    ],
    ...SETTLED,
    deadline: [
      {
        to: 'refunded',
        learn: (b) => ({ ...settled(b, 'claim-decided', b.offer.price), claimClosedBy: 'clock' }),
        says: CLAIM_PAID,
      },
    ],
  },

  cancelled: {
    ...DISPUTED,
    'billing.refund-made': [{ to: 'refunded', learn: learnRefund }],
    'billing.refund-overtaken': [{ to: 'refunded', learn: learnRefund }],
    'billing.funds-released': [released],
    ...SETTLED,
    deadline: [release],
  },

  refunded: {
    ...DISPUTED,
    'billing.refund-made': [{ stays: 'the refund was counted when it was decided', learn: learnRefund }],
    'billing.refund-overtaken': BANK_GAVE,
    'billing.funds-released': [released],
    ...SETTLED,
    'support.claim-decided': [
      {
        when: { words: 'the clock was first', holds: (b) => b.claimClosedBy === 'clock' },
        stays: 'nobody had decided in time, and the claim was upheld in full',
      },
    ],
    deadline: [release],
  },

  released: {
    ...DISPUTED,
    'booking.give-back': GIVING_BACK,
    'billing.refund-made': [{ stays: 'the refund was decided before the release', learn: learnRefund }],
    'billing.refund-overtaken': BANK_GAVE,
    ...SETTLED,
  },

  lapsed: {
    ...DISPUTED,
    'billing.funds-held': CONFIRMING_LATE,
  },
};

function decideBy(booking: Booking, now: Date): string {
  return claimDecideBy(termsFor(booking), now);
}

function seenIsTrue(booking: Booking, by: Side, seen: Money, now: Date): boolean {
  const cancellation = cancellationOf(booking, by, now);
  return cancellation !== null && equals(seen, cancellation.back);
}

/** An event that the process cannot explain: a bug somewhere, kept as a dead letter for staff. */
export class Unexpected extends Error {
  override readonly name = 'Unexpected';
}

export interface Moved {
  readonly booking: Booking;
  /** For the outbox, in order. */
  readonly said: readonly Said[];
  /** For the story. */
  readonly sayings: readonly Saying[];
}

/** Amounts that cannot be: they would make a wrong decision look right. */
function checkAmounts(booking: Booking, message: Message): void {
  if (message.kind === 'billing.funds-held' && !equals(message.paid, booking.total)) {
    throw new Unexpected(`paid ${message.paid.minor}, but the bill says ${booking.total.minor}`);
  }
  if (message.kind === 'support.claim-decided' && compare(message.toClient, booking.offer.price) > 0) {
    throw new Unexpected(`decided ${message.toClient.minor}, but the price is ${booking.offer.price.minor}`);
  }
}

/**
 * Hears one message at `now`. Throws a Refusal (the person is told no), or Unexpected (a bug). Answers null when a
 * deadline is heard that has moved since the clock looked: then nothing happened.
 */
export function step(booking: Booking, message: Message, now: Date): Moved | null {
  const deadline = deadlineOf(booking);
  if (message.kind === 'deadline' && (deadline === null || ms(deadline) > now.getTime())) return null;
  checkAmounts(booking, message);
  const row: readonly Branch<Kind>[] = TABLE[booking.state][message.kind] ?? [];
  const branch = row.find((one) => one.when?.holds(booking, message, now) ?? true);
  if (!branch) throw withoutRow(booking, message) ?? new Unexpected(`${message.kind} heard in ${booking.state}`);
  if (branch.refuse) throw new Refusal(...branch.refuse, refusalFacts(booking, message, now));
  const next: Booking = {
    ...booking,
    ...branch.learn?.(booking, message, now),
    state: branch.to ?? booking.state,
    version: booking.version + 1,
  };
  const sayings = branch.says ?? [];
  const together = message.kind === 'billing.funds-held' ? message.together : [];
  return {
    booking: next,
    sayings,
    said: sayings.flatMap((saying) => speak(saying, next, now.toISOString(), together)),
  };
}

/** The amount that would be true now, for a page that showed another. */
function refusalFacts(booking: Booking, message: Message, now: Date): Record<string, unknown> {
  if (message.kind === 'booking.give-back') return { left: leftToGive(booking) };
  if (message.kind !== 'booking.cancel') return {};
  const cancellation = cancellationOf(booking, message.by, now);
  return cancellation ? { refund: cancellation.back } : {};
}
