/** What becomes of every message in every state: the whole table, walked. */
import { type BookingState, Refusal } from '@sounding/contracts';
import { money } from '@sounding/money';
import { KINDS, type Kind, type Message, step, TABLE } from './booking.ts';
import { type Booking, deadlineOf } from './facts.ts';
import {
  attendanceKnown,
  cancelledLate,
  claimed,
  confirmed,
  deadline,
  delivered,
  HELD,
  joined,
  lapsed,
  offered,
  outcome,
  paid,
  refunded,
  released,
  requested,
  reserved,
  taking,
  yes,
} from './sample.ts';

const MESSAGES: Record<Kind, Message> = {
  'booking.accept': yes,
  'booking.turn-down': { kind: 'booking.turn-down' },
  'booking.cancel': { kind: 'booking.cancel', by: 'client', seen: money(0) },
  'booking.take': taking,
  'booking.decline': { kind: 'booking.decline' },
  'booking.move': { kind: 'booking.move', by: 'client', startsAt: '2026-12-11T15:00:00.000Z' },
  'booking.claim': { kind: 'booking.claim' },
  'booking.give-back': { kind: 'booking.give-back', toClient: money(1000), bearer: 'platform' },
  'billing.funds-held': paid,
  'billing.refund-made': { kind: 'billing.refund-made' },
  'billing.refund-overtaken': { kind: 'billing.refund-overtaken' },
  'billing.funds-released': { kind: 'billing.funds-released' },
  'billing.dispute-opened': { kind: 'billing.dispute-opened', openedAt: HELD, evidenceBy: null },
  'billing.dispute-closed': {
    kind: 'billing.dispute-closed',
    outcome: 'won',
    lost: money(0),
    held: money(0),
    undone: null,
  },
  'workspace.joined': joined('client', HELD),
  'workspace.attendance-known': attendanceKnown,
  'support.claim-decided': { kind: 'support.claim-decided', toClient: money(2000) },
  deadline,
};

