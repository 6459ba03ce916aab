/** The life of a booking on a real PostgreSQL and NATS, lived through with a moved clock. */
import { randomUUID } from 'node:crypto';
import { type Booking, BookingStory, Cancel, Claim, MyBookings, PreviewCancel } from '@sounding/contracts';
import { type Money, money } from '@sounding/money';
import { atCrashpoint } from '@sounding/service';
import type { World } from '@sounding/testing';
import {
  after,
  attendanceKnown,
  claimDecided,
  confirmed,
  delivered,
  fundsReleased,
  hours,
  join,
  joinsHeard,
  MONDAY,
  monday,
  pay,
  refundMade,
  refusal,
  replay,
  reserve,
  type Stage,
  said,
  see,
  seeState,
  startStage,
  storyOf,
} from './hire.ts';

let world: World;
let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  ({ world } = stage);
});
afterAll(() => world.stop());
beforeEach(() => world.clock.set(monday));

const MINUTE = 60_000;
const DAY = hours(24);
const WEEK = 7 * DAY;
/** A free start that no other test uses, at least two days ahead. */
let next = 48;
function someStart(): string {
  next += 3;
  return after(MONDAY, hours(next));
}
const whatWasSaid = async (booking: Booking) => (await said(world, booking)).map(({ what }) => what);
const dataOf = async (booking: Booking, wanted: string) => {
  const all = (await said(world, booking)).filter(({ what }) => what === wanted);
  expect(all).toHaveLength(1);
  return all[0]?.data;
};
const decide = (booking: Booking, toClient: Money) => claimDecided(world, booking, toClient);

test('a hire goes from reservation to released money, and both sides see each step with its deadline', async () => {
  const client = randomUUID();
  const reserved = await reserve(stage, client, someStart());
  expect(reserved.next).toEqual({ what: 'pay', whose: 'client', until: reserved.reservedUntil });
  await pay(world, reserved);
  const booking = await seeState(world, reserved, 'confirmed');
  expect(booking).toMatchObject({ mayCancel: true, mayClaim: false, total: money(6349), termsVersion: '2026-11-01' });
  await join(world, booking, 'client', after(booking.startsAt, -MINUTE));
  await join(world, booking, 'provider', after(booking.startsAt, 14 * MINUTE));
  await joinsHeard(world, booking, 2);
  await world.clock.set(new Date(booking.endsAt));
  const over = await seeState(world, booking, 'delivered');
  expect(over).toMatchObject({ outcome: 'delivered', mayClaim: true, mayTip: true, refunded: money(0) });
  expect(over.next).toEqual({ what: 'tip-or-claim', whose: 'client', until: after(booking.endsAt, WEEK) });
  await world.clock.set(new Date(after(booking.endsAt, WEEK - 1_000)));
  expect(await whatWasSaid(booking)).not.toContain('booking.release-decided');
  await world.clock.set(new Date(after(booking.endsAt, WEEK)));
  await world.eventually(async () => {
    expect(await dataOf(booking, 'booking.release-decided')).toMatchObject({
      toProvider: money(5700),
      commission: money(300),
    });
  });
  await fundsReleased(world, booking, money(5700), money(300));
  await seeState(world, booking, 'released');
  expect(await whatWasSaid(booking)).toEqual([
    'booking.confirmed',
    'mail: booking-confirmed-client to client',
    'mail: booking-confirmed-provider to provider',
    'booking.completed',
    'booking.release-decided',
    'mail: money-released to provider',
  ]);
  const { lines } = await world.staff(randomUUID()).ask(BookingStory, { bookingId: booking.id });
  expect(lines.map(({ from, message, to }) => [from, message, to])).toEqual([
    ['', 'booking.reserve', 'reserved'],
    ['reserved', 'billing.funds-held', 'confirmed'],
    ['confirmed', 'workspace.joined', 'confirmed'],
    ['confirmed', 'workspace.joined', 'confirmed'],
    ['confirmed', 'deadline', 'delivered'],
    ['delivered', 'deadline', 'delivered'],
    ['delivered', 'billing.funds-released', 'released'],
  ]);
});

