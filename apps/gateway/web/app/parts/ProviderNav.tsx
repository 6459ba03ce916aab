import type { ReactNode } from 'react';
import { Link, NavLink } from 'react-router';

export function ProviderNav({ handle }: { handle: string | null }): ReactNode {
  return (
    <nav aria-label="Your work" className="sub-nav">
      <NavLink to="/provider" end>
        Overview
      </NavLink>
      <NavLink to="/provider/profile">Profile</NavLink>
      <NavLink to="/provider/listings">Listings</NavLink>
      <NavLink to="/provider/schedule">Schedule</NavLink>
      <NavLink to="/account/calendar">Calendar</NavLink>
      <NavLink to="/provider/reviews">Reviews</NavLink>
      <NavLink to="/provider/money">Money</NavLink>
      {handle && <Link to={`/providers/${handle}`}>Your public page</Link>}
    </nav>
  );
}
