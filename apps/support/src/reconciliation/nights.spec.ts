import { faultOf, nextNight, nightOf, periodOf } from './nights.ts';

const at = (text: string) => new Date(`${text}:00.000Z`);
const night = at('2026-11-26T03:00');

it('a night begins at 03:00 UTC, to the millisecond', () => {
  expect(nightOf(night)).toEqual(night);
  expect(nightOf(new Date(night.getTime() - 1))).toEqual(at('2026-11-25T03:00'));
  expect(nightOf(at('2026-11-26T23:59'))).toEqual(night);
  expect(nextNight(new Date(night.getTime() - 1))).toEqual(night);
  expect(nextNight(night)).toEqual(at('2026-11-27T03:00'));
});

describe('what a night compares', () => {
  it('is what happened since the last one, and two days before it', () => {
    expect(periodOf(night, at('2026-11-25T03:00'), null)).toEqual({ from: at('2026-11-23T03:00'), to: night });
  });
  it('is everything since the last one, however long nobody looked', () => {
    expect(periodOf(night, at('2026-11-01T03:00'), null).from).toEqual(at('2026-10-30T03:00'));
  });
  it('is three days at first', () => {
    expect(periodOf(night, null, null).from).toEqual(at('2026-11-23T03:00'));
  });
  it('reaches back to what is still open, for thirty days', () => {
    const last = at('2026-11-25T03:00');
    expect(periodOf(night, last, at('2026-11-10T09:30')).from).toEqual(at('2026-11-10T09:30'));
    expect(periodOf(night, last, at('2026-11-24T09:30')).from).toEqual(at('2026-11-23T03:00'));
    expect(periodOf(night, last, at('2026-01-01T00:00')).from).toEqual(at('2026-10-27T03:00'));
  });
});

it('a period ends after it begins, has ended, and is not too long to be read', () => {
  const now = at('2026-11-26T12:00');
  expect(faultOf({ from: night, to: now }, now)).toBeNull();
  expect(faultOf({ from: night, to: night }, now)).toBe('reversed');
  expect(faultOf({ from: night, to: new Date(now.getTime() + 1) }, now)).toBe('not-yet');
  expect(faultOf({ from: at('2025-10-01T00:00'), to: now }, now)).toBe('too-long');
});