test('200 parallel events at one booking, at two copies, have 200 effects', async () => {
  const booking = await confirmed(stage, randomUUID(), someStart());
  await Promise.all(Array.from({ length: 200 }, () => join(world, booking, 'client', booking.startsAt)));
  const counted = async () => {
    const joins = (await storyOf(world, booking)).filter((line) => line === 'workspace.joined');
    const at = `select seq::int from bus.inbox_position where owner = 'workspace' and aggregate = $1`;
    expect([joins.length, ...(await world.sql('booking', at, [booking.id]))]).toEqual([200, { seq: 200 }]);
  };
  await world.eventually(counted, 40_000);
});

test('eight days at once pass every deadline of a booking in turn', async () => {
  const booking = await confirmed(stage, randomUUID(), someStart());
  await join(world, booking, 'client', booking.startsAt);
  await join(world, booking, 'provider', booking.startsAt);
  await joinsHeard(world, booking, 2);
  await world.clock.set(new Date(after(booking.endsAt, 8 * hours(24))));
  await world.eventually(async () => expect(await whatWasSaid(booking)).toContain('booking.release-decided'));
  expect((await storyOf(world, booking)).slice(-2)).toEqual(['deadline', 'deadline']);
});

describe('cancelling, to the cent', () => {
  it.each([
    ['by the client a day before', 'client', -DAY - MINUTE, 'client-cancelled-early', [6000, 0, 0]],
    ['by the client later', 'client', -DAY + MINUTE, 'client-cancelled-late', [3000, 2850, 150]],
    ['by the provider', 'provider', -MINUTE, 'provider-cancelled', [6000, 0, 0]],
  ] as const)('%s', async (_what, by, before, outcome, [toClient, toProvider, commission]) => {
    const booking = await confirmed(stage, randomUUID(), someStart());
    await world.clock.set(new Date(after(booking.startsAt, before)));
    const as = world.as(by === 'client' ? booking.clientId : booking.providerId);
    const shown = await as.ask(PreviewCancel, { bookingId: booking.id });
    expect(shown).toMatchObject({
      outcome,
      toClient: money(toClient),
      feeToClient: money(0),
      feeKept: money(349),
      toProvider: money(toProvider),
    });
    expect(shown.because).toContain('We keep the $3.49 Handling Fee');
    expect(await refusal(as.ask(Cancel, { bookingId: booking.id, seen: money(1) }))).toBe('refund-changed');
    const cancelled = await as.ask(Cancel, { bookingId: booking.id, seen: money(toClient) });
    expect(cancelled).toMatchObject({ state: 'cancelled', outcome, refunded: money(toClient), mayCancel: false });
    expect(await dataOf(booking, 'booking.refund-decided')).toMatchObject({
      reason: outcome,
      toClient: money(toClient),
      feeToClient: money(0),
      toProvider: money(toProvider),
      commission: money(commission),
    });
    expect(await dataOf(booking, 'mail: booking-cancelled to provider')).toMatchObject({
      by,
      toClient: money(toClient),
    });
    await refundMade(world, booking, money(toClient));
    await seeState(world, booking, 'refunded');
    await world.clock.set(new Date(after(booking.endsAt, WEEK)));
    if (toProvider === 0) return;
    await world.eventually(async () => {
      expect(await dataOf(booking, 'booking.release-decided')).toMatchObject({
        toProvider: money(toProvider),
        commission: money(commission),
      });
    });
    await fundsReleased(world, booking, money(toProvider), money(commission));
    await seeState(world, booking, 'released');
  });

  it('is free within an hour of paying, and half a minute past it is not', async () => {
    const startsAt = after(MONDAY, hours(9));
    const booking = await confirmed(stage, randomUUID(), startsAt);
    const preview = () => world.as(booking.clientId).ask(PreviewCancel, { bookingId: booking.id });
    await world.clock.set(new Date(after(MONDAY, 59 * MINUTE)));
    expect((await preview()).outcome).toBe('client-cancelled-early');
    await world.clock.set(new Date(after(MONDAY, 60 * MINUTE + 30_000)));
    expect((await preview()).outcome).toBe('client-cancelled-late');
    expect(await refusal(world.as(booking.clientId).ask(Cancel, { bookingId: booking.id, seen: money(6000) }))).toBe(
      'refund-changed',
    );
  });

  it('happens once, though both sides and three browser tabs ask at the same moment', async () => {
    const booking = await confirmed(stage, randomUUID(), someStart());
    const asks = [booking.clientId, booking.clientId, booking.clientId, booking.providerId].map((who) =>
      refusal(world.as(who).ask(Cancel, { bookingId: booking.id, seen: money(6000) })),
    );
    const answers = await Promise.all(asks);
    expect(answers.filter((code) => code === null)).toHaveLength(1);
    expect(answers.filter((code) => code === 'cannot-cancel')).toHaveLength(3);
    expect((await whatWasSaid(booking)).filter((what) => what === 'booking.refund-decided')).toHaveLength(1);
  });

  it('repeats its answer for the same idempotency key', async () => {
    const booking = await confirmed(stage, randomUUID(), someStart());
    const idempotencyKey = randomUUID();
    const ask = () =>
      world.as(booking.clientId).ask(Cancel, { bookingId: booking.id, seen: money(6000) }, { idempotencyKey });
    expect(await ask()).toEqual(await ask());
    expect((await whatWasSaid(booking)).filter((what) => what === 'booking.cancelled')).toHaveLength(1);
  });

  it('frees the time for another client', async () => {
    const booking = await confirmed(stage, randomUUID(), someStart());
    await world.as(booking.clientId).ask(Cancel, { bookingId: booking.id, seen: money(6000) });
    expect((await reserve(stage, randomUUID(), booking.startsAt)).state).toBe('reserved');
  });

  it('gives up a reservation at once, and nothing is refunded', async () => {
    const booking = await reserve(stage, randomUUID(), someStart());
    expect(await refusal(world.as(booking.providerId).ask(Cancel, { bookingId: booking.id, seen: money(0) }))).toBe(
      'cannot-cancel',
    );
    const given = await world.as(booking.clientId).ask(Cancel, { bookingId: booking.id, seen: money(0) });
    expect(given).toMatchObject({ state: 'lapsed', refunded: money(0) });
    expect(await whatWasSaid(booking)).toEqual(['booking.reservation-lapsed']);
  });

  it('is refused to strangers, and to everybody once the session has begun', async () => {
    const booking = await confirmed(stage, randomUUID(), someStart());
    const ask = (who: string) => refusal(world.as(who).ask(Cancel, { bookingId: booking.id, seen: money(6000) }));
    expect(await ask(randomUUID())).toBe('not-found');
    await world.clock.set(new Date(booking.startsAt));
    expect(await ask(booking.clientId)).toBe('cannot-cancel');
    expect(await ask(booking.providerId)).toBe('cannot-cancel');
    expect(await refusal(world.as(booking.clientId).ask(PreviewCancel, { bookingId: booking.id }))).toBe(
      'cannot-cancel',
    );
  });
});

