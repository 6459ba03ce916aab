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

  it('of a tip is payable at once', () => {
    expect(tipRow({ bookingId: 'k', amount: money(500), receivedAt: at(13) })).toEqual({
      ...{ bookingId: 'k', what: 'tip', state: 'payable', amount: money(500) },
      ...{ at: at(13).toISOString(), releasesAt: null },
    });
  });

  it('is listed newest first', () => {
    const tip = (day: number) => tipRow({ bookingId: `${day}`, amount: money(500), receivedAt: at(day) });
    const rows = [tip(11), sessionRow(bill), null, tip(14), tip(13)];
    expect(newest(rows, 3).map((row) => row.bookingId)).toEqual(['14', '13', '11']);
    expect(newest(rows, 9).map((row) => row.bookingId)).toEqual(['14', '13', '11', 'k']);
  });
});
