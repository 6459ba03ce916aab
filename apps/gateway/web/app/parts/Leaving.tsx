import type { Obstacle, RuleInWords } from '@sounding/contracts';
import { format } from '@sounding/money';
import { When } from '@sounding/ui';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { inTheWayOf } from '../leaving.ts';

/** What goes or stays, one line a rule: how many, until when, why, and by which law. */
export function Rules({ rules, zone, why }: { rules: readonly RuleInWords[]; zone: string; why: boolean }): ReactNode {
  return (
    <ul className="plain stack">
      {rules.map(({ what, count, until, because, source }) => (
        <li key={what} className={why ? 'card' : undefined}>
          <strong>{what.charAt(0).toUpperCase() + what.slice(1)}</strong>
          {count > 1 && <> ({count})</>}
          {why && (
            <>
              {until && (
                <>
                  , until <When at={until} zone={zone} />
                </>
              )}
              . {because}
              {source && <span className="quiet small"> {source}.</span>}
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

/** What has to be settled first: each with what to do, and a link to where. */
export function InTheWay({ obstacles, zone }: { obstacles: readonly Obstacle[]; zone: string }): ReactNode {
  return (
    <ul className="plain stack" data-in-the-way={obstacles.length}>
      {obstacles.map((obstacle) => {
        const { what, todo, link } = inTheWayOf(obstacle);
        return (
          <li key={`${obstacle.kind}:${obstacle.id}`} className="card wash">
            <strong>{what}</strong>
            {obstacle.amount && <> ({format(obstacle.amount)})</>}
            {obstacle.until && (
              <>
                , until <When at={obstacle.until} zone={zone} />
              </>
            )}
            . {todo} <Link to={link}>Open it</Link>
          </li>
        );
      })}
    </ul>
  );
}
