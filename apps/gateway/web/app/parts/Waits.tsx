/** Where somebody stands in line, and the way out of it. */
import type { Wait } from '@sounding/contracts';
import { dateWords, Submit, When } from '@sounding/ui';
import type { ReactNode } from 'react';
import { Form, Link } from 'react-router';
import { placeWords } from '../waiting.ts';
import { HowWaitingWorks } from './HowWaitingWorks.tsx';

interface WaitsProps {
  readonly waits: readonly Wait[];
  readonly names: Readonly<Record<string, string>>;
  readonly zone: string;
}

export function Waits({ waits, names, zone }: WaitsProps): ReactNode {
  if (waits.length === 0) return null;
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">You wait for a time</h2>
      <ul className="plain stack">
        {waits.map((wait) => (
          <li key={wait.id} className="card booking-card">
            <div>
              <h3>
                <Link to={`/listings/${wait.listingId}`}>{wait.title}</Link>
              </h3>
              <p>
                {wait.from === wait.to ? dateWords(wait.from) : `${dateWords(wait.from)} to ${dateWords(wait.to)}`}
                {names[wait.providerId] && <span className="quiet"> with {names[wait.providerId]}</span>}
              </p>
              <p className="quiet small">
                {wait.goOn ? 'You keep your place when you miss an offer.' : 'Your wait ends when you miss an offer.'}
              </p>
            </div>
            <div className="booking-step">
              <p>
                <strong data-place={wait.place}>{placeWords(wait.place)}</strong>
              </p>
              {wait.offered ? (
                <p>
                  <Link to={`/bookings/${wait.offered.bookingId}`}>
                    Kept for you now: <When at={wait.offered.startsAt} zone={zone} />
                  </Link>
                </p>
              ) : (
                <Form method="post">
                  <Submit variant="default" name="leave" value={wait.id} busy="Leaving…">
                    Stop waiting
                  </Submit>
                </Form>
              )}
            </div>
          </li>
        ))}
      </ul>
      <details className="wait-how">
        <summary>How waiting works</summary>
        <HowWaitingWorks />
      </details>
    </section>
  );
}
