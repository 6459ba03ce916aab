import { money, zero } from '@sounding/money';
import { OUTCOMES } from '@sounding/terms';
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

  it('needs a bill that was paid', () => {
    expect(code({ ...bill, paidAt: null }, 500, days(1))).toBe('too-early');
  });

  it('needs a session that took place, whatever was decided of it afterwards', () => {
    const welcome = OUTCOMES.filter((outcome) => code({ ...bill, outcome }, 500, days(1)) === 'welcome');
    expect(welcome).toEqual(['delivered', 'claim-decided']);
  });

  it('that cannot be given says why, and what could be', () => {
    const why = (on: Partial<KeptBill>, minor: number, now: Date) =>
      refusalOfTip({ ...bill, ...on }, money(minor), now);
    expect(why({}, 1, days(1))).toMatchObject({
      detail: 'A tip is between $1.00 and $500.00.',
      facts: { least: money(100), most: money(50_000) },
    });
    expect(why({ outcome: 'client-absent' }, 500, days(1))).toMatchObject({
      code: 'not-allowed',
      detail: 'This session did not take place, so there is nothing to tip for.',
    });
    expect(why({}, 500, days(-1))).toMatchObject({
      detail: 'You can give a tip once the session is over.',
      facts: { from: end.toISOString() },
    });
    expect(why({}, 500, days(31))).toMatchObject({
      detail: 'A tip can be given until 30 days after the session.',
      facts: { until: days(30).toISOString() },
    });
  });
});
