import { deadlineOf } from './facts.ts';
import { reservationOf } from './reserving.ts';
import { reserved } from './sample.ts';

describe('a reservation', () => {
  it('keeps the time for ten minutes', () => {
    expect(reserved()).toMatchObject({
      version: 1,
      startsAt: '2026-12-10T15:00:00.000Z',
      endsAt: '2026-12-10T16:00:00.000Z',
      reservedUntil: '2026-12-01T12:10:00.000Z',
    });
    expect(deadlineOf(reserved())).toBe('2026-12-01T12:10:00.000Z');
  });

  it('never outlives the start of its session', () => {
    const { id, clientId, offer } = reserved();
    const soon = reservationOf(id, clientId, offer, '2026-12-01T12:05:00Z', new Date('2026-12-01T12:00:00.000Z'));
    expect(soon.reservedUntil).toBe('2026-12-01T12:05:00.000Z');
  });
});
