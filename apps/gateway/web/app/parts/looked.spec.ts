import { Because, LookedAt } from '@sounding/contracts';
import { told } from './looked.ts';

const ID = '0b8f2e6a-3c1d-4e5f-8a9b-1c2d3e4f5a6b';
const look = { number: 1, at: '2026-12-03T14:02:00.000Z', objectId: ID, ticketId: null };

it('whoever wrote to us reads that it was because they wrote', () => {
  expect(told({ ...look, what: 'ticket', because: 'ticket', ticketId: ID })).toEqual({
    did: 'read what you wrote to support',
    because: 'because you wrote to us',
    path: `/tickets/${ID}`,
  });
  expect(told({ ...look, what: 'booking', because: 'ticket' }).because).toContain('concerns you');
});

it.each(LookedAt.options.flatMap((what) => Because.options.map((because) => ({ what, because }))))(
  '$what because of $because is a sentence',
  ({ what, because }) => {
    const { did, because: why } = told({ ...look, what, because });
    expect(`${did} ${why}`).toMatch(/^(read|saw|looked|agreed) [a-z ,]+ because [a-z ,]+$/);
  },
);

it('leads to what was read, where that has a page of the person’s own', () => {
  expect(told({ ...look, what: 'messages', because: 'two-agreed' }).path).toBe(`/bookings/${ID}`);
  expect(told({ ...look, what: 'name', because: 'ticket' }).path).toBeNull();
});
