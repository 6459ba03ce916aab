import { type Claim, closed, whyNotDecide } from './claim.ts';

const decideBy = new Date('2026-11-26T12:00:00Z');
const open: Claim = { state: 'open', most: 6_000, decideBy, toClient: null, decidedAt: null };
const before = new Date(decideBy.getTime() - 1);

describe('staff decide a claim', () => {
  it('from nothing up to the price', () => {
    expect(whyNotDecide(open, 0, before)).toBeNull();
    expect(whyNotDecide(open, 6_000, before)).toBeNull();
    expect(whyNotDecide(open, 6_001, before)).toBe('more-than-price');
  });
  it('once', () => {
    expect(whyNotDecide({ ...open, state: 'decided', toClient: 0 }, 0, before)).toBe('already-decided');
    expect(whyNotDecide({ ...open, state: 'upheld-by-clock', toClient: 6_000 }, 0, before)).toBe('already-decided');
  });
  it('within their time', () => {
    expect(whyNotDecide(open, 0, decideBy)).toBe('already-decided');
  });
});

describe('booking closes a claim', () => {
  const at = new Date(decideBy.getTime() + 1);
  const decided: Claim = { ...open, state: 'decided', toClient: 2_000, decidedAt: before };

  it('as staff decided it, and when they did', () => {
    expect(closed(decided, 'staff', 2_000, at)).toEqual({
      state: 'decided',
      toClient: 2_000,
      decidedAt: before,
      asStaffSaid: true,
    });
  });
  it('in full when the time ran out, even if a decision crossed the deadline on its way', () => {
    const upheld = { state: 'upheld-by-clock', toClient: 6_000, decidedAt: at, asStaffSaid: false };
    expect(closed(open, 'clock', 6_000, at)).toEqual(upheld);
    expect(closed(decided, 'clock', 6_000, at)).toEqual(upheld);
  });
});
