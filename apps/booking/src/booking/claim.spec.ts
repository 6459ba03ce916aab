import { money } from '@sounding/money';
import { type Message, step } from './booking.ts';
import { deadlineOf } from './facts.ts';
import { claimed, deadline, delivered, live, outcome, refunded } from './sample.ts';

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
    expect(
      outcome(claimed(), { kind: 'support.claim-decided', toClient: money(6001) }, '2026-12-13T09:00:00.000Z'),
    ).toBe('unexpected');
  });
});
