/** What a joined page asks of the API, from the browser: entering, and saying every fifteen seconds that it is there. */
import type { Beat, JoinSession, Output } from '@sounding/contracts';
import type { Problem } from '@sounding/ui';

export const BEAT_MS = 15_000;

export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

async function post<T>(path: string): Promise<T> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: '{}',
  });
  const body = (await response.json()) as T | Problem;
  if (!response.ok) throw new Refused(body as Problem);
  return body as T;
}

export function join(bookingId: string): Promise<Output<typeof JoinSession>> {
  return post(`/api/v1/bookings/${bookingId}/session`);
}

export function beat(bookingId: string): Promise<Output<typeof Beat>> {
  return post(`/api/v1/bookings/${bookingId}/beats`);
}
