import type { Session } from '@sounding/contracts';
import { Mark } from '@sounding/ui';
import type { ReactNode } from 'react';
import { Form, Link, NavLink } from 'react-router';

export function Header({ session }: { session: Session | null }): ReactNode {
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
              <Link to="/sign-in">Sign in</Link>
              <Link to="/sign-up" className="pill">
                Sign up
              </Link>
            </>
          )}
        </div>
      </div>
    </header>
  );
}
