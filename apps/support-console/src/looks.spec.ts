import { Fault } from '@sounding/bus';
import { RecordLooks, Refusal, type Request } from '@sounding/contracts';
import type { AroundAsked, Route } from '@sounding/door';
import { deskRoutes } from './desk.controller.ts';
import { beforeAnswering } from './looks.door.ts';
import { NO_LOOKS, READS } from './looks.ts';

const ID = '0b8f2e6a-3c1d-4e5f-8a9b-1c2d3e4f5a6b';
const CLIENT = '11111111-1111-4111-8111-111111111111';
const PROVIDER = '22222222-2222-4222-8222-222222222222';
const keyOf = ({ method, path }: Route) => `${method} ${path}`;

function routeOf(key: string): Route {
  const found = deskRoutes.find((route) => keyOf(route) === key);
  if (!found) throw new Error(`${key} is no route`);
  return found;
}

describe('the list of who may be looked at', () => {
  it('has every route of the desk exactly once: it is a reading, or there is a reason why it is none', () => {
    const listed = [...Object.keys(READS), ...Object.keys(NO_LOOKS)];
    expect([...listed].sort()).toEqual(deskRoutes.map(keyOf).sort());
    expect(new Set(listed).size).toBe(listed.length);
    expect(Object.values(NO_LOOKS).filter((why) => why.length < 20)).toEqual([]);
  });

  it('takes a reason wherever one must be said, and nothing that changes something is a reading', () => {
    for (const [key, { because }] of Object.entries(READS)) {
      expect([key, routeOf(key).beside !== null]).toEqual([key, because === 'said']);
      expect(key).toMatch(/^GET /);
    }
  });

  const canary = 'Marisol Quill';
  const rows = {
    licences: [
      {
        providerId: ID,
        displayName: canary,
        number: canary,
        places: [canary],
        listings: 1,
        since: '2026-11-23T18:00:00.000Z',
      },
    ],
    credentials: [
      {
        credentialId: ID,
        providerId: ID,
        displayName: canary,
        title: canary,
        issuer: canary,
        year: 1,
        since: '2026-11-23T18:00:00.000Z',
      },
    ],
    reviews: [
      {
        ...{
          id: ID,
          providerId: ID,
          bookingId: ID,
          displayName: 'public',
          hidden: true,
          stars: 1,
          at: '2026-11-23T18:00:00.000Z',
        },
        ...{ alias: canary, text: canary, answer: { text: canary, at: '2026-11-23T18:00:00.000Z' } },
        decisions: [{ staffId: ID, hidden: true, reason: canary, at: '2026-11-23T18:00:00.000Z' }],
      },
    ],
  };
  it.each(['licences', 'credentials', 'reviews'] as const)('the list of %s shows nobody', (list) => {
    const { answer } = routeOf(`GET /api/v1/${list}`);
    const told = answer?.(rows as never);
    expect(JSON.stringify(told)).toContain(ID);
    expect(JSON.stringify(told)).not.toContain(canary);
  });
});

describe('a reading', () => {
  const story = routeOf('GET /api/v1/bookings/:bookingId/story');
  const booking = { id: ID, clientId: CLIENT, providerId: PROVIDER };

  /** Asks as a member of staff; `log` is what support says. Answers what was asked, in order. */
  async function ask(
    route: Route,
    { beside = {}, account = ID, log = () => ({}) }: { beside?: object; account?: string | null; log?: () => unknown },
    output: unknown = { booking },
  ) {
    const asked: [string, unknown][] = [];
    const around: AroundAsked = {
      route,
      input: { bookingId: ID, ticketId: ID, reviewId: ID },
      who: { account, idempotencyKey: null, beside: beside as Record<string, unknown> },
      own: async () => {
        asked.push([route.contract.name, null]);
        return output;
      },
      ask: (async (contract: Request, input: unknown) => {
        asked.push([contract.name, input]);
        return contract === RecordLooks ? log() : { booking };
      }) as AroundAsked['ask'],
    };
    const answer = await beforeAnswering(around).catch((error: unknown) => error);
    return { asked, answer };
  }
  const looks = [CLIENT, PROVIDER].map((personId) => ({ personId, objectId: ID }));

  it('is in the log, for both sides, before it is answered', async () => {
    const { asked, answer } = await ask(story, { beside: { ticket: ID } });
    expect(asked).toEqual([
      ['booking.story', null],
      ['support.record-looks', { what: 'booking', looks, because: { ticketId: ID } }],
    ]);
    expect(answer).toEqual({ booking });
  });

  it('without a reason is not even asked for', async () => {
    const { asked, answer } = await ask(story, {});
    expect(asked).toEqual([]);
    expect((answer as Refusal).code).toBe('reason-needed');
  });

  it.each([
    ['does not answer', new Fault('unavailable', 'support is away')],
    ['refuses the reason', new Refusal('reason-needed', 'It is over.')],
    ['fails', new Error('the disk is full')],
  ])('is not answered when the log %s', async (_how, failure) => {
    const log = () => {
      throw failure;
    };
    expect((await ask(story, { beside: { reason: ID }, log })).answer).toBe(failure);
  });

  it('of money names both sides although the answer does not', async () => {
    const { asked } = await ask(routeOf('GET /api/v1/bookings/:bookingId/money'), { beside: { reason: ID } }, {});
    expect(asked.at(-1)).toEqual(['support.record-looks', { what: 'money', looks, because: { reasonId: ID } }]);
  });

  it('of a ticket is its own reason, and one that the platform opened shows nobody', async () => {
    const ticket = routeOf('GET /api/v1/tickets/:ticketId');
    const of = (accountId: string | null) => ask(ticket, {}, { ticket: { id: ID, accountId } });
    expect((await of(CLIENT)).asked.at(-1)).toEqual([
      'support.record-looks',
      { what: 'ticket', looks: [{ personId: CLIENT, objectId: ID }], because: { ticketId: ID } },
    ]);
    expect((await of(null)).asked).toHaveLength(1);
  });

  it('is for nobody who is not signed in, also where the question serves anybody', async () => {
    const { asked, answer } = await ask(routeOf('GET /api/v1/names'), { account: null, beside: { ticket: ID } });
    expect([asked, (answer as Refusal).code]).toEqual([[], 'not-signed-in']);
  });
});
