/** What keeps somebody from leaving, in words, and where it is settled. Pure. */
import type { Obstacle } from '@sounding/contracts';

interface Words {
  readonly what: string;
  readonly todo: string;
  readonly link: string;
}

const booking = ({ id }: Obstacle) => (id ? `/bookings/${id}` : '/bookings');
const money = () => '/provider/money';

const WORDS: Readonly<Record<Obstacle['kind'], readonly [what: string, todo: string, link: (on: Obstacle) => string]>> =
  {
    session: ['A session that is still to come', 'Go to it, or cancel it.', booking],
    settling: ['A session whose guarantee is not over', 'It ends by itself; you need do nothing.', booking],
    request: ['A request that is not answered', 'Answer it, take it back, or let it end by itself.', booking],
    payment: ['A payment that is under way', 'Finish it, or let it end by itself.', booking],
    payable: [
      'Money that is yours and not with you yet',
      'We send it on the next Monday, however little it is, once Stripe knows where to.',
      money,
    ],
    refund: ['Money on its way back to a card', 'It arrives by itself; you need do nothing.', booking],
    dispute: ['A payment that a bank is deciding about', 'The bank decides; you need do nothing here.', booking],
    claim: ['A claim that is not decided', 'We decide it within three days; you need do nothing.', booking],
    ticket: [
      'A question of yours that we have not answered',
      'We answer it; you need do nothing.',
      ({ id }) => (id ? `/tickets/${id}` : '/tickets'),
    ],
  };

export function inTheWayOf(obstacle: Obstacle): Words {
  const [what, todo, link] = WORDS[obstacle.kind];
  return { what, todo, link: link(obstacle) };
}
