import { When } from '@sounding/ui';
import type { ReactNode } from 'react';

interface SessionsProps {
  readonly sessions: readonly { readonly startsAt: string; readonly endsAt: string }[];
  readonly zone: string;
}

/** The times of a package, one a line, in order. */
export function Sessions({ sessions, zone }: SessionsProps): ReactNode {
  return (
    <ol className="sessions">
      {sessions.map(({ startsAt, endsAt }) => (
        <li key={startsAt}>
          <When at={startsAt} to={endsAt} zone={zone} />
        </li>
      ))}
    </ol>
  );
}