describe('every pair of state and message', () => {
  const SAMPLES: Record<BookingState, Booking> = {
    requested: requested(),
    reserved: reserved(),
    offered: offered(),
    confirmed: confirmed(),
    delivered: delivered(),
    claimed: claimed(),
    cancelled: cancelledLate(),
    refunded: refunded(),
    released: released(),
    lapsed: lapsed(),
  };
  /** In the order of KINDS; deadlines are heard when they are due. */
  const EXPECTED: Record<BookingState, readonly string[]> = {
    requested: [
      'reserved',
      'lapsed',
      'lapsed',
      'no: cannot-move',
      'no: not-offered',
      'no: not-offered',
      'no: cannot-claim',
      'no: not-released',
      'unexpected',
      'unexpected',
      'unexpected',
      'unexpected',
      'unexpected',
      'unexpected',
      'unexpected',
      'unexpected',
      'unexpected',
      'lapsed',
    ],
    reserved: [
      'no: already-answered',
      'no: already-answered',
      'lapsed',
      'no: cannot-move',
      'no: not-offered',
      'no: not-offered',
      'no: cannot-claim',
      'no: not-released',
      'confirmed',
      'unexpected',
      'unexpected',
      'unexpected',
      'unexpected',
      'unexpected',
      'unexpected',
      'unexpected',
      'unexpected',
      'lapsed',
    ],
    offered: [
      'no: already-answered',
      'no: already-answered',
      'no: cannot-cancel',
      'no: cannot-move',
      'reserved',
      'lapsed',
      'no: cannot-claim',
      'no: not-released',
      'unexpected',
      'unexpected',
      'unexpected',
      'unexpected',
      'unexpected',
      'unexpected',
      'unexpected',
      'unexpected',
      'unexpected',
      'lapsed',
    ],
    confirmed: [
      'no: already-answered',
      'no: already-answered',
      'no: refund-changed',
      'confirmed',
      'no: not-offered',
      'no: not-offered',
      'no: cannot-claim',
      'no: not-released',
      'unexpected',
      'unexpected',
      'unexpected',
      'unexpected',
      'confirmed',
      'confirmed',
      'confirmed',
      'cancelled',
      'unexpected',
      'cancelled',
    ],
    delivered: [
      'no: already-answered',
      'no: already-answered',
      'no: cannot-cancel',
      'no: cannot-move',
      'no: not-offered',
      'no: not-offered',
      'claimed',
      'no: not-released',
      'unexpected',
      'unexpected',
      'unexpected',
      'released',
      'delivered',
      'delivered',
      'delivered',
      'delivered',
      'unexpected',
      'delivered',
    ],
    claimed: [
      'no: already-answered',
      'no: already-answered',
      'no: cannot-cancel',
      'no: cannot-move',
      'no: not-offered',
      'no: not-offered',
      'no: already-claimed',
      'no: not-released',
      'unexpected',
      'unexpected',
      'unexpected',
      'unexpected',
      'claimed',
      'claimed',
      'claimed',
      'claimed',
      'refunded',
      'refunded',
    ],
    cancelled: [
      'no: already-answered',
      'no: already-answered',
      'no: cannot-cancel',
      'no: cannot-move',
      'no: not-offered',
      'no: not-offered',
      'no: cannot-claim',
      'no: not-released',
      'unexpected',
      'refunded',
      'refunded',
      'released',
      'cancelled',
      'cancelled',
      'cancelled',
      'cancelled',
      'unexpected',
      'cancelled',
    ],
    refunded: [
      'no: already-answered',
      'no: already-answered',
      'no: cannot-cancel',
      'no: cannot-move',
      'no: not-offered',
      'no: not-offered',
      'no: cannot-claim',
      'no: not-released',
      'unexpected',
      'refunded',
      'refunded',
      'released',
      'refunded',
      'refunded',
      'refunded',
      'refunded',
      'unexpected',
      'refunded',
    ],
    released: [
      'no: already-answered',
      'no: already-answered',
      'no: cannot-cancel',
      'no: cannot-move',
      'no: not-offered',
      'no: not-offered',
      'no: too-late',
      'released',
      'unexpected',
      'released',
      'released',
      'unexpected',
      'released',
      'released',
      'released',
      'released',
      'unexpected',
      'nothing',
    ],
    lapsed: [
      'no: already-answered',
      'no: already-answered',
      'no: cannot-cancel',
      'no: cannot-move',
      'no: not-offered',
      'no: not-offered',
      'no: cannot-claim',
      'no: not-released',
      'confirmed',
      'unexpected',
      'unexpected',
      'unexpected',
      'lapsed',
      'lapsed',
      'unexpected',
      'unexpected',
      'unexpected',
      'nothing',
    ],
  };

  const pairs = (Object.keys(EXPECTED) as BookingState[]).flatMap((state) =>
    KINDS.map((kind, index) => [state, kind, EXPECTED[state][index] ?? ''] as const),
  );
  it.each(pairs)('%s hears %s: %s', (state, kind, expected) => {
    const booking = SAMPLES[state];
    expect(booking.state).toBe(state);
    const at = kind === 'deadline' ? (deadlineOf(booking) ?? booking.endsAt) : '2026-12-02T12:00:00.000Z';
    expect(outcome(booking, MESSAGES[kind], at).split(' | ')[0]).toBe(expected);
  });

  it('has a sentence for every refusal, and never an empty one', () => {
    for (const [state, kind, expected] of pairs) {
      if (!expected.startsWith('no: ')) continue;
      try {
        step(SAMPLES[state], MESSAGES[kind], new Date('2026-12-02T12:00:00.000Z'));
      } catch (error) {
        expect((error as Refusal).detail.length).toBeGreaterThan(20);
      }
    }
  });

  it('has no branch behind one that always holds, and each branch says where it goes', () => {
    for (const rows of Object.values(TABLE)) {
      for (const branches of Object.values(rows) as {
        when?: object;
        to?: string;
        stays?: string;
        refuse?: object;
      }[][]) {
        branches.forEach((branch, index) => {
          if (index < branches.length - 1) expect(branch.when).toBeDefined();
          expect([branch.to, branch.stays, branch.refuse].filter(Boolean)).toHaveLength(1);
        });
      }
    }
  });
});