describe('who does not come', () => {
  it.each([
    ['the client', ['provider'], 'delivered', 'client-absent', 0],
    ['the provider', ['client'], 'cancelled', 'provider-absent', 6000],
    ['both', [], 'cancelled', 'provider-absent', 6000],
  ] as const)(
    '%s: decided when workspace knows who came, and by the clock no sooner than a day after the start',
    async (_who, present, state, outcome, back) => {
      const booking = await confirmed(stage, randomUUID(), someStart());
      for (const side of present) await join(world, booking, side, booking.startsAt);
      // A side that comes later than fifteen minutes after the start did not come.
      const late = present.some((side) => side === 'client') ? [] : (['client'] as const);
      for (const side of late) await join(world, booking, side, after(booking.startsAt, 15 * MINUTE + 1));
      await joinsHeard(world, booking, present.length + late.length);
      await world.clock.set(new Date(after(booking.startsAt, DAY - 1_000)));
      expect((await see(world, booking.clientId, booking.id)).next.what).toBe('wait-for-attendance');
      await attendanceKnown(world, booking);
      expect(await seeState(world, booking, state)).toMatchObject({ outcome, refunded: money(back) });
      const told = await whatWasSaid(booking);
      for (const side of ['client', 'provider']) expect(told).toContain(`mail: session-missed to ${side}`);
      expect(told.includes('booking.refund-decided')).toBe(back > 0);
      if (back > 0) return;
      await world.clock.set(new Date(after(booking.endsAt, WEEK)));
      await world.eventually(async () => {
        expect(await dataOf(booking, 'booking.release-decided')).toMatchObject({
          toProvider: money(5700),
          commission: money(300),
        });
      });
    },
  );
});

