import { Booking as BookingView } from '@sounding/contracts';
import { money } from '@sounding/money';
import type { Booking } from './facts.ts';
import {
  cancelledLate,
  claimed,
  confirmed,
  delivered,
  joined,
  lapsed,
  live,
  offered,
  refunded,
  released,
  reserved,
} from './sample.ts';
import { nextStep, viewOf } from './view.ts';

const step = (booking: Booking, at: string) =>
  (['client', 'provider'] as const).map((side) => {
    const { what, whose, until } = nextStep(booking, side, new Date(at));
    return `${what} ${whose} ${until?.slice(0, 16) ?? '-'}`;
  });

describe('the next step', () => {
  it('is told to both sides with its deadline, in every state', () => {
    expect(step(reserved(), '2026-12-01T12:01:00.000Z')).toEqual(Array(2).fill('pay client 2026-12-01T12:10'));
    expect(step(offered(), '2026-12-01T12:01:00.000Z')).toEqual(Array(2).fill('take client 2026-12-01T12:15'));
    expect(step(confirmed(), '2026-12-05T12:00:00.000Z')).toEqual([
      'attend client 2026-12-10T15:00',
      'attend provider 2026-12-10T15:00',
    ]);
    const here = live(confirmed(), ['2026-12-10T14:50:00.000Z', joined('client', '2026-12-10T14:50:00.000Z')]);
    expect(step(here, '2026-12-10T14:51:00.000Z')).toEqual([
      'join client 2026-12-10T16:00',
      'join provider 2026-12-10T15:15',
    ]);
    expect(step(delivered(), '2026-12-11T12:00:00.000Z')).toEqual([
      'tip-or-claim client 2026-12-17T16:00',
      'wait-for-release nobody 2026-12-17T16:00',
    ]);
    // The time to join is over, and workspace has not said yet who came; once both have come, the session goes on.
    expect(step(here, '2026-12-10T15:15:00.000Z')).toContain('join provider 2026-12-10T15:15');
    expect(step(here, '2026-12-10T15:15:00.001Z')).toEqual(
      Array(2).fill('wait-for-attendance nobody 2026-12-11T15:00'),
    );
    const both = live(here, ['2026-12-10T15:15:00.000Z', joined('provider', '2026-12-10T15:15:00.000Z')]);
    expect(step(both, '2026-12-10T15:15:00.001Z')).toEqual([
      'join client 2026-12-10T16:00',
      'join provider 2026-12-10T16:00',
    ]);
    expect(step(claimed(), '2026-12-12T12:00:00.000Z')).toEqual(Array(2).fill('decide-claim staff 2026-12-15T09:00'));
    expect(step(cancelledLate(), '2026-12-12T12:00:00.000Z')).toEqual([
      'nothing nobody -',
      'wait-for-release nobody 2026-12-17T16:00',
    ]);
    expect(step(refunded(), '2026-12-14T12:00:00.000Z')).toEqual([
      'nothing nobody -',
      'wait-for-release nobody 2026-12-17T16:00',
    ]);
    expect(step(released(), '2026-12-18T12:00:00.000Z')).toEqual(Array(2).fill('nothing nobody -'));
    expect(step(lapsed(), '2026-12-18T12:00:00.000Z')).toEqual(Array(2).fill('nothing nobody -'));
  });
});

describe('a view', () => {
  it('is what the contract says, in every state and from every side', () => {
    for (const booking of [
      reserved(),
      confirmed(),
      delivered(),
      claimed(),
      cancelledLate(),
      refunded(),
      released(),
      lapsed(),
    ]) {
      for (const viewer of ['client', 'provider', 'staff'] as const) {
        const view = viewOf(booking, viewer, new Date('2026-12-11T12:00:00.000Z'));
        expect(BookingView.parse(view)).toEqual(view);
      }
    }
  });

  it('offers the guarantee to the client alone, while it lasts and once', () => {
    const at = (booking: Booking, viewer: 'client' | 'provider' | 'staff', now: string) =>
      viewOf(booking, viewer, new Date(now)).mayClaim;
    expect(at(delivered(), 'client', '2026-12-17T15:59:59.999Z')).toBe(true);
    expect(at(delivered(), 'client', '2026-12-17T16:00:00.000Z')).toBe(false);
    expect(at(delivered(), 'provider', '2026-12-11T12:00:00.000Z')).toBe(false);
    expect(at(delivered(), 'staff', '2026-12-11T12:00:00.000Z')).toBe(false);
    expect(at(claimed(), 'client', '2026-12-12T12:00:00.000Z')).toBe(false);
    expect(at(confirmed(), 'client', '2026-12-05T12:00:00.000Z')).toBe(false);
  });

  it('offers a tip from the end of a held session, for thirty days', () => {
    const at = (booking: Booking, now: string) => viewOf(booking, 'client', new Date(now)).mayTip;
    expect(at(delivered(), '2026-12-10T16:00:00.000Z')).toBe(true);
    expect(at(released(), '2027-01-09T15:59:59.999Z')).toBe(true);
    expect(at(released(), '2027-01-09T16:00:00.000Z')).toBe(false);
    expect(at(cancelledLate(), '2026-12-11T12:00:00.000Z')).toBe(false);
  });

  it('counts what went back, and shows the reservation’s end only while it matters', () => {
    expect(viewOf(cancelledLate(), 'client', new Date('2026-12-11T12:00:00.000Z')).refunded).toEqual(money(3000));
    expect(viewOf(delivered(), 'client', new Date('2026-12-11T12:00:00.000Z')).refunded).toEqual(money(0));
    expect(viewOf(reserved(), 'client', new Date('2026-12-01T12:01:00.000Z')).reservedUntil).toBe(
      '2026-12-01T12:10:00.000Z',
    );
    expect(viewOf(confirmed(), 'client', new Date('2026-12-02T12:01:00.000Z')).reservedUntil).toBeNull();
  });
});
