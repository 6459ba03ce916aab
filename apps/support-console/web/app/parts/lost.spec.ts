import { money } from '@sounding/money';
import { ifLost, isProvidersFault } from './lost.ts';

const session = { what: 'session', amount: money(6349) } as const;
const came = { outcome: 'delivered', refunded: money(0) } as const;
const absent = { outcome: 'provider-absent', refunded: money(6000) } as const;

it('before the release it is our loss, unless the provider’s fault is on record: then it comes out of the hold', () => {
  expect(ifLost(session, came, money(6000))).toMatch(/^\$63\.49 is our loss/);
  expect(ifLost(session, absent, money(6000))).toContain('$60.00 is taken from what is held');
  expect(ifLost(session, absent, money(6000))).toContain('$3.49 is our loss');
});

it('after the release it is our loss, unless the provider’s fault is on record', () => {
  expect(ifLost(session, came, money(0))).toMatch(/^\$63\.49 is our loss/);
  expect(ifLost(session, absent, money(0))).toMatch(/^The provider owes/);
});

it('a tip stays the provider’s', () => {
  expect(ifLost({ what: 'tip', amount: money(1000) }, came, money(6000))).toMatch(/^\$10\.00 is our loss/);
});

it('a claim that gave nothing back is no fault', () => {
  expect(isProvidersFault({ outcome: 'claim-decided', refunded: money(0) })).toBe(false);
  expect(isProvidersFault({ outcome: 'claim-decided', refunded: money(1) })).toBe(true);
});
