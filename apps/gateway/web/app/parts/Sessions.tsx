import { When } from '@sounding/ui';
import type { ReactNode } from 'react';

interface SessionsProps {
  readonly sessions: readonly { readonly startsAt: string; readonly endsAt: string }[];
  readonly zone: string;
  /** Where the other side is, when their times are said as well. */
  readonly other?: string | null;
}

/** The times of a package, one a line, in order. */
export function Sessions({ sessions, zone, other = null }: SessionsProps): ReactNode {
  return (
    <ol className="sessions">
      {sessions.map(({ startsAt, endsAt }) => (
        <li key={startsAt}>
          <When at={startsAt} to={endsAt} zone={zone} />
          {other && (
            <span className="bill-what">
              For the provider: <When at={startsAt} to={endsAt} zone={other} />
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}
