import { Obstacle } from '@sounding/contracts';
import { inTheWayOf } from './leaving.ts';

const ID = '00000000-0000-4000-8000-000000000001';

it('everything that can be in the way has words, something to do, and a place to do it', () => {
  for (const kind of Obstacle.shape.kind.options) {
    const { what, todo, link } = inTheWayOf({ kind, id: ID, until: null, amount: null });
    expect([kind, what.length > 10, todo.endsWith('.'), link.startsWith('/')]).toEqual([kind, true, true, true]);
  }
});

it('a booking and a ticket are linked themselves, and a list where no one of them is meant', () => {
  const at = (kind: Obstacle['kind'], id: string | null) => inTheWayOf({ kind, id, until: null, amount: null }).link;
  expect([at('session', ID), at('ticket', ID), at('payable', null), at('ticket', null)]).toEqual([
    `/bookings/${ID}`,
    `/tickets/${ID}`,
    '/provider/money',
    '/tickets',
  ]);
});
