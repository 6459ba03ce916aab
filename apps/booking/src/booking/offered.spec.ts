import { Refusal } from '@sounding/contracts';
import { money } from '@sounding/money';
import { step } from './booking.ts';
import { deadlineOf } from './facts.ts';
import { offeredBooking, offeredUntil } from './offered.ts';
import { deadline, live, offered, paid, reserved, taking } from './sample.ts';
import { viewOf } from './view.ts';

test('a time is kept fifteen minutes, and never so long that whoever takes it could not keep the notice', () => {
  const now = new Date('2026-12-10T12:00:00.000Z');
  const until = (startsAt: string) => offeredUntil({ noticeMinutes: 120 }, startsAt, now);
  expect(until('2026-12-10T15:00:00.000Z')).toBe('2026-12-10T12:15:00.000Z');
  expect(until('2026-12-10T14:15:00.000Z')).toBe('2026-12-10T12:15:00.000Z');
  expect(until('2026-12-10T14:05:00.000Z')).toBe('2026-12-10T12:05:00.000Z');
  expect(deadlineOf(offered())).toBe('2026-12-01T12:15:00.000Z');
});

test('an offer says the all-in price before there is a bill, and that nothing can be cancelled, claimed or tipped', () => {
  const { id, clientId, offer, startsAt } = reserved();
  const booking = offeredBooking(id, clientId, offer, startsAt, new Date('2026-12-01T12:00:00.000Z'));
  expect([booking.state, booking.total]).toEqual(['offered', money(6349)]);
  expect(viewOf(booking, 'client', new Date('2026-12-01T12:01:00.000Z'))).toMatchObject({
    state: 'offered',
    reservedUntil: null,
    mayCancel: false,
    mayClaim: false,
    mayTip: false,
    moveUntil: null,
  });
});

test('who takes it has a reservation like any other: the offer of today, its bill, ten minutes', () => {
  const taken = live(offered(), ['2026-12-01T12:11:00.000Z', taking]);
  expect(taken).toMatchObject({
    state: 'reserved',
    version: 2,
    total: money(7349),
    occupiedFrom: '2026-12-10T14:50:00.000Z',
    reservedUntil: '2026-12-01T12:21:00.000Z',
  });
  expect(deadlineOf(taken)).toBe('2026-12-01T12:21:00.000Z');
  const heard = { ...paid, paid: money(7349) };
  expect(live(taken, ['2026-12-01T12:12:00.000Z', heard]).state).toBe('confirmed');
});

test('declined or not answered it says nothing to billing, which never heard of it', () => {
  for (const message of [deadline, { kind: 'booking.decline' } as const]) {
    const moved = step(offered(), message, new Date('2026-12-01T12:15:00.000Z'));
    expect([moved?.booking.state, moved?.said]).toEqual(['lapsed', []]);
  }
  expect(step(offered(), deadline, new Date('2026-12-01T12:14:59.999Z'))).toBeNull();
});

test('a decline that comes too late is told so', () => {
  const gone = live(offered(), ['2026-12-01T12:15:00.000Z', deadline]);
  expect(() => step(gone, { kind: 'booking.decline' }, new Date('2026-12-01T12:16:00.000Z'))).toThrow(Refusal);
});
