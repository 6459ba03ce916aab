/** What the forms of the schedule's page change. Each names its part, and sends what it adds or removes of it. */
import type { Schedule } from '@sounding/contracts';
import { readWeek, windowAt } from './week.ts';

export type Change = { -readonly [Part in keyof Schedule]?: Schedule[Part] };

export type Field = (name: string) => string;

/** The part of a schedule that a form changes; null when it names none. Bad values are sent as they are: the API says why not. */
export function changeOf(field: Field, kept: Schedule): Change | null {
  switch (field('part')) {
    case 'hours':
      return { zone: field('zone'), weekly: readWeek(field) };
    case 'override':
      return { overrides: [...kept.overrides.filter(({ date }) => date !== field('date')), overrideOf(field)] };
    case 'no-override':
      return { overrides: kept.overrides.filter(({ date }) => date !== field('date')) };
    case 'off':
      return { daysOff: [...kept.daysOff, rangeOf(field)] };
    case 'not-off':
      return { daysOff: kept.daysOff.filter((one) => !isRange(one, field)) };
    case 'travel':
      return { travel: [...kept.travel, { ...rangeOf(field), zone: field('zone') }] };
    case 'no-travel':
      return { travel: kept.travel.filter((one) => !isRange(one, field)) };
    case 'caps':
      return { caps: { day: numberOr(field('day'), null), week: numberOr(field('week'), null) } };
    case 'listing':
      return {
        listings: [...kept.listings.filter(({ listingId }) => listingId !== field('listing')), listingOf(field)],
      };
    default:
      return null;
  }
}

/**
 * What the change was decided from. Weekly hours are sent whole, so they must be those that the page showed; of lists only one line
 * changes, and that must be of the list as it is.
 */
export function wasOf(field: Field, change: Change, kept: Schedule): Change {
  if (field('part') === 'hours') return { weekly: shownWeek(field('was')) };
  const parts = Object.keys(change) as (keyof Schedule)[];
  return Object.fromEntries(parts.map((part) => [part, kept[part]]));
}

/** The hours that the page showed, as it sent them along. What is no JSON goes on as it is, and the API refuses it. */
function shownWeek(text: string): Schedule['weekly'] {
  try {
    return JSON.parse(text || '[]');
  } catch {
    return text as never;
  }
}

function overrideOf(field: Field): Schedule['overrides'][number] {
  return { date: field('date'), windows: ['0', '1'].flatMap((id) => windowAt(field, id) ?? []) };
}

/** One day is a range of its own. */
function rangeOf(field: Field): { from: string; to: string } {
  return { from: field('from'), to: field('to') || field('from') };
}

function isRange({ from, to }: { from: string; to: string }, field: Field): boolean {
  return from === field('from') && to === field('to');
}

function listingOf(field: Field): Schedule['listings'][number] {
  return {
    listingId: field('listing'),
    bufferBeforeMinutes: numberOr(field('before'), 0),
    bufferAfterMinutes: numberOr(field('after'), 0),
    horizonDays: Number(field('horizon')),
  };
}

function numberOr<T>(text: string, otherwise: T): number | T {
  return text === '' ? otherwise : Number(text);
}
