import { money } from '@sounding/money';
import { type Message, step } from './booking.ts';
import { deadlineOf, heldUntil, ms } from './facts.ts';
import { attendanceKnown, confirmed, deadline, joined, live } from './sample.ts';

describe('a session that somebody missed', () => {
  const start = '2026-12-10T15:00:00.000Z';
  const onTime = '2026-12-10T15:15:00.000Z';
  const tooLate = '2026-12-10T15:15:00.001Z';
  const decided = '2026-12-10T15:15:02.000Z';
  const silent = '2026-12-11T15:00:00.000Z';
  const both: Message[] = [joined('client', onTime), joined('provider', onTime)];

  it('is decided when workspace knows who came, however late booking hears it', () => {
    for (const heard of [decided, '2026-12-10T15:59:00.000Z', '2026-12-11T14:59:59.999Z']) {
      const here = live(confirmed(), ...both.map((one) => [heard, one] as const), [heard, attendanceKnown]);
      expect([here.state, deadlineOf(here)]).toEqual(['confirmed', '2026-12-10T16:00:00.000Z']);
      expect(live(confirmed(), [heard, attendanceKnown]).state).toBe('cancelled');
    }
  });

  it('is not decided by what was known before absence began', () => {
    const early: Message = { kind: 'workspace.attendance-known', until: '2026-12-10T15:14:59.999Z' };
    expect(live(confirmed(), [decided, early])).toMatchObject({ state: 'confirmed', settlement: null });
  });

  it('is decided by the clock a day after the start, when workspace has said nothing', () => {
    expect(deadlineOf(confirmed())).toBe(silent);
    expect(step(confirmed(), deadline, new Date('2026-12-11T14:59:59.999Z'))).toBeNull();
    expect(live(confirmed(), [silent, deadline]).outcome).toBe('provider-absent');
    const alone = live(confirmed(), [start, joined('provider', start)], [silent, deadline]);
    expect([alone.state, alone.outcome]).toEqual(['delivered', 'client-absent']);
    expect(ms(silent)).toBeLessThan(ms(heldUntil(confirmed())));
  });

  it('changes nothing any more when it is said after the clock has decided', () => {
    const over = live(confirmed(), [silent, deadline]);
    const { state, settlement } = live(over, ['2026-12-12T00:00:00.000Z', attendanceKnown]);
    expect([state, settlement]).toEqual(['cancelled', over.settlement]);
  });

  it('pays the provider in full, less commission, when the client did not come', () => {
    for (const absent of [[], [joined('client', tooLate)]]) {
      const booking = live(
        confirmed(),
        ...[joined('provider', start), ...absent, attendanceKnown].map((one) => [decided, one] as const),
      );
      expect([booking.state, booking.outcome]).toEqual(['delivered', 'client-absent']);
      expect(booking.settlement).toMatchObject({ toClient: money(0), toProvider: money(5700), commission: money(300) });
    }
  });

  it('gives the whole price back when the provider did not come, and when nobody came', () => {
    for (const present of [[joined('client', start)], []]) {
      const booking = live(confirmed(), ...present.map((one) => [start, one] as const));
      const moved = step(booking, attendanceKnown, new Date(decided));
      expect([moved?.booking.state, moved?.booking.outcome]).toEqual(['cancelled', 'provider-absent']);
      expect(moved?.said[0]?.data).toMatchObject({
        toClient: money(6000),
        feeToClient: money(0),
        toProvider: money(0),
      });
      expect(moved && deadlineOf(moved.booking)).toBeNull();
    }
  });

  it('keeps the first time a side came', () => {
    const booking = live(confirmed(), [start, joined('client', start)], [onTime, joined('client', onTime)]);
    expect(booking.clientJoinedAt).toBe(start);
  });
});
