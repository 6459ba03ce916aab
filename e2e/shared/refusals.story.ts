/** What a hurried or hostile person sends: each gets a clear answer with a stable code and a trace id, and nothing changes. */
import { createHmac, randomUUID } from 'node:crypto';
import type { Booking } from '@sounding/contracts';
import { confirmed, findListing, newClient, pay, Refused, reserve, until, type Visitor } from '@sounding/tool-bench';
import type { World } from '../world.ts';

let client: Visitor;
let stranger: Visitor;
let listingId: string;
let starts: string[];
let paid: Booking;

async function refused(work: () => Promise<unknown>): Promise<{ status: number; code: string }> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { status, code, traceId, detail } = error.problem;
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(detail.length).toBeGreaterThan(10);
    return { status, code };
  }
  throw new Error('nothing was refused');
}

export function tellRefusals(world: () => World): void {
  beforeAll(async () => {
    client = await newClient(world().copy);
    stranger = await newClient(world().copy);
    const found = await findListing(client, 'life path advice');
    listingId = found.hit.listing.id;
    starts = found.starts;
    const { booking } = await reserve(client, listingId, starts.at(-1) as string);
    await pay(world().copy, client, booking.id);
    paid = await confirmed(client, booking.id);
  }, 120_000);

  const raw = (path: string, init: RequestInit) => fetch(world().copy.site + path, init);

  describe('the API', () => {
    it.each([
      ['an unknown booking', () => client.get(`/api/v1/bookings/${randomUUID()}`), 404, 'not-found'],
      ['an id that is none', () => client.get('/api/v1/bookings/not-an-id'), 400, 'invalid-input'],
      ["somebody else's booking", () => stranger.get(`/api/v1/bookings/${paid.id}`), 404, 'not-found'],
      ["somebody else's room", () => stranger.get(`/api/v1/bookings/${paid.id}/room`), 404, 'not-found'],
      ["somebody else's bill", () => stranger.get(`/api/v1/bookings/${paid.id}/bill`), 404, 'not-found'],
      [
        'a message into a room of others',
        () => stranger.post(`/api/v1/bookings/${paid.id}/messages`, { text: 'hi' }),
        404,
        'not-found',
      ],
      [
        'a start in the past',
        () => client.post('/api/v1/bookings', { listingId, startsAt: '2020-01-01T10:00:00.000Z' }),
        409,
        'slot-not-offered',
      ],
      [
        'a start outside the hours',
        () => client.post('/api/v1/bookings', { listingId, startsAt: starts[0]?.replace(/\d\d\.000Z$/, '07.000Z') }),
        409,
        'slot-not-offered',
      ],
      [
        'an unknown listing',
        () => client.post('/api/v1/bookings', { listingId: randomUUID(), startsAt: starts[0] }),
        404,
        'not-found',
      ],
      [
        'a taken slot',
        () => stranger.post('/api/v1/bookings', { listingId, startsAt: paid.startsAt }),
        409,
        'slot-taken',
      ],
      ['a second payment of one bill', () => client.post(`/api/v1/bookings/${paid.id}/payment`), 409, 'already-paid'],
      [
        'a tip before the session',
        () => client.post(`/api/v1/bookings/${paid.id}/tips`, { amount: { minor: 500, currency: 'USD' } }),
        409,
        'too-early',
      ],
      [
        'a negative amount',
        () => client.post(`/api/v1/bookings/${paid.id}/tips`, { amount: { minor: -500, currency: 'USD' } }),
        400,
        'invalid-input',
      ],
      [
        'a huge amount',
        () => client.post(`/api/v1/bookings/${paid.id}/tips`, { amount: { minor: 9e15, currency: 'USD' } }),
        422,
        'tip-out-of-range',
      ],
      ['days in the wrong order', () => client.get('/api/v1/search?from=2026-12-05&to=2026-12-01'), 400, 'bad-range'],
      ['a zone that is none', () => client.get('/api/v1/search?zone=Mars/Olympus'), 400, 'invalid-input'],
      ['a day that is none', () => client.get('/api/v1/search?from=2026-02-31&to=2026-02-31'), 400, 'invalid-input'],
      [
        'a search of 10,000 letters',
        () => client.get(`/api/v1/search?text=${'a'.repeat(10_000)}`),
        400,
        'invalid-input',
      ],
      ['an unknown address', () => client.get('/api/v1/nothing'), 404, 'not-found'],
    ] as const)('%s', async (_what, work, status, code) => {
      expect(await refused(work)).toEqual({ status, code });
    });

    it('without a cookie nobody sees a booking', async () => {
      const answer = await raw(`/api/v1/bookings/${paid.id}`, {});
      expect(answer.status).toBe(401);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    });

    it('a malformed body is named as that', async () => {
      const answer = await raw('/api/v1/sign-in', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"email":',
      });
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([400, 'malformed-json']);
    });

    it('a form posted by another site is refused', async () => {
      const answer = await raw('/api/v1/sign-out', {
        method: 'POST',
        headers: { origin: 'https://elsewhere.example' },
      });
      expect(answer.status).toBe(403);
    });

    it('a key used again for something else is refused, for the same thing repeats the answer', async () => {
      const key = randomUUID();
      const body = { listingId, startsAt: starts[0] };
      const first = await client.post<{ booking: Booking }>('/api/v1/bookings', body, key);
      const again = await client.post<{ booking: Booking }>('/api/v1/bookings', body, key);
      expect(again.booking.id).toBe(first.booking.id);
      const other = () => client.post('/api/v1/bookings', { listingId, startsAt: starts[1] }, key);
      expect(await refused(other)).toEqual({ status: 422, code: 'idempotency-mismatch' });
    });
  });

  describe('a webhook', () => {
    const body = JSON.stringify({
      id: 'evt_forged',
      object: 'event',
      type: 'checkout.session.completed',
      livemode: false,
      data: { object: {} },
    });
    const signed = (secret: string, at: number) =>
      `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`;
    const send = async (signature: string) =>
      (
        await raw('/webhooks/stripe', {
          method: 'POST',
          headers: { 'stripe-signature': signature, 'content-type': 'application/json' },
          body,
        })
      ).status;

    it('with a forged, missing or stale signature changes nothing', async () => {
      const now = Math.floor(Date.now() / 1000);
      expect(await send(signed('whsec_wrong', now))).toBe(400);
      expect(await send('')).toBe(400);
      expect(await send(signed('whsec_wrong', now + 3_600))).toBe(400);
    });

    it('larger than Stripe ever sends is refused unread', async () => {
      const answer = await raw('/webhooks/stripe', { method: 'POST', body: 'x'.repeat(600 * 1024) });
      expect(answer.status).toBe(413);
    });
  });

  it('a reservation that ran out cannot be paid any more, and the time is free again', async () => {
    const { booking } = await reserve(stranger, listingId, starts[2] as string);
    await world().moveClock('+11m');
    expect((await refused(() => stranger.post(`/api/v1/bookings/${booking.id}/payment`))).status).toBe(410);
    await until('the lapse', async () =>
      (await stranger.get<Booking>(`/api/v1/bookings/${booking.id}`)).state === 'lapsed' ? true : null,
    );
    await expect(reserve(client, listingId, starts[2] as string)).resolves.toMatchObject({
      booking: { state: 'reserved' },
    });
  });

  it('while a service is down people are told so, and the story goes on when it is back', async () => {
    await world().platform.kill('billing');
    const answer = await refused(() => client.get(`/api/v1/bookings/${paid.id}/bill`));
    expect(answer.status).toBe(503);
    await world().platform.restart('billing');
    await expect(client.get(`/api/v1/bookings/${paid.id}/bill`)).resolves.toMatchObject({ state: 'paid' });
  });
}
