import { type BookingState, EVENTS, Refusal } from '@sounding/contracts';
import { add, money, zero } from '@sounding/money';
import { KINDS, type Kind, type Message, step, TABLE, Unexpected } from './booking.ts';
import { type Booking, deadlineOf, occupies } from './facts.ts';
import {
  attendanceKnown,
  cancelledLate,
  claimed,
  confirmed,
  deadline,
  delivered,
  joined,
  lapsed,
  live,
  paid,
  refunded,
  released,
  reserved,
} from './sample.ts';

/** What one message did: the next state and what was said, or how it was turned away. */
function outcome(booking: Booking, message: Message, at: string): string {
  try {
    const moved = step(booking, message, new Date(at));
    return moved ? [moved.booking.state, ...moved.sayings].join(' | ') : 'nothing';
  } catch (error) {
    if (error instanceof Refusal) return `no: ${error.code}`;
    if (error instanceof Unexpected) return 'unexpected';
    throw error;
  }
}
const HELD = '2026-12-10T15:20:00.000Z';
const MESSAGES: Record<Kind, Message> = {
  'booking.cancel': { kind: 'booking.cancel', by: 'client', seen: money(0) },
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
    reserved: reserved(),
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
    reserved: [
      'lapsed',
      'no: cannot-move',
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
    confirmed: [
      'no: refund-changed',
      'confirmed',
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
      'no: cannot-cancel',
      'no: cannot-move',
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
      'no: cannot-cancel',
      'no: cannot-move',
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
      'no: cannot-cancel',
      'no: cannot-move',
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
      'no: cannot-cancel',
      'no: cannot-move',
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
      'no: cannot-cancel',
      'no: cannot-move',
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
      'no: cannot-cancel',
      'no: cannot-move',
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

describe('a hire that goes well', () => {
  it('is confirmed by the money, and both sides are written to', () => {
    const moved = step(reserved(), paid, new Date('2026-12-01T12:05:00.000Z'));
    expect(moved?.said.map(({ event, data }) => data.template ?? event.name)).toEqual([
      'booking.confirmed',
      'booking-confirmed-client',
      'booking-confirmed-provider',
    ]);
    expect(moved?.booking.confirmedAt).toBe('2026-12-01T12:05:00.000Z');
  });

  it('is delivered at its end and released seven days later, with five per cent for the platform', () => {
    const booking = delivered();
    expect([booking.state, booking.outcome, deadlineOf(booking)]).toEqual([
      'delivered',
      'delivered',
      '2026-12-17T16:00:00.000Z',
    ]);
    const moved = step(booking, deadline, new Date('2026-12-17T16:00:00.000Z'));
    expect(moved?.said[0]?.data).toMatchObject({ toProvider: money(5700), commission: money(300) });
    expect(moved && deadlineOf(moved.booking)).toBeNull();
    expect(released().state).toBe('released');
  });

  it('lets a late clock catch up through every deadline in turn', () => {
    let booking = live(
      confirmed(),
      ['2026-12-10T14:55:00.000Z', joined('client', '2026-12-10T14:55:00.000Z')],
      ['2026-12-10T14:56:00.000Z', joined('provider', '2026-12-10T14:56:00.000Z')],
    );
    const said: string[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      const moved = step(booking, deadline, new Date('2027-01-10T00:00:00.000Z'));
      if (!moved) break;
      booking = moved.booking;
      said.push(...moved.sayings);
    }
    expect(said).toEqual(['booking.completed', 'booking.release-decided']);
    expect([booking.state, booking.releaseDecidedAt]).toEqual(['delivered', '2027-01-10T00:00:00.000Z']);
  });
});

describe('a claim', () => {
  const claim: Message = { kind: 'booking.claim' };

  it('is possible until the guarantee ends, and once', () => {
    expect(outcome(delivered(), claim, '2026-12-17T15:59:59.999Z')).toMatch(/^claimed/);
    expect(outcome(delivered(), claim, '2026-12-17T16:00:00.000Z')).toBe('no: too-late');
    const turnedDown = live(claimed(), [
      '2026-12-13T09:00:00.000Z',
      { kind: 'support.claim-decided', toClient: money(0) },
    ]);
    expect([turnedDown.state, turnedDown.claimClosedBy]).toEqual(['delivered', 'staff']);
    expect(outcome(turnedDown, claim, '2026-12-13T10:00:00.000Z')).toBe('no: already-claimed');
    expect(deadlineOf(turnedDown)).toBe('2026-12-17T16:00:00.000Z');
  });

  it('gives back what staff decide, and the rest to the provider when the guarantee ends', () => {
    const booking = refunded();
    expect(booking.settlement).toMatchObject({
      toClient: money(2000),
      toProvider: money(3800),
      commission: money(200),
    });
    const moved = step(booking, deadline, new Date('2026-12-17T16:00:00.000Z'));
    expect(moved?.said[0]?.data).toMatchObject({ toProvider: money(3800), commission: money(200) });
  });

  it('is upheld in full when nobody decides within 72 hours, and a later decision changes nothing', () => {
    const booking = live(claimed(), ['2026-12-15T09:00:00.000Z', deadline]);
    expect([booking.state, booking.claimClosedBy]).toEqual(['refunded', 'clock']);
    expect(booking.settlement).toMatchObject({ toClient: money(6000), toProvider: money(0), commission: money(0) });
    const late: Message = { kind: 'support.claim-decided', toClient: money(100) };
    expect(outcome(booking, late, '2026-12-15T09:00:01.000Z')).toBe('refunded');
    expect(live(booking, ['2026-12-15T09:00:01.000Z', late]).settlement).toEqual(booking.settlement);
  });

  it('outlives the guarantee when it was made on its last day', () => {
    const late = live(delivered(), ['2026-12-17T15:00:00.000Z', claim]);
    expect(deadlineOf(late)).toBe('2026-12-20T15:00:00.000Z');
    const decided = live(late, ['2026-12-19T15:00:00.000Z', { kind: 'support.claim-decided', toClient: money(0) }]);
    expect(outcome(decided, deadline, '2026-12-19T15:00:01.000Z')).toBe('delivered | booking.release-decided');
  });

  it('refuses to believe a decision above the price', () => {
    expect(outcome(claimed(), { kind: 'support.claim-decided', toClient: money(6001) }, HELD)).toBe('unexpected');
  });
});

describe('money that comes late, or wrong', () => {
  it('books the time again when it is still free', () => {
    expect(outcome(lapsed(), paid, '2026-12-01T12:30:00.000Z')).toMatch(/^confirmed \| booking.confirmed/);
  });

  it('goes back whole, fee included, when the time is lost or has begun', () => {
    const lost: Message = { kind: 'billing.funds-held', paid: money(6349), slotFree: false };
    const moved = step(lapsed(), lost, new Date('2026-12-01T12:30:00.000Z'));
    expect(moved?.booking.state).toBe('refunded');
    expect(moved?.said[0]?.data).toMatchObject({
      reason: 'our-error',
      toClient: money(6000),
      feeToClient: money(349),
      toProvider: money(0),
      commission: money(0),
    });
    expect(outcome(lapsed(), paid, '2026-12-10T15:00:00.000Z')).toMatch(/^refunded \| booking.refund-decided/);
    expect(outcome(moved?.booking ?? lapsed(), lost, '2026-12-01T12:31:00.000Z')).toBe('unexpected');
  });

  it('is unexpected when it is not what the bill says', () => {
    expect(outcome(reserved(), { kind: 'billing.funds-held', paid: money(6348), slotFree: true }, HELD)).toBe(
      'unexpected',
    );
  });
});

describe('whatever happens', () => {
  it('divides exactly what was paid whenever it settles, and says only what the contracts allow', () => {
    const ends = [delivered(), claimed(), refunded(), cancelledLate(), released()];
    for (const { settlement, total } of ends) {
      const { toClient, feeToClient, feeKept, toProvider, commission } = settlement ?? {};
      const parts = [toClient, feeToClient, feeKept, toProvider, commission].map((part) => part ?? zero());
      expect(parts.reduce(add)).toEqual(total);
    }
    for (const { event } of step(reserved(), paid, new Date('2026-12-01T12:05:00.000Z'))?.said ?? []) {
      expect(EVENTS).toContain(event);
    }
  });

  it('says messages that their contracts accept', () => {
    const said = [
      step(reserved(), deadline, new Date('2026-12-01T12:10:00.000Z')),
      step(reserved(), paid, new Date('2026-12-01T12:05:00.000Z')),
      step(confirmed(), attendanceKnown, new Date('2026-12-10T15:15:02.000Z')),
      step(delivered(), { kind: 'booking.claim' }, new Date('2026-12-12T09:00:00.000Z')),
      step(claimed(), deadline, new Date('2026-12-16T09:00:00.000Z')),
      step(delivered(), deadline, new Date('2026-12-17T16:00:00.000Z')),
      step(delivered(), { kind: 'billing.funds-released' }, new Date('2026-12-17T16:00:00.000Z')),
      step(
        confirmed(),
        { kind: 'booking.cancel', by: 'provider', seen: money(6000) },
        new Date('2026-12-05T09:00:00.000Z'),
      ),
    ].flatMap((moved) => moved?.said ?? []);
    expect(said).toHaveLength(19);
    for (const { event, data } of said) expect(event.data.parse(data)).toEqual(data);
  });

  it('frees the provider’s time when it lapses or is cancelled, and not before', () => {
    expect([reserved(), confirmed(), delivered(), claimed()].map(occupies)).toEqual([true, true, true, true]);
    expect([lapsed(), cancelledLate(), refunded(), released()].map(occupies)).toEqual([false, false, false, false]);
  });
});
