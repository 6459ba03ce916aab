/** Free times by day, with the way to earlier and later days. */
import { clock, StillWater, When } from '@sounding/ui';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { DayOfSlots } from '../days.ts';

interface DaysProps {
  readonly days: readonly DayOfSlots[];
  readonly zone: string;
  readonly now: string;
  readonly earlier: string | null;
  readonly later: string | null;
  /** Where picking this time leads. */
  readonly to: (start: string) => string;
}

export function Days({ days, zone, now, earlier, later, to }: DaysProps): ReactNode {
  return (
    <>
      {days.length === 0 && (
        <>
          <StillWater />
          <p>No free times in these two weeks.</p>
        </>
      )}
      <div className="days">
        {days.map((day, index) => (
          <details key={day.day} name="day" open={index === 0} className="day">
            <summary>
              <When at={day.starts[0] ?? now} zone={zone} as="day" now={now} />
              <span className="quiet small">{day.starts.length} free</span>
            </summary>
            <ul className="plain times">
              {day.starts.map((start) => (
                <li key={start}>
                  <Link to={to(start)} className="time" data-start={start} suppressHydrationWarning>
                    {clock(start, zone)}
                  </Link>
                </li>
              ))}
            </ul>
          </details>
        ))}
      </div>
      <nav aria-label="Other days" className="row row-between small">
        {earlier ? (
          <Link to={earlier} preventScrollReset>
            ← Earlier days
          </Link>
        ) : (
          <span />
        )}
        {later && (
          <Link to={later} preventScrollReset>
            Later days →
          </Link>
        )}
      </nav>
    </>
  );
}
