export { type BusyTimes, busySpans, NotACalendar, TooMuch } from './busy.ts';
export { type CalendarEntry, type CalendarMethod, writeCalendar } from './calendar.ts';
export { zoneText } from './zone.ts';
