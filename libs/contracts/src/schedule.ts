/** Providers' schedules, and the free starts that follow from them. Booking owns both. */
import { z } from 'zod';
import { Booking } from './booking.ts';
import { event, request } from './contract.ts';
import { Day, Instant, ListingId, WallTime, Zone } from './values.ts';

/** How far ahead of the moment of booking a start may lie where the provider says nothing else. */
export const HORIZON_DAYS = 90;
/** No listing can be booked further ahead than this. */
export const MOST_HORIZON_DAYS = 365;

/**
 * A stretch of the wall clock. `to` is after `from`, and `24:00` ends the day; a window that runs past midnight says so with
 * `nextDay`, and then `to` is at most `from`, so that none is longer than a day.
 */
export const DayWindow = z.object({ from: WallTime, to: WallTime, nextDay: z.boolean().optional() });
/** Monday is 1, Sunday 7 (ISO 8601): the day on which the window begins. */
export const WeeklyWindow = DayWindow.extend({ day: z.int().min(1).max(7) });
export const Hours = z.object({ zone: Zone, weekly: z.array(WeeklyWindow).max(70) });

/** On this date these windows begin instead of the weekly ones. */
export const Override = z.object({ date: Day, windows: z.array(DayWindow).min(1).max(10) });
/** Dates, the last one included. */
const DateRange = z.object({ from: Day, to: Day });
/** Nothing at all on these dates, neither what begins on them nor what began the day before. */
export const DaysOff = DateRange;
/** On these dates the provider is elsewhere, and wall times are those of that zone. */
export const Travel = DateRange.extend({ zone: Zone });
/** The most sessions of a local day and of a local week (Monday to Sunday), all listings together; null for no limit. */
export const Caps = z.object({ day: z.int().min(1).max(96).nullable(), week: z.int().min(1).max(672).nullable() });
/** What a listing takes of the provider's time beside the session, and how far ahead it can be booked. */
export const ListingTime = z.object({
  listingId: ListingId,
  bufferBeforeMinutes: z.int().min(0).max(240).default(0),
  bufferAfterMinutes: z.int().min(0).max(240).default(0),
  horizonDays: z.int().min(1).max(MOST_HORIZON_DAYS).default(HORIZON_DAYS),
});

/** All that says when a provider can be booked. Listings share it; length, step and notice are the listing's own. */
export const Schedule = Hours.extend({
  overrides: z.array(Override).max(366, { error: 'at most 366 dates' }),
  daysOff: z.array(DaysOff).max(100, { error: 'at most 100 ranges' }),
  travel: z.array(Travel).max(50, { error: 'at most 50 journeys' }),
  caps: Caps,
  listings: z
    .array(ListingTime)
    .max(200, { error: 'at most 200 listings' })
    .refine((all) => new Set(all.map(({ listingId }) => listingId)).size === all.length, {
      error: 'a listing once only',
    }),
});

/** The signed-in provider's schedule, without what is long over. */
export const MySchedule = request('booking.my-schedule', {
  input: z.object({}),
  output: Schedule,
  from: ['gateway'],
  who: 'person',
});

/**
 * Replaces the parts that are given and leaves the others as they are; free starts follow at once, bookings stay. Dates lie
 * between a year ago and two years ahead. A refusal changes nothing.
 */
export const SetSchedule = request('booking.set-schedule', {
  input: Schedule.partial().extend({
    /** Parts as they were when the person decided; refuses `schedule-changed` when one of them is another by now. */
    was: Schedule.partial().optional(),
  }),
  output: Schedule,
  refusals: ['bad-window', 'bad-dates', 'schedule-changed'],
  from: ['gateway'],
  who: 'person',
});

/** The weekly part of the schedule alone. `booking.set-schedule` says all of it. */
export const SetHours = request('booking.set-hours', {
  input: Hours,
  output: Hours,
  refusals: ['bad-window'],
  from: ['gateway'],
  who: 'person',
});
export const MyHours = request('booking.my-hours', {
  input: z.object({}),
  output: Hours,
  from: ['gateway'],
  who: 'person',
});

/** One local day of a provider, as the schedule makes it. */
export const ScheduleDay = z.object({
  date: Day,
  zone: Zone,
  /** From which part its windows are. */
  hours: z.enum(['weekly', 'override', 'off']),
  /** Until the next day begins; not always 24 hours later. */
  from: Instant,
  to: Instant,
  /** When the provider is open on it. */
  open: z.array(z.object({ from: Instant, to: Instant })),
});

/** Seven days of the signed-in provider's schedule, from `from`, and the bookings that lie in them. */
export const MyWeek = request('booking.my-week', {
  input: z.object({ from: Day }),
  output: z.object({ days: z.array(ScheduleDay), bookings: z.array(Booking) }),
  refusals: ['bad-dates'],
  from: ['gateway'],
  who: 'person',
});

/**
 * Free starts of a listing in [from, to), at most 62 days, sorted. Needs no account and reserves nothing. Who is signed in
 * sees the start of their own unpaid reservation as well: asked for again, it is theirs.
 */
export const FindSlots = request('booking.find-slots', {
  input: z.object({ listingId: ListingId, from: Instant, to: Instant }),
  output: z.object({ zone: Zone, durationMinutes: z.int(), starts: z.array(Instant) }),
  refusals: ['bad-range', 'not-published', 'licence-unverified', 'not-yet-offered'],
  from: ['gateway'],
  who: 'anyone',
});

/**
 * A listing's free starts as runs: first, last, and minutes between. Replaces all earlier runs of the listing. Caps and
 * buffers are in them; the listing's notice and `horizonDays` count from the moment of a search and are not. A calendar in
 * more pieces than one message holds comes in several: then each replaces the runs that begin in its own [from, until).
 */
export const RunsPublished = event(
  'booking.runs-published',
  z.object({
    listingId: ListingId,
    runs: z.array(z.object({ first: Instant, last: Instant, stepMinutes: z.int().min(1) })).max(2_000),
    until: Instant,
    /** Absent in what was said before 2026-11-26: then it is HORIZON_DAYS. */
    horizonDays: z.int().min(1).optional(),
    /** Runs that begin earlier stay as they are; absent in the first message. */
    from: Instant.optional(),
    /** Another message follows, and what begins at `until` or later stays until it comes. */
    more: z.boolean().optional(),
  }),
  { of: 'listingId', heardBy: ['catalog'] },
);

export type Hours = z.infer<typeof Hours>;
export type DayWindow = z.infer<typeof DayWindow>;
export type Override = z.infer<typeof Override>;
export type DaysOff = z.infer<typeof DaysOff>;
export type Travel = z.infer<typeof Travel>;
export type Caps = z.infer<typeof Caps>;
export type ListingTime = z.infer<typeof ListingTime>;
export type Schedule = z.infer<typeof Schedule>;
export type ScheduleDay = z.infer<typeof ScheduleDay>;
