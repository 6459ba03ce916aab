import { Countdown, When } from '@sounding/ui';
import type { ReactNode } from 'react';
import type { NextStep } from '../next-step.ts';

/** Every deadline is shown to the people who wait: the instant in their zone, and what is left. */
export function Deadline({ until, zone, now }: { until: NextStep['until']; zone: string; now: string }): ReactNode {
  if (!until) return null;
  return (
    <p className="small">
      {until.words}: <When at={until.at} zone={zone} />{' '}
      <span className="quiet">
        (<Countdown until={until.at} now={now} over="now" />)
      </span>
    </p>
  );
}
