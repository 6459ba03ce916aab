import { money } from '@sounding/money';
import { settle, termsOf } from '@sounding/terms';
import type { KeptBill } from '../bill/bill.ts';
import { paidBill } from '../bill/sample.ts';
import { checkRelease, DoesNotAddUp, providerPart, refundOf } from './settlement.ts';

const terms = termsOf('2026-11-01');
const bill = paidBill(6000);
const late = { reason: 'client-cancelled-late' as const, ...settle(terms, 'client-cancelled-late', bill.parts) };

/** What an operator reads beside the dead letter: which part is wrong, and by how much. */
describe('a decision that does not add up says where', () => {
  const refunds: [string, Partial<KeptBill>, number, Partial<typeof late>][] = [
    ['the bill was never paid', { paidAt: null }, 6000, {}],
    ['the money was released already', { releasedAt: bill.paidAt }, 6000, {}],
    ['held: 6000 expected, 5999 decided', {}, 5999, { toProvider: money(2849) }],
    ['the parts of what is held: 6000 expected, 6001 decided', {}, 6000, { toProvider: money(2851) }],
    ['toClient: 3000 expected, 3001 decided', {}, 6000, { toClient: money(3001), toProvider: money(2849) }],
    ['feeToClient: 0 expected, 349 decided', {}, 6000, { feeToClient: money(349) }],
    ['toProvider: 2850 expected, 2849 decided', {}, 6000, { toProvider: money(2849), commission: money(151) }],
  ];
  it.each(refunds)('a refund: %s', (message, changed, held, decided) => {
    const decide = () => refundOf({ ...bill, ...changed }, money(held), { ...late, ...decided });
    expect(decide).toThrow(new DoesNotAddUp(message));
    expect(decide).toThrow(expect.objectContaining({ name: 'DoesNotAddUp' }));
  });

  const releases: [string, Partial<KeptBill>, number, number, number][] = [
    ['the bill was never paid', { paidAt: null }, 6000, 5700, 300],
    ['held: 6000 expected, 5999 decided', {}, 5999, 5699, 300],
    ['the parts of what is held: 6000 expected, 6001 decided', {}, 6000, 5701, 300],
    ['commission: 300 expected, 301 decided', {}, 6000, 5699, 301],
  ];
  it.each(releases)('a release: %s', (message, changed, held, toProvider, commission) => {
    const decided = { toProvider: money(toProvider), commission: money(commission) };
    expect(() => checkRelease({ ...bill, ...changed }, money(held), decided)).toThrow(new DoesNotAddUp(message));
  });
});

it('the provider’s part of a price is what our commission leaves', () => {
  expect(providerPart(bill)).toEqual(money(5700));
});
