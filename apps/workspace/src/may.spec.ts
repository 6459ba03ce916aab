import { type GlassKept, mayApprove, mayEnd, mayReadThrough, otherOf, READABLE_MS, sideOf } from './may.ts';

const room = { clientId: 'c', providerId: 'p' };

test('a room belongs to its two parties', () => {
  expect(sideOf(room, 'c')).toBe('client');
  expect(sideOf(room, 'p')).toBe('provider');
  expect(otherOf(room, 'c')).toBe('p');
  expect(otherOf(room, 'p')).toBe('c');
});

test('to anybody else a room does not exist', () => {
  expect(sideOf(room, 'x')).toBeNull();
  expect(sideOf(room, '')).toBeNull();
});

describe('the glass', () => {
  const at = (minutes: number) => new Date(Date.parse('2026-12-03T14:00:00Z') + minutes * 60_000);
  const asked: GlassKept = { askedBy: 'one', approveBy: at(0), approvedBy: null, closesAt: null, endedAt: null };
  const open: GlassKept = { ...asked, approvedBy: 'two', closesAt: at(60) };

  test('is approved by another than who asked, once, in time', () => {
    expect(mayApprove(asked, 'two', at(-1))).toBeNull();
    expect(mayApprove(asked, 'one', at(-1))).toBe('own-request');
    expect(mayApprove(asked, 'two', at(0))).toBe('glass-over');
    expect(mayApprove(open, 'two', at(1))).toBe('already-approved');
    expect(mayApprove(open, 'three', at(1))).toBe('already-approved');
    expect(mayApprove({ ...asked, endedAt: at(-2) }, 'two', at(-1))).toBe('glass-over');
  });

  test('is read through by who asked, from the approval until the last instant of the hour', () => {
    expect(mayReadThrough(asked, 'one', at(-1))).toBe('not-approved');
    expect(mayReadThrough(open, 'one', new Date(at(60).getTime() - 1))).toBeNull();
    expect(mayReadThrough(open, 'one', at(60))).toBe('glass-over');
    expect(mayReadThrough({ ...open, endedAt: at(5) }, 'one', at(6))).toBe('glass-over');
    for (const other of ['two', 'three']) expect(mayReadThrough(open, other, at(1))).toBe('not-found');
  });

  test('is ended by either of the two, and by nobody else', () => {
    for (const one of ['one', 'two']) expect(mayEnd(open, one, at(1))).toBeNull();
    expect(mayEnd(open, 'three', at(1))).toBe('not-found');
    expect(mayEnd(asked, 'two', at(-1))).toBe('not-found');
    expect(mayEnd(open, 'one', at(60))).toBe('glass-over');
    expect(READABLE_MS).toBeLessThanOrEqual(60 * 60_000);
  });
});
