/** A door with made-up answers, so that pages can be looked at without the platform. Never shipped. */
import { fileURLToPath } from 'node:url';
import { pageCsp } from '@sounding/door';
import { money } from '@sounding/money';
import { ifCancelled, inOrder, LEGAL, termsOf } from '@sounding/terms';
import { mountSite } from '@sounding/ui/site.http';
import fastify, { type FastifyInstance } from 'fastify';
import sharp from 'sharp';
import { openTerms } from '../../src/terms.controller.ts';
import * as asked from './agreements.fixtures.ts';
import * as foreign from './calendars.fixtures.ts';
import { documentRoutes } from './documents.fake.ts';
import * as made from './fixtures.ts';
import * as farewell from './leaving.fixtures.ts';
import * as purse from './money.fixtures.ts';
import * as opinions from './reviews.fixtures.ts';
import * as diary from './schedule.fixtures.ts';
import * as line from './waiting.fixtures.ts';

interface Person {
  /** `client` and `provider` look from their side; null looks around without an account. */
  readonly who: 'client' | 'provider' | null;
}

const missing = {
  status: 404,
  code: 'not-found',
  title: 'Not found',
  detail: 'There is nothing at this address.',
  traceId: '0'.repeat(32),
};

function publicRoutes(app: FastifyInstance): void {
  app.get('/api/v1/categories', () => ({ categories: made.categories }));
  app.get<{ Querystring: { text?: string } }>('/api/v1/search', ({ query }) => {
    const nothing = query.text === 'nothing';
    const hits = nothing ? [] : made.hits;
    const next = nothing ? null : `-1.-60793.-17.1.${made.LISTING}`;
    const crisis = query.text === 'end it all';
    return { hits, total: nothing ? 0 : 42, page: 1, pages: nothing ? 0 : 3, next, facets: made.facets, crisis };
  });
  app.get('/api/v1/providers/:handle', () => ({
    provider: made.provider,
    listings: made.hits.map((hit) => hit.listing),
    reviews: made.reviews,
  }));
  app.get<{ Params: { id: string } }>('/api/v1/listings/:id', ({ params }) => ({
    ...(made.hits.find(({ listing }) => listing.id === params.id) ?? made.hits[0]),
    bookable: true,
    whyNot: null,
  }));
  app.get('/api/v1/listings/:id/slots', () => ({ zone: 'Europe/Paris', durationMinutes: 60, starts: made.starts }));
  // Two versions, so that an announcement, a version that is not in force and the way to others are looked at as well.
  const now = termsOf('2026-11-01');
  const later = { version: '2027-03-01', from: '2027-03-01T00:00:00.000Z', guaranteeDays: 14, claimHours: 48 };
  const next = { ...now, ...later, matters: 'We hold your money longer.' };
  const versions = inOrder([now, next]);
  openTerms(app, { ...LEGAL, terms: versions }, () => made.NOW);
  app.get('/api/v1/names', () => ({ names: made.names }));
  app.get('/api/v1/dev/clock', () => ({ offsetMs: 3_600_000, now: made.NOW.toISOString() }));
}

