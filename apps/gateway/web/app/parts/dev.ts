/** The development bar's facts. Production answers 404, and then nobody asks again. */

import { ApiProblem, apiOf } from '@sounding/ui/api';
import type { RouterContextProvider } from 'react-router';

export interface Dev {
  readonly offsetMs: number;
  readonly mailUrl: string;
  readonly stripeUrl: string;
}

let production = false;

export async function readDev(context: Readonly<RouterContextProvider>, at: URL): Promise<Dev | null> {
  if (production) return null;
  try {
    const clock = await apiOf(context).get<{ offsetMs: number; mailUrl?: string; stripeUrl?: string }>('/dev/clock');
    return {
      offsetMs: clock.offsetMs,
      mailUrl: clock.mailUrl ?? beside(at, 3),
      stripeUrl: clock.stripeUrl ?? beside(at, 2),
    };
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    production = error.problem.status === 404;
    return null;
  }
}

/** The mail viewer and the emulator stand at fixed distances from the site's own port. */
function beside(at: URL, distance: number): string {
  return `${at.protocol}//${at.hostname}:${Number(at.port || 80) + distance}/`;
}
