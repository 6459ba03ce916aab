import { BOOKING, NOW } from './fixtures.ts';

const READ = NOW.toISOString();
/** What a person sees of the calendars they follow and keep elsewhere. */
export const calendars = {
  feedSince: READ,
  busy: [
    { id: BOOKING, host: 'calendar.example.com', addedAt: READ, readAt: READ, problem: null, unread: 1 },
    {
      id: BOOKING.replace(/.$/, 'f'),
      host: 'old.example.org',
      addedAt: READ,
      readAt: READ,
      problem: 'not-found',
      unread: 0,
    },
  ],
};
