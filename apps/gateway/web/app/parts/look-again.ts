/** A page that waits for something others are about to tell us asks again by itself. */
import { useEffect } from 'react';
import { useRevalidator } from 'react-router';

/** Seldom enough to cost nothing, often enough that nobody wonders. */
const LOOK_AGAIN_MS = 1500;

export function useLookAgain(waiting: boolean, everyMs = LOOK_AGAIN_MS): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (!waiting || state !== 'idle') return;
    const timer = setTimeout(() => void revalidate(), everyMs);
    return () => clearTimeout(timer);
  }, [waiting, state, revalidate, everyMs]);
}
