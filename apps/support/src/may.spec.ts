import { mayRead, maySeeOutcome } from './may.ts';

it('a ticket is read by the person who opened it and by nobody else', () => {
  expect(mayRead({ accountId: 'ana' }, 'ana')).toBe(true);
  expect(mayRead({ accountId: 'ana' }, 'ben')).toBe(false);
});

it('a claim is read by both sides of the booking and by nobody else', () => {
  const claim = { clientId: 'ana', providerId: 'ben' };
  expect(['ana', 'ben', 'eve'].map((account) => maySeeOutcome(claim, account))).toEqual([true, true, false]);
});
