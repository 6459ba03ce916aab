/** Words and days of waiting. Pure. */
import { MOST_WAIT_DAYS } from '@sounding/contracts';
import { addDays, clampDay } from './days.ts';

export function placeWords(place: number): string {
  return place === 1 ? 'You are first in line' : `You are number ${place} in line`;
}

export function waitingWords(count: number): string {
  return count === 1 ? 'One person waits' : `${count} people wait`;
}

/** A week from the day that the page came from, for a form to begin with; and the days that its fields allow. */
export function waitDays(
  asked: string | null,
  today: string,
): { from: string; to: string; first: string; last: string } {
  const last = addDays(today, 365);
  const from = clampDay(asked, today, addDays(last, 1 - MOST_WAIT_DAYS));
  return { from, to: addDays(from, 6), first: today, last };
}