describe('a claim', () => {
  const claim = (booking: Booking, account = booking.clientId) =>
    world.as(account).ask(Claim, { bookingId: booking.id });

  it('that staff uphold in part goes back in part, and the rest is released with the guarantee’s end', async () => {
    const booking = await delivered(stage, randomUUID(), someStart());
    const { decideBy, most } = await claim(booking);
    expect([decideBy, most]).toEqual([expect.stringContaining('Z'), money(6000)]);
    expect(await refusal(claim(booking))).toBe('already-claimed');
    await decide(booking, money(2000));
    expect(await seeState(world, booking, 'refunded')).toMatchObject({
      outcome: 'claim-decided',
      refunded: money(2000),
    });
    expect(await dataOf(booking, 'booking.refund-decided')).toMatchObject({
      toClient: money(2000),
      toProvider: money(3800),
      commission: money(200),
    });
    expect(await dataOf(booking, 'booking.claim-closed')).toMatchObject({ by: 'staff', toClient: money(2000) });
    await world.clock.set(new Date(after(booking.endsAt, WEEK)));
    await world.eventually(async () => {
      expect(await dataOf(booking, 'booking.release-decided')).toMatchObject({
        toProvider: money(3800),
        commission: money(200),
      });
    });
  });

  it('that staff turn down leaves the money where it was, and cannot be made again', async () => {
    const booking = await delivered(stage, randomUUID(), someStart());
    await claim(booking);
    await decide(booking, money(0));
    await seeState(world, booking, 'delivered');
    expect(await refusal(claim(booking))).toBe('already-claimed');
    expect(await whatWasSaid(booking)).not.toContain('booking.refund-decided');
    await world.clock.set(new Date(after(booking.endsAt, WEEK)));
    await world.eventually(async () => {
      expect(await dataOf(booking, 'booking.release-decided')).toMatchObject({ toProvider: money(5700) });
    });
  });

  it('that nobody decides within 72 hours is upheld in full, and a decision that comes later changes nothing', async () => {
    const booking = await delivered(stage, randomUUID(), someStart());
    const { decideBy } = await claim(booking);
    await world.clock.set(new Date(decideBy));
    expect(await seeState(world, booking, 'refunded')).toMatchObject({ refunded: money(6000) });
    expect(await dataOf(booking, 'booking.claim-closed')).toMatchObject({ by: 'clock', toClient: money(6000) });
    await decide(booking, money(100));
    await world.eventually(async () => expect((await storyOf(world, booking)).at(-1)).toBe('support.claim-decided'));
    expect((await see(world, booking.clientId, booking.id)).refunded).toEqual(money(6000));
  });

  it('is the client’s alone, after the session, within seven days', async () => {
    const early = await confirmed(stage, randomUUID(), someStart());
    expect(await refusal(claim(early))).toBe('cannot-claim');
    const booking = await delivered(stage, randomUUID(), someStart());
    expect(await refusal(claim(booking, booking.providerId))).toBe('not-allowed');
    expect(await refusal(claim(booking, randomUUID()))).toBe('not-found');
    await world.clock.set(new Date(after(booking.endsAt, WEEK)));
    expect(await refusal(claim(booking))).toBe('too-late');
  });
});

