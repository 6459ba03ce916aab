/** A person's calendars: the feed that their calendar program reads at a secret address, and the calendars that keep a provider busy. */
import { writeCalendar } from '@sounding/calendar';
import {
  AddBusyCalendar,
  FeedToken,
  MakeFeed,
  MyCalendars,
  type Output,
  ReadFeed,
  Refusal,
  RemoveBusyCalendar,
  RevokeFeed,
} from '@sounding/contracts';
import { route } from '@sounding/door';
import type { FastifyInstance } from 'fastify';

const FEED = /^(?<token>[^.]+)\.ics$/;

export const calendarRoutes = [
  route('GET', '/api/v1/calendars', MyCalendars, 'Your feed, and the calendars that keep you busy.'),
  route(
    'POST',
    '/api/v1/calendars/feed',
    MakeFeed,
    'Makes your feed anew, at /calendar/{token}.ics; the one before ends.',
    {
      status: 201,
    },
  ),
  route('DELETE', '/api/v1/calendars/feed', RevokeFeed, 'Ends your feed.'),
  route('POST', '/api/v1/calendars/busy', AddBusyCalendar, 'Adds a calendar whose entries keep you busy.', {
    status: 201,
  }),
  route('DELETE', '/api/v1/calendars/busy/:id', RemoveBusyCalendar, 'Removes it; its times are free again at once.'),
];

export interface FeedWorld {
  readonly origin: string;
  now(): Date;
  read(input: { token: string }): Promise<Output<typeof ReadFeed>>;
}

/** Calendar programs have no cookie: whoever has the address reads. In UTC, so that each program shows its owner's time. */
export function openFeeds(fastify: FastifyInstance, world: FeedWorld): void {
  fastify.get<{ Params: { file: string } }>('/calendar/:file', async (request, reply) => {
    const token = FeedToken.safeParse(FEED.exec(request.params.file)?.groups?.token);
    if (!token.success) throw new Refusal('not-found', 'There is no such calendar.');
    const { entries } = await world.read({ token: token.data });
    const { hostname } = new URL(world.origin);
    const text = writeCalendar(
      entries.map(({ bookingId, ...times }) => ({
        ...times,
        uid: `${bookingId}@${hostname}`,
        url: `${world.origin}/bookings/${bookingId}`,
      })),
      { writtenAt: world.now().toISOString() },
    );
    return reply
      .header('content-type', 'text/calendar; charset=utf-8')
      .header('content-disposition', 'inline; filename="appointments.ics"')
      .header('cache-control', 'private, no-store')
      .header('referrer-policy', 'no-referrer')
      .header('x-robots-tag', 'noindex')
      .send(text);
  });
}
