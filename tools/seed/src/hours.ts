/** Weekly working hours, on the provider's own wall clock. Monday is 1. */
import type { Rhythm } from './people/person.ts';

export interface Window {
  readonly day: number;
  readonly from: string;
  readonly to: string;
}

function on(days: readonly number[], ...spans: readonly (readonly [from: string, to: string])[]): Window[] {
  return days.flatMap((day) => spans.map(([from, to]) => ({ day, from, to })));
}

const WEEKDAYS = [1, 2, 3, 4, 5];

export const WEEKS: Readonly<Record<Rhythm, readonly Window[]>> = {
  office: on(WEEKDAYS, ['09:00', '12:30'], ['13:30', '17:30']),
  mornings: [...on(WEEKDAYS, ['08:00', '12:30']), ...on([6], ['09:00', '12:00'])],
  afternoons: on(WEEKDAYS, ['12:00', '18:00']),
  evenings: [...on([1, 2, 3, 4], ['17:00', '21:30']), ...on([6], ['10:00', '16:00'])],
  'school-hours': on(WEEKDAYS, ['09:15', '14:45']),
  weekends: [...on([5], ['16:00', '20:00']), ...on([6, 7], ['09:00', '13:00'], ['14:00', '18:00'])],
  'four-days': on([1, 2, 4, 5], ['10:00', '13:00'], ['14:00', '18:30']),
  split: on(WEEKDAYS, ['07:30', '10:30'], ['18:00', '21:00']),
  late: [...on([1, 2, 3, 4, 5], ['18:00', '23:00']), ...on([7], ['15:00', '22:00'])],
  early: [...on(WEEKDAYS, ['06:00', '11:00']), ...on([6], ['06:00', '10:00'])],
};
