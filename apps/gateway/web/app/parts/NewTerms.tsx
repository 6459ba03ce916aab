import type { Session } from '@sounding/contracts';
import { dayInWords } from '@sounding/terms';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';

/** Above every page of somebody whom a version waits for; not where they are reading it. */
export function NewTerms({ session }: { session: Session | null }): ReactNode {
  const { pathname } = useLocation();
  const agreement = session?.agreement;
  if (!agreement || pathname.startsWith('/terms/agree')) return null;
  const what = agreement.document === 'terms' ? 'terms' : 'privacy notice';
  return (
    <aside aria-label="New terms" className="new-terms">
      <div className="page">
        {agreement.state === 'due'
          ? `Our ${what} changed.`
          : `Our ${what} will change on ${dayInWords(agreement.from)}.`}{' '}
        <Link to="/terms/agree">See what changes</Link>
      </div>
    </aside>
  );
}
