import { Refusal } from '@sounding/contracts';
import { money } from '@sounding/money';
import { step } from './booking.ts';
import { cancellationOf } from './cancellation.ts';
import { type Booking, deadlineOf, heldUntil } from './facts.ts';
import { movableUntil } from './moving.ts';
import { cancelledLate, confirmed, delivered, lapsed, refunded, released, reserved } from './sample.ts';

/** The session is on 2026-12-10 from 15:00 to 16:00. */
const LATER = '2026-12-14T09:30:00.000Z';
const at = (instant: string) => new Date(instant);
const move = (booking: Booking, by: 'client' | 'provider', now: string, startsAt = LATER) =>
  step(booking, { kind: 'booking.move', by, startsAt }, at(now));
function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return 'not refused';
}

describe('a session that moves', () => {
  it('stays the same booking, with the same money, and everything runs from its new time', () => {
    const before = { ...confirmed(), occupiedFrom: '2026-12-10T14:45:00.000Z', occupiedTo: '2026-12-10T16:05:00.000Z' };
    const moved = move(before, 'client', '2026-12-08T12:00:00.000Z');
    expect(moved?.booking).toEqual({
      ...before,
      version: before.version + 1,
      startsAt: LATER,
      endsAt: '2026-12-14T10:30:00.000Z',
      occupiedFrom: '2026-12-14T09:15:00.000Z',
      occupiedTo: '2026-12-14T10:35:00.000Z',
      movedBy: 'client',
    });
    expect(moved && deadlineOf(moved.booking)).toBe('2026-12-15T09:30:00.000Z');
    expect(moved && heldUntil(moved.booking)).toBe('2026-12-21T10:30:00.000Z');
  });

  it('is told to both, with who moved it and the next number of the invitation', () => {
    const moved = move(confirmed(), 'provider', '2026-12-10T14:49:00.000Z');
    expect(moved?.said.map(({ data }) => data.data ?? data)).toEqual([
      expect.objectContaining({
        startsAt: LATER,
        joinOpensAt: '2026-12-14T09:20:00.000Z',
        absentFrom: '2026-12-14T09:45:00.000Z',
      }),
      expect.objectContaining({ startsAt: LATER, by: 'provider', to: 'client', sequence: 3 }),
      expect.objectContaining({ startsAt: LATER, by: 'provider', to: 'provider', sequence: 3 }),
    ]);
  });

  it('can be moved by the client until a day before, and by the provider until the room opens', () => {
    const until = (by: 'client' | 'provider', now: string) => movableUntil(confirmed(), by, at(now));
    expect(until('client', '2026-12-09T15:00:00.000Z')).toBe('2026-12-09T15:00:00.000Z');
    expect(until('client', '2026-12-09T15:00:00.001Z')).toBeNull();
    expect(until('provider', '2026-12-10T14:50:00.000Z')).toBe('2026-12-10T14:50:00.000Z');
    expect(until('provider', '2026-12-10T14:50:00.001Z')).toBeNull();
  });

  it('is not moved too late, to where it is, or when there is nothing to move', () => {
    const noon = '2026-12-10T12:00:00.000Z';
    expect(refusal(() => move(confirmed(), 'client', noon))).toBe('too-late-to-move');
    expect(refusal(() => move(confirmed(), 'provider', '2026-12-10T14:55:00.000Z'))).toBe('cannot-move');
    expect(refusal(() => move(confirmed(), 'client', '2026-12-08T12:00:00.000Z', confirmed().startsAt))).toBe(
      'cannot-move',
    );
    for (const other of [reserved(), lapsed(), cancelledLate(), delivered(), refunded(), released()]) {
      expect(refusal(() => move(other, 'provider', '2026-12-08T12:00:00.000Z'))).toBe('cannot-move');
      expect(movableUntil(other, 'provider', at('2026-12-08T12:00:00.000Z'))).toBeNull();
    }
  });

  it('by the provider can be cancelled by the client for the whole price, also late', () => {
    const late = at('2026-12-14T09:00:00.000Z');
    const byProvider = move(confirmed(), 'provider', '2026-12-10T12:00:00.000Z')?.booking as Booking;
    expect(cancellationOf(byProvider, 'client', late)).toMatchObject({
      outcome: 'provider-cancelled',
      toClient: money(6000),
      toProvider: money(0),
    });
    const byClient = move(confirmed(), 'client', '2026-12-08T12:00:00.000Z')?.booking as Booking;
    expect(cancellationOf(byClient, 'client', late)).toMatchObject({ toClient: money(3000) });
  });
});
