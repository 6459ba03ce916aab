import { EVENTS } from '@sounding/contracts';
import { add, type Money, money, zero } from '@sounding/money';
import { type Message, step } from './booking.ts';
import { type Booking, deadlineOf, occupies } from './facts.ts';
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
  live,
  offered,
  outcome,
  paid,
  refunded,
  released,
  reserved,
} from './sample.ts';

const held = (all: Money, together: readonly Booking[]): Message => ({
  kind: 'billing.funds-held',
  paid: all,
  slotFree: true,
  together,
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

  it('of several weeks is told once: the first tells of all, with the sum and the next version of each', () => {
    const at = new Date('2026-12-01T12:05:00.000Z');
    const together = [0, 1, 2].map((place) =>
      reserved({
        id: `00000000-0000-4000-8000-00000000001${place}`,
        version: place + 1,
        startsAt: `2026-12-${10 + 7 * place}T15:00:00.000Z`,
        endsAt: `2026-12-${10 + 7 * place}T16:00:00.000Z`,
        package: { id: '00000000-0000-4000-8000-000000000010', place, of: 3 },
        total: money(place === 0 ? 6349 : 6000),
      }),
    );
    const said = together.map((booking) => {
      const moved = step(booking, held(booking.total, together), at);
      expect([moved?.booking.state, moved?.booking.version]).toEqual(['confirmed', booking.version + 1]);
      return moved?.said.map(({ event, data }) => data.template ?? event.name);
    });
    expect(said).toEqual([
      ['booking.confirmed', 'booking-confirmed-client', 'booking-confirmed-provider'],
      ['booking.confirmed'],
      ['booking.confirmed'],
    ]);
    const [first] = together as [Booking];
    const [, client, provider] = step(first, held(first.total, together), at)?.said ?? [];
    const weeks = together.map(({ id, startsAt, endsAt, version }) => ({
      bookingId: id,
      startsAt,
      endsAt,
      sequence: version + 1,
    }));
    const of = { bookingId: first.id, startsAt: first.startsAt, sequence: 2 };
    expect(client?.data.data).toMatchObject({ ...of, total: money(18_349), sessions: weeks });
    const priced = weeks.map((week) => ({ ...week, price: money(6000) }));
    expect(provider?.data.data).toMatchObject({ ...of, price: money(18_000), sessions: priced });
    for (const { event, data } of [client, provider].flatMap((one) => one ?? [])) {
      expect(event.data.parse(data)).toEqual(data);
    }
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
    const kept = [reserved(), offered(), confirmed(), delivered(), claimed()];
    expect(kept.map(occupies)).toEqual([true, true, true, true, true]);
    expect([lapsed(), cancelledLate(), refunded(), released()].map(occupies)).toEqual([false, false, false, false]);
  });
});