describe('messages that come twice, or should not come', () => {
  const letters = () => world.sql('booking', 'select name, last_error from bus.dead_letter order by said_at');

  it('has one effect though every event is delivered again from the first', async () => {
    const booking = await delivered(stage, randomUUID(), someStart());
    const before = [await storyOf(world, booking), await whatWasSaid(booking)];
    for (const owner of ['billing', 'workspace', 'support'] as const) await replay(world, owner);
    await world.clock.set(monday);
    await confirmed(stage, randomUUID(), after(booking.startsAt, hours(2)));
    expect([await storyOf(world, booking), await whatWasSaid(booking)]).toEqual(before);
    expect(await letters()).toEqual([]);
  });

  it('keeps an event that the process cannot explain for staff, and stays as it is', async () => {
    const booking = await confirmed(stage, randomUUID(), someStart());
    await refundMade(world, booking, money(6000));
    await world.eventually(async () => {
      expect(await letters()).toEqual([
        { name: 'billing.refund-made', last_error: expect.stringContaining('billing.refund-made heard in confirmed') },
      ]);
    });
    expect((await see(world, booking.clientId, booking.id)).state).toBe('confirmed');
  });
});

describe('a crash', () => {
  const crash = (at: string, times: number) => {
    let left = times;
    return atCrashpoint((point) => {
      if (point === at && left > 0) {
        left -= 1;
        throw new Error(`crashed at ${at}`);
      }
    });
  };

  it('before the commit of a reservation leaves nothing behind, and the time is free', async () => {
    const startsAt = someStart();
    const mend = crash('booking.reserved-before-commit', 1);
    await expect(reserve(stage, randomUUID(), startsAt)).rejects.toThrow();
    mend();
    expect((await reserve(stage, randomUUID(), startsAt)).state).toBe('reserved');
  });

  it('after the commit of a confirmation does not confirm twice', async () => {
    const reserved = await reserve(stage, randomUUID(), someStart());
    const mend = crash('booking.confirmed-after-commit', 1);
    await pay(world, reserved);
    const booking = await seeState(world, reserved, 'confirmed');
    await join(world, booking, 'client', booking.startsAt);
    await joinsHeard(world, booking, 1);
    mend();
    expect((await whatWasSaid(booking)).filter((what) => what === 'booking.confirmed')).toHaveLength(1);
  });
});

test('each side finds its bookings, those that wait for something first; an unpaid one is the client’s own affair', async () => {
  const client = randomUUID();
  const later = await confirmed(stage, client, after(MONDAY, hours(700)));
  const sooner = await confirmed(stage, client, after(MONDAY, hours(690)));
  const unpaid = await reserve(stage, client, after(MONDAY, hours(710)));
  const mine = async (account: string, as: 'client' | 'provider') => {
    const { bookings } = await world.as(account).ask(MyBookings, { as });
    return bookings.map((booking: Booking) => booking.id);
  };
  expect(await mine(client, 'client')).toEqual([unpaid.id, sooner.id, later.id]);
  const theirs = await mine(stage.provider, 'provider');
  expect(theirs).toEqual(expect.arrayContaining([sooner.id, later.id]));
  expect(theirs).not.toContain(unpaid.id);
  expect(await mine(client, 'provider')).toEqual([]);
});
