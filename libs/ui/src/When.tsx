/** An instant on a page. `zone` is the reader's; the machine-readable instant stays UTC. */
import type { ReactNode } from 'react';
import { clock, dayOf, fromTo, fullTime } from './time.ts';

interface WhenProps {
  readonly at: string;
  readonly zone: string;
  readonly to?: string;
  /** `full` names day, time and zone; `day` and `clock` stand where the zone is named beside them. */
  readonly as?: 'full' | 'day' | 'clock';
  readonly now?: string;
}

export function When({ at, zone, to, as = 'full', now }: WhenProps): ReactNode {
  const words =
    as === 'day'
      ? dayOf(at, zone, now)
      : as === 'clock'
        ? clock(at, zone)
        : to
          ? fromTo(at, to, zone)
          : fullTime(at, zone);
  // A browser whose zone data is newer than the server's may disagree on an offset; the server's words stand.
  return (
    <time dateTime={at} suppressHydrationWarning>
      {words}
    </time>
  );
}
