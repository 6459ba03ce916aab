/** Moves the business clock on a development machine, so that seven days can be lived through in a minute. */
import { fullTime, longDuration } from '@sounding/ui';
import type { ReactNode } from 'react';
import { Form, useLocation } from 'react-router';
import type { Dev } from './dev.ts';

const MOVES = ['+1h', '+1d', '+8d'] as const;

export function DevBar({ dev, now }: { dev: Dev; now: string }): ReactNode {
  const { pathname, search } = useLocation();
  const minutes = Math.round(Math.abs(dev.offsetMs) / 60_000);
  const moved = minutes === 0 ? 'on time' : `${longDuration(minutes)} ${dev.offsetMs > 0 ? 'ahead' : 'behind'}`;
  return (
    <aside className="dev-bar" aria-label="Development tools">
      <Form method="post" action="/dev/clock" className="dev-bar-form" preventScrollReset>
        <input type="hidden" name="next" value={pathname + search} />
        <span>
          Business clock: <strong suppressHydrationWarning>{fullTime(now, 'UTC')}</strong> ({moved})
        </span>
        {MOVES.map((shift) => (
          <button key={shift} name="shift" value={shift} type="submit">
            {shift}
          </button>
        ))}
        <button name="shift" value="reset" type="submit">
          reset
        </button>
        <a href={dev.mailUrl}>Mail</a>
        <a href={dev.stripeUrl}>Stripe emulator</a>
      </Form>
    </aside>
  );
}