function personalRoutes(app: FastifyInstance, { who }: Person): void {
  const known = <T>(value: T | undefined, reply: { code(n: number): unknown }) => {
    if (value !== undefined) return value;
    reply.code(404);
    return missing;
  };
  app.get('/api/v1/session', (_request, reply) => {
    if (who) return { ...made.session, accountId: who === 'client' ? made.CLIENT : made.PROVIDER };
    reply.code(401);
    return { ...missing, status: 401, code: 'not-signed-in' };
  });
  app.get('/api/v1/provider/client-names', () => ({ names: [] }));
  app.get('/api/v1/consents', () => ({ consents: asked.consents }));
  app.get('/api/v1/agreements', () => ({ accepted: [], asked: [asked.agreement] }));
  app.get('/api/v1/waits', () => ({ waits: line.waits }));
  app.get('/api/v1/provider/waiting', () => line.waiting);
  app.get('/api/v1/bookings', () => ({ bookings: Object.values(made.bookings) }));
  app.get<{ Params: { id: string } }>('/api/v1/bookings/:id', ({ params }, reply) =>
    known(made.bookings[params.id], reply),
  );
  app.get<{ Params: { id: string } }>('/api/v1/bookings/:id/bill', ({ params }) =>
    made.billOf(made.bookings[params.id] ?? (Object.values(made.bookings)[0] as never)),
  );
  app.get('/api/v1/bookings/:id/moves', () => ({ starts: made.starts }));
  app.get('/api/v1/bookings/:id/cancellation', () => ({
    toClient: { minor: 6000, currency: 'USD' },
    feeToClient: { minor: 0, currency: 'USD' },
    feeKept: { minor: 349, currency: 'USD' },
    toProvider: { minor: 0, currency: 'USD' },
    outcome: 'client-cancelled-early',
    because: ifCancelled(termsOf('2026-11-01'), 'client-cancelled-early', {
      by: 'client',
      price: money(6000),
      bookedAt: '2026-11-20T10:00:00.000Z',
      now: '2026-11-24T10:00:00.000Z',
      startsAt: '2026-12-01T10:00:00.000Z',
    }),
  }));
  app.get('/api/v1/bookings/:id/receipts', () => ({ receipts: [made.receipt] }));
  app.get<{ Params: { id: string } }>('/api/v1/bookings/:id/claim', ({ params }) => ({
    claim: made.bookings[params.id]?.state === 'claimed' ? made.claim : null,
  }));
  app.get('/api/v1/bookings/:id/room', () => made.room);
  app.get('/api/v1/account/who-looked', () => ({
    looks: (['ticket', 'name', 'booking', 'messages'] as const).map((what, index) => ({
      ...{ number: 9 - index, at: '2026-12-03T14:02:00.000Z', what, objectId: made.ticket.id },
      ...{ because: 'ticket', ticketId: null },
    })),
    more: true,
  }));
  app.get('/api/v1/tickets', () => ({ tickets: [made.ticket] }));
  app.get('/api/v1/tickets/:id', () => ({
    ticket: made.ticket,
    claim: made.claim,
    messages: [
      { by: 'person', text: 'She came twenty minutes late.', at: made.ticket.openedAt },
      { by: 'staff', text: 'Thank you for telling us. I have read both sides.', at: made.ticket.changedAt },
    ],
  }));
  app.get('/api/v1/provider', () => ({ provider: made.provider, listings: made.hits.map((hit) => hit.listing) }));
  app.get('/api/v1/provider/schedule', () => diary.schedule);
  app.get<{ Querystring: { from: string } }>('/api/v1/provider/week', ({ query }) => diary.weekFrom(query.from));
  app.get('/api/v1/provider/money', () => made.money);
  app.get('/api/v1/account', () => ({ alias: 'Robin', zone: 'Europe/Berlin', dates: 'en-GB' }));
  app.get('/api/v1/account/leaving', () => farewell.leaving);
  app.get<{ Params: { token: string } }>('/api/v1/erased/:token', ({ params }, reply) =>
    known(params.token.startsWith('k') ? farewell.certificate : undefined, reply),
  );
  app.get('/api/v1/calendars', () => foreign.calendars);
  app.get('/api/v1/account/card', () => ({ card: { brand: 'visa', last4: '4242' } }));
  app.get('/api/v1/provider/payouts', () => purse.payouts);
  app.get('/api/v1/provider/statement', () => purse.statement);
  app.get('/api/v1/messages', () => ({
    rooms: [{ bookingId: made.BOOKING, unread: 2, lastAt: made.NOW.toISOString() }],
  }));
}

/** A face of three circles. */
const FACE = `<svg xmlns="http://www.w3.org/2000/svg" width="512" height="512"><rect width="512" height="512" fill="#216c6a"/>
<circle cx="256" cy="210" r="110" fill="#f3e3c3"/><ellipse cx="256" cy="520" rx="210" ry="180" fill="#ad7a22"/></svg>`;

function pictureRoutes(app: FastifyInstance): void {
  app.get('/pictures/:file', async (_request, reply) =>
    reply.type('image/webp').send(await sharp(Buffer.from(FACE)).webp().toBuffer()),
  );
}

function reviewRoutes(app: FastifyInstance): void {
  app.get<{ Params: { id: string } }>('/api/v1/bookings/:id/review', ({ params }, reply) => {
    const found = opinions.ownReviews[params.id];
    if (!found) reply.code(404);
    return found ?? missing;
  });
  app.get('/api/v1/provider/reviews', () => opinions.myReviews);
}

export interface FakeDoor {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

export async function fakeDoor(person: Person): Promise<FakeDoor> {
  const app = fastify();
  publicRoutes(app);
  personalRoutes(app, person);
  reviewRoutes(app);
  pictureRoutes(app);
  documentRoutes(app);
  await mountSite(app, {
    build: fileURLToPath(new URL('../build', import.meta.url)),
    now: () => made.NOW,
    policy: pageCsp,
    report: (error) => {
      throw error;
    },
    unlogged: ['/help/now'],
  });
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  return { origin: address, close: () => app.close() };
}
