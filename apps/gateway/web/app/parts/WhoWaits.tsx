/** How many wait for a provider's time; nobody's name. */
import type { Listing, Output, WaitingForMe } from '@sounding/contracts';
import type { ReactNode } from 'react';
import { waitingWords } from '../waiting.ts';

interface WhoWaitsProps {
  readonly waiting: Output<typeof WaitingForMe>['listings'];
  readonly listings: readonly Pick<Listing, 'id' | 'title'>[];
}

export function WhoWaits({ waiting, listings }: WhoWaitsProps): ReactNode {
  if (waiting.length === 0) return null;
  const titles = new Map(listings.map(({ id, title }) => [id, title]));
  return (
    <section className="card wash" aria-labelledby="who-waits">
      <h2 id="who-waits">Clients wait for a time</h2>
      <ul className="plain">
        {waiting.map(({ listingId, waiting: count }) => (
          <li key={listingId}>
            {waitingWords(count)}
            {titles.has(listingId) && <span className="quiet"> for {titles.get(listingId)}</span>}
          </li>
        ))}
      </ul>
      <p>Times that you open, or that become free, are offered to them first, in the order in which they came.</p>
    </section>
  );
}
