import { money, zero } from '@sounding/money';
import type { KeptBill } from '../bill/bill.ts';
import { refusalOfTip } from './tip.ts';

const end = new Date('2026-11-23T12:00:00.000Z');
const days = (n: number) => new Date(end.getTime() + n * 86_400_000);
const bill = { termsVersion: '2026-11-01', endsAt: end, paidAt: days(-2), outcome: null, provider: zero() } as KeptBill;
const code = (on: KeptBill, minor: number, now: Date) => refusalOfTip(on, money(minor), now)?.code ?? 'welcome';

describe('a tip', () => {
  it('is between one and five hundred dollars', () => {
    expect([99, 100, 50_000, 50_001].map((minor) => code(bill, minor, days(1)))).toEqual([
      'tip-out-of-range',
      'welcome',
      'welcome',
      'tip-out-of-range',
    ]);
  });

  it('is given from the end of the session until thirty days after it', () => {
    expect(code(bill, 500, new Date(end.getTime() - 1))).toBe('too-early');
    expect(code(bill, 500, end)).toBe('welcome');
    expect(code(bill, 500, days(30))).toBe('welcome');
    expect(code(bill, 500, new Date(days(30).getTime() + 1))).toBe('too-late');
  });

  it('needs a session that took place and was paid', () => {
    expect(code({ ...bill, paidAt: null }, 500, days(1))).toBe('too-early');
    expect(code({ ...bill, outcome: 'provider-absent' }, 500, days(1))).toBe('not-allowed');
    expect(code({ ...bill, outcome: 'claim-decided' }, 500, days(1))).toBe('welcome');
  });
});
