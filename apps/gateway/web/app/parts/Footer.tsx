import { zoneName } from '@sounding/ui';
import type { ReactNode } from 'react';
import { Link } from 'react-router';

/** The first thing at the foot of every page is for someone in danger. A plain link: it works without script. */
export function Footer({ zone, now }: { zone: string; now: string | null }): ReactNode {
  return (
    <footer className="site-footer">
      <section className="danger" aria-labelledby="danger-title">
        <div className="page danger-inner">
          <h2 id="danger-title">In danger now?</h2>
          <p>
            Sounding is not an emergency service. If you or someone near you may be hurt, call your local emergency
            number. <a href="/help/now">Emergency and crisis numbers by country</a>
          </p>
        </div>
      </section>
      <div className="page site-footer-inner">
        <nav aria-label="About">
          <ul className="plain footer-links">
            <li>
              <Link to="/terms">Terms in plain English</Link>
            </li>
            <li>
              <Link to="/privacy">Privacy in plain English</Link>
            </li>
            <li>
              <Link to="/terms#guarantee">The money-back guarantee</Link>
            </li>
            <li>
              <Link to="/privacy/keeping">What we keep, and how long</Link>
            </li>
            <li>
              <Link to="/tickets/new">Write to support</Link>
            </li>
            <li>
              <a href="/api/docs">For developers</a>
            </li>
          </ul>
        </nav>
        {now && (
          <p className="small" suppressHydrationWarning>
            Times on this page are {zone === 'UTC' ? 'UTC' : zoneName(zone, now)}.
          </p>
        )}
      </div>
    </footer>
  );
}
