import { money } from '@sounding/money';
import { type Message, step } from './booking.ts';
import { cancellationOf } from './cancellation.ts';
import { deadlineOf } from './facts.ts';
import { confirmed, delivered, live, reserved } from './sample.ts';

/** Confirmed 2026-12-01 12:05 for 2026-12-10 15:00: free until 2026-12-09 15:00. */
const cancelled = (by: 'client' | 'provider', seen: number): Message => ({
  kind: 'booking.cancel',
  by,
  seen: money(seen),
});

describe('cancelling', () => {
  it.each([
    ['client', '2026-12-05T09:00:00.000Z', 'client-cancelled-early', 6000, 0, 0],
    ['client', '2026-12-09T15:00:00.000Z', 'client-cancelled-early', 6000, 0, 0],
    ['client', '2026-12-09T15:00:00.001Z', 'client-cancelled-late', 3000, 2850, 150],
    ['client', '2026-12-10T14:59:59.999Z', 'client-cancelled-late', 3000, 2850, 150],
    ['provider', '2026-12-05T09:00:00.000Z', 'provider-cancelled', 6000, 0, 0],
    ['provider', '2026-12-10T14:59:59.999Z', 'provider-cancelled', 6000, 0, 0],
  ] as const)('by the %s at %s is %s', (by, at, outcome, toClient, toProvider, commission) => {
    const shown = cancellationOf(confirmed(), by, new Date(at));
    expect(shown).toMatchObject({
      outcome,
      toClient: money(toClient),
      feeToClient: money(0),
      feeKept: money(349),
      toProvider: money(toProvider),
      commission: money(commission),
    });
    const moved = step(confirmed(), cancelled(by, toClient), new Date(at));
    expect(moved?.booking).toMatchObject({ state: 'cancelled', outcome });
    expect(moved?.sayings).toEqual(['booking.refund-decided', 'booking.cancelled', 'mail: cancelled, to both']);
    expect(moved && deadlineOf(moved.booking)).toBe(toProvider > 0 ? '2026-12-17T16:00:00.000Z' : null);
  });

  it('is explained to whoever looks as what would hold now', () => {
    const said = (by: 'client' | 'provider') =>
      cancellationOf(confirmed(), by, new Date('2026-12-10T10:00:00.000Z'))?.because;
    expect(said('client')).toMatch(/^The start is less than 24 hours away\. \$30\.00 goes back to you\./);
    expect(said('provider')).toMatch(/\$60\.00 goes back to the client\./);
  });

  it('is free within an hour of paying, even shortly before the start', () => {
    const late = { startsAt: '2026-12-01T14:00:00.000Z', endsAt: '2026-12-01T15:00:00.000Z' };
    const outcomes = ['2026-12-01T13:05:00.000Z', '2026-12-01T13:05:00.001Z'].map(
      (at) => cancellationOf(confirmed(late), 'client', new Date(at))?.outcome,
    );
    expect(outcomes).toEqual(['client-cancelled-early', 'client-cancelled-late']);
  });

  it('gives the odd cent of a halved price to the client', () => {
    const odd = confirmed();
    const booking = { ...odd, offer: { ...odd.offer, price: money(6001) }, total: money(6350) };
    expect(cancellationOf(booking, 'client', new Date('2026-12-10T10:00:00.000Z'))).toMatchObject({
      toClient: money(3001),
      toProvider: money(2850),
      commission: money(150),
    });
  });

  it('is over for both once the session has begun, and afterwards', () => {
    for (const by of ['client', 'provider'] as const) {
      expect(cancellationOf(confirmed(), by, new Date('2026-12-10T15:00:00.000Z'))).toBeNull();
      expect(cancellationOf(delivered(), by, new Date('2026-12-11T15:00:00.000Z'))).toBeNull();
      expect(() => step(confirmed(), cancelled(by, 0), new Date('2026-12-10T15:00:00.000Z'))).toThrow('cannot-cancel');
    }
  });

  it('refuses a refund other than the one that was seen, and tells the true one', () => {
    const tooLate = () => step(confirmed(), cancelled('client', 6000), new Date('2026-12-09T15:00:00.001Z'));
    expect(tooLate).toThrow('refund-changed');
    try {
      tooLate();
    } catch (error) {
      expect(error).toMatchObject({ facts: { refund: money(3000) } });
    }
  });

  it('gives up a reservation for nothing, by the client alone', () => {
    expect(cancellationOf(reserved(), 'client', new Date('2026-12-01T12:01:00.000Z'))?.back).toEqual(money(0));
    expect(live(reserved(), ['2026-12-01T12:01:00.000Z', cancelled('client', 0)]).state).toBe('lapsed');
    expect(cancellationOf(reserved(), 'provider', new Date('2026-12-01T12:01:00.000Z'))).toBeNull();
    expect(() => step(reserved(), cancelled('provider', 0), new Date('2026-12-01T12:01:00.000Z'))).toThrow(
      'cannot-cancel',
    );
  });
});
