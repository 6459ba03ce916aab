/** Time running down on the business clock. Without script it stays at the server's reading, beside the time of day it ends. */
import { type ReactNode, useEffect, useState } from 'react';
import { left } from './time.ts';

interface CountdownProps {
  readonly until: string;
  /** Business time when the server rendered; the browser adds what has passed since. */
  readonly now: string;
  readonly over: ReactNode;
  readonly onOver?: () => void;
}

/** Business time in the browser: the server's reading plus the real time since it came. */
export function useBusinessTime(now: string, everyMs = 1000): Date {
  const [time, setTime] = useState(() => new Date(now));
  useEffect(() => {
    const came = performance.now();
    const tick = () => setTime(new Date(Date.parse(now) + performance.now() - came));
    tick();
    const timer = setInterval(tick, everyMs);
    return () => clearInterval(timer);
  }, [now, everyMs]);
  return time;
}

export function Countdown({ until, now, over, onOver }: CountdownProps): ReactNode {
  const words = left(until, useBusinessTime(now));
  const isOver = words === null;
  useEffect(() => {
    if (isOver) onOver?.();
  }, [isOver, onOver]);
  // role=timer is silent by default: a screen reader reads it when asked, not every second.
  return isOver ? (
    <span role="status">{over}</span>
  ) : (
    <span role="timer" className="countdown" suppressHydrationWarning>
      {words}
    </span>
  );
}
