import { money } from '@sounding/money';
import type { KeptBill } from '../bill/bill.ts';
import { newest, sessionRow, tipRow } from './books.ts';

const at = (day: number) => new Date(`2026-11-${day}T12:00:00.000Z`);
const bill = {
  bookingId: 'k',
  termsVersion: '2026-11-01',
  paidAt: at(10),
  endsAt: at(12),
  provider: money(5700),
} as KeptBill;

describe('a provider’s money', () => {
  it('is held until a week after the scheduled end, then payable', () => {
    expect(sessionRow(bill)).toMatchObject({ state: 'held', amount: money(5700), releasesAt: at(19).toISOString() });
    expect(sessionRow({ ...bill, releasedAt: at(19) })).toMatchObject({ state: 'payable', releasesAt: null });
  });

  it('is refunded when nothing of it is left, released or not', () => {
    const none = { ...bill, provider: money(0), settledAt: at(11) };
    expect(sessionRow(none)).toMatchObject({ state: 'refunded', at: at(11).toISOString() });
    expect(sessionRow({ ...none, releasedAt: at(19) })).toMatchObject({ state: 'refunded' });
  });

  it('does not show a bill that nobody paid', () => {
    expect(sessionRow({ ...bill, paidAt: null })).toBeNull();
  });

  it('is listed newest first', () => {
    const tip = tipRow({ bookingId: 'k', amount: money(500), receivedAt: at(13) });
    expect(newest([sessionRow(bill), null, tip], 2).map((row) => row.what)).toEqual(['tip', 'session']);
    expect(newest([sessionRow(bill), tip], 1)).toHaveLength(1);
  });
});
