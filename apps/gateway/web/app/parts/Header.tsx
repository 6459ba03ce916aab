import type { Session } from '@sounding/contracts';
import { Mark } from '@sounding/ui';
import type { ReactNode } from 'react';
import { Form, Link, NavLink, useLocation } from 'react-router';

export function Header({ session }: { session: Session | null }): ReactNode {
  const next = useNext();
  return (
    <header className="site-header">
      <div className="page site-header-inner">
        <Link to="/" className="brand">
          <Mark />
          <span>Sounding</span>
        </Link>
        <nav aria-label="Main" className="site-nav">
          <NavLink to="/search">Find someone</NavLink>
          <NavLink to="/bookings">Bookings</NavLink>
          <NavLink to="/provider">Offer time</NavLink>
          <NavLink to="/tickets">Support</NavLink>
        </nav>
        <div className="site-person">
          {session ? (
            <>
              <Link to="/account">{session.alias}</Link>
              <Form method="post" action="/sign-out">
                <button type="submit" className="link-button">
                  Sign out
                </button>
              </Form>
            </>
          ) : (
            <>
              <Link to={`/sign-in${next}`}>Sign in</Link>
              <Link to={`/sign-up${next}`} className="pill">
                Sign up
              </Link>
            </>
          )}
        </div>
      </div>
    </header>
  );
}

/** Where to go on after signing in: the page that the person was on, so that a time they picked is not lost. */
function useNext(): string {
  const { pathname, search } = useLocation();
  if (pathname === '/') return '';
  const carried = new URLSearchParams(search).get('next');
  const isDoor = ['/sign-in', '/sign-up', '/confirm', '/reset'].includes(pathname);
  const page = isDoor ? carried : pathname + search;
  return page ? `?next=${encodeURIComponent(page)}` : '';
}
