/** The thread's side of `busy.thread.ts`. Knows nothing of the service: no settings, no database, no bus. */
import { parentPort } from 'node:worker_threads';
import { type BusyTimes, busySpans, NotACalendar, TooMuch } from '@sounding/calendar';

/** A calendar to read: what lies in `range` (milliseconds since 1970), for an owner who lives in the zone `home`. */
export interface Told {
  readonly text: string;
  readonly range: { readonly from: number; readonly to: number };
  readonly home: string;
}

export type Answered = { readonly times: BusyTimes } | { readonly problem: 'not-a-calendar' | 'too-much' };

function answer({ text, range, home }: Told): Answered {
  try {
    return { times: busySpans(text, range, home) };
  } catch (error) {
    if (error instanceof NotACalendar) return { problem: 'not-a-calendar' };
    if (error instanceof TooMuch) return { problem: 'too-much' };
    throw error;
  }
}

parentPort?.on('message', (told: Told) => parentPort?.postMessage(answer(told)));
