import { KEEPING, type KeepingRule, termWords } from '@sounding/terms';
import type { ReactNode } from 'react';
import { Link, type MetaFunction } from 'react-router';

export const meta: MetaFunction = () => [{ title: 'What we keep, and how long · Sounding' }];

const WHEN_ERASED: Readonly<Record<KeepingRule['whenErased'], string>> = {
  goes: 'Erased when you leave.',
  stripped: 'When you leave, everything that names you or that you wrote is taken out of it.',
  stays: 'Stays when you leave.',
};

const PARTS: readonly [string, string][] = [
  ['identity', 'Your account'],
  ['catalog', 'Profiles, listings and reviews'],
  ['booking', 'Bookings and calendars'],
  ['billing', 'Money'],
  ['receipts', 'Documents'],
  ['workspace', 'Rooms'],
  ['support', 'Support'],
  ['every', 'Between our machines'],
];

export default function Keeping(): ReactNode {
  return (
    <div className="narrow">
      <h1>What we keep, and how long</h1>
      <p className="lead">
        Nothing is kept without a reason, and every reason ends. A clock deletes what is over; nobody has to remember
        it. You can <Link to="/account/leave">leave</Link> at any time, and see first what goes and what must stay.
      </p>
      {PARTS.map(([part, title]) => (
        <section key={part} aria-labelledby={`keeping-${part}`}>
          <h2 id={`keeping-${part}`}>{title}</h2>
          <ul className="plain stack">
            {KEEPING.filter(({ id }) => id.startsWith(`${part}.`)).map((rule) => (
              <li key={rule.id} className="card" data-rule={rule.id}>
                <strong>{rule.what.charAt(0).toUpperCase() + rule.what.slice(1)}</strong>: {termWords(rule)}.{' '}
                {rule.because} <span>{WHEN_ERASED[rule.whenErased]}</span>
                {rule.source && <span className="quiet small"> {rule.source}.</span>}
              </li>
            ))}
          </ul>
        </section>
      ))}
      <p className="quiet">
        What stays, stays under a bare number, behind no page of ours. When a backup from before is restored, whoever
        has left is erased from it again by itself.
      </p>
    </div>
  );
}
