import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { DrawnDay, DrawnWeek, Place } from '../week-view.ts';

const HOURS = [0, 3, 6, 9, 12, 15, 18, 21] as const;

/** The open hours and sessions of seven days, each on the wall clock of the place where the provider is that day. */
export function WeekView({ week }: { week: DrawnWeek }): ReactNode {
  return (
    <section aria-labelledby="week">
      <div className="row row-between">
        <h2 id="week">Week of {week.monday}</h2>
        <nav aria-label="Weeks" className="row">
          <Link to={`?week=${week.before}`} preventScrollReset>
            Week before
          </Link>
          <Link to="?" preventScrollReset>
            This week
          </Link>
          <Link to={`?week=${week.after}`} preventScrollReset>
            Week after
          </Link>
        </nav>
      </div>
      <div className="week">
        <div className="week-hours" aria-hidden="true">
          {HOURS.map((hour) => (
            <span key={hour} style={{ top: `${(hour / 24) * 100}%` }}>
              {hour % 12 === 0 ? 12 : hour % 12} {hour < 12 ? 'AM' : 'PM'}
            </span>
          ))}
        </div>
        {week.days.map((day) => (
          <Day key={day.date} day={day} />
        ))}
      </div>
      {week.sessions.length === 0 && <p className="quiet">No session is booked in this week.</p>}
      <ul className="plain past">
        {week.sessions.map(({ id, title, name, when }) => (
          <li key={id}>
            <Link to={`/bookings/${id}`}>{title}</Link>
            <span>with {name}</span>
            <span className="quiet">{when}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const inPlace = ({ top, height }: Place) => ({ top: `${top}%`, height: `${height}%` });

function Day({ day }: { day: DrawnDay }): ReactNode {
  const [weekday, date = ''] = day.words.split(', ');
  return (
    <section className="week-day" aria-label={day.words} data-hours={day.hours}>
      <div className="week-head">
        <span aria-hidden="true">
          <b>{weekday}</b> {date.split(' ').at(-1)}
        </span>
        {day.hours === 'off' && <span className="week-note">Off</span>}
        {day.hours === 'override' && <span className="week-note">Other</span>}
        {day.elsewhere && <span className="week-note">{day.elsewhere}</span>}
      </div>
      <p className="visually-hidden">{day.openWords}</p>
      <div className="week-column">
        {day.open.map((place) => (
          <span key={place.top} className="week-open" style={inPlace(place)} />
        ))}
        {day.sessions.map(({ id, at, name, place }) => (
          <Link key={id} to={`/bookings/${id}`} className="week-session" style={inPlace(place)}>
            {at} {name}
          </Link>
        ))}
      </div>
    </section>
  );
}
