/** Calendars and reminders of a real service: who is told what when, what a feed shows, and what a foreign calendar keeps busy. */
import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  AddBusyCalendar,
  type Booking,
  Cancel,
  FindSlots,
  MakeFeed,
  MyCalendars,
  PreviewCancel,
  ReadFeed,
  Refusal,
  RemoveBusyCalendar,
  RevokeFeed,
} from '@sounding/contracts';
import type { RunningService } from '@sounding/service';
import { startWorld, type World } from '@sounding/testing';
import { BookingModule } from '../src/booking.module.ts';
import { BusyClock } from '../src/calendars/busy.clock.ts';
import { CalendarFetch, Reach, Unreadable } from '../src/calendars/calendar.http.ts';
import { after, confirmed, hours, MONDAY, monday, refusal, reserve, type Stage, setStage } from './hire.ts';

let world: World;
let stage: Stage;
let copies: RunningService[];

beforeAll(async () => {
  world = await startWorld();
  await world.clock.set(monday);
  copies = [await world.service('booking', BookingModule), await world.service('booking', BookingModule)];
  stage = await setStage(world);
});
afterAll(() => world.stop());
beforeEach(() => world.clock.set(monday));

let next = 72;
function someStart(): string {
  next += 5;
  return after(MONDAY, hours(next));
}

/** Reminders that booking committed to send, as `<minutes before> to <side>`. */
async function reminders(booking: Booking): Promise<string[]> {
  const rows = await world.sql<{ data: { accountId: string; key: string; uselessAt: string } }>(
    'booking',
    `select data from bus.outbox where data->>'template' = 'booking-soon' and data->'data'->>'bookingId' = $1 order by position`,
    [booking.id],
  );
  return rows.map(({ data }) => {
    expect(data.uselessAt).toBe(booking.startsAt);
    return `${data.key.split(':')[2]} to ${data.accountId === booking.clientId ? 'client' : 'provider'}`;
  });
}

const before = (booking: Booking, minutes: number) => new Date(Date.parse(booking.startsAt) - minutes * 60_000);

describe('reminders', () => {
  it('go to both a day and an hour before, once, whatever number of copies and restarts there is', async () => {
    const booking = await confirmed(stage, randomUUID(), someStart());
    await world.clock.set(before(booking, 24 * 60 + 10));
    expect(await reminders(booking)).toEqual([]);
    await world.clock.set(before(booking, 24 * 60 - 1));
    const day = ['1440 to client', '1440 to provider'];
    await world.eventually(async () => expect(await reminders(booking)).toEqual(day));
    copies.push(await world.service('booking', BookingModule));
    await world.clock.set(before(booking, 59));
    const both = [...day, '60 to client', '60 to provider'];
    await world.eventually(async () => expect(await reminders(booking)).toEqual(both));
    await world.clock.set(before(booking, 5));
    await Promise.all(copies.map((copy) => copy.app.get(BusyClock).tick()));
    expect(await reminders(booking)).toEqual(both);
  });

  it('that a long sleep has overtaken are left out', async () => {
    const booking = await confirmed(stage, randomUUID(), someStart());
    await world.clock.set(before(booking, 30));
    await world.eventually(async () => expect(await reminders(booking)).toEqual(['60 to client', '60 to provider']));
  });

  it('are not for who booked later than they would have come, nor for what was cancelled or never paid', async () => {
    const [late, gone, unpaid] = await Promise.all([
      confirmed(stage, randomUUID(), after(MONDAY, hours(5))),
      confirmed(stage, randomUUID(), after(MONDAY, hours(48))),
      reserve(stage, randomUUID(), after(MONDAY, hours(49))),
    ]);
    const client = world.as(gone.clientId);
    const { toClient } = await client.ask(PreviewCancel, { bookingId: gone.id });
    await client.ask(Cancel, { bookingId: gone.id, seen: toClient });
    await world.clock.set(before(late, 30));
    await world.eventually(async () => expect(await reminders(late)).toEqual(['60 to client', '60 to provider']));
    await world.clock.set(before(gone, 30));
    const other = await confirmed(stage, randomUUID(), after(gone.startsAt, hours(4)));
    await world.clock.set(before(other, 30));
    await world.eventually(async () => expect(await reminders(other)).toHaveLength(2));
    expect([await reminders(gone), await reminders(unpaid)]).toEqual([[], []]);
  });
});

describe('a feed', () => {
  it('shows both sides their fixed sessions, without a word about them, to whoever has the address', async () => {
    const booking = await confirmed(stage, randomUUID(), someStart());
    const cancelled = await confirmed({ ...stage }, booking.clientId, someStart());
    const client = world.as(booking.clientId);
    await client.ask(Cancel, {
      bookingId: cancelled.id,
      seen: (await client.ask(PreviewCancel, { bookingId: cancelled.id })).toClient,
    });
    await reserve(stage, booking.clientId, someStart());
    for (const account of [booking.clientId, booking.providerId]) {
      const { token } = await world.as(account).ask(MakeFeed, {});
      const { entries } = await world.visitor().ask(ReadFeed, { token });
      expect(entries.filter(({ bookingId }) => bookingId === cancelled.id)).toEqual([]);
      const mine = entries.filter(({ bookingId }) => bookingId === booking.id);
      const { startsAt, endsAt } = booking;
      expect(mine).toEqual([{ bookingId: booking.id, startsAt, endsAt, sequence: expect.any(Number) }]);
    }
  });

  it('ends when it is revoked or made anew, and is kept as a hash alone', async () => {
    const somebody = world.as(randomUUID());
    const { token: first } = await somebody.ask(MakeFeed, {});
    const { token: second } = await somebody.ask(MakeFeed, {});
    expect(await refusal(world.visitor().ask(ReadFeed, { token: first }))).toBe('not-found');
    await expect(world.visitor().ask(ReadFeed, { token: second })).resolves.toEqual({ entries: [] });
    expect((await somebody.ask(MyCalendars, {})).feedSince).not.toBeNull();
    await somebody.ask(RevokeFeed, {});
    expect(await refusal(world.visitor().ask(ReadFeed, { token: second }))).toBe('not-found');
    const kept = await world.sql<{ text: string }>('booking', 'select feed::text as text from feed');
    expect(kept.some(({ text }) => text.includes(second))).toBe(false);
  });
});

describe('a foreign calendar', () => {
  let server: Server;
  let answer: RequestListener;
  let origin: string;
  beforeAll(async () => {
    server = createServer((request, reply) => answer(request, reply));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((done) => server.close(done)));

  /** The service may ask this machine, and without TLS, as in production it never does. */
  function opened(): void {
    for (const { app } of copies) {
      const reach = app.get(Reach);
      jest.spyOn(reach, 'address').mockImplementation((text) => URL.parse(text));
      jest.spyOn(reach, 'isPublic').mockReturnValue(true);
    }
  }
  afterEach(() => jest.restoreAllMocks());

  const calendar = (...entries: [from: string, to: string][]) =>
    [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//x//y//EN',
      ...entries.flatMap(([from, to], n) => [
        'BEGIN:VEVENT',
        `UID:${n}`,
        'SUMMARY:Dentist',
        `DTSTART:${from.replaceAll(/[-:]|\.000/g, '')}`,
        `DTEND:${to.replaceAll(/[-:]|\.000/g, '')}`,
        'END:VEVENT',
      ]),
      'END:VCALENDAR',
      '',
    ].join('\r\n');
  const serve = (text: string) => {
    answer = (_request, reply) => reply.writeHead(200, { 'content-type': 'text/calendar' }).end(text);
  };
  const startsOn = async (from: string, to: string) =>
    (await world.visitor().ask(FindSlots, { listingId: stage.listing, from, to })).starts;

  it('takes away the starts that it keeps busy, at the page and at the write; changed or removed it gives them back', async () => {
    opened();
    const day = after(MONDAY, hours(24 * 20));
    const [noon, one, two] = [day, after(day, hours(1)), after(day, hours(2))] as [string, string, string];
    serve(calendar([noon, after(noon, hours(1.5))]));
    const provider = world.as(stage.provider);
    const added = await provider.ask(AddBusyCalendar, { url: `${origin}/secret-path.ics` });
    expect(added).toMatchObject({ host: '127.0.0.1', problem: null, unread: 0 });
    expect(await startsOn(noon, after(two, 1))).toEqual([two]);
    expect(await refusal(reserve(stage, randomUUID(), one))).toBe('slot-taken');
    // The address is a secret, and what the entries are about is none of our business.
    const kept = await world.sql<{ text: string }>('booking', 'select busy_calendar::text as text from busy_calendar');
    expect(kept.map(({ text }) => text).join()).not.toMatch(/secret-path|Dentist/);

    serve(calendar([two, after(two, hours(1))]));
    await world.clock.move({ minutes: 16 });
    await Promise.all(copies.map((copy) => copy.app.get(BusyClock).tick()));
    expect(await startsOn(noon, after(two, 1))).toEqual([noon, one]);

    answer = (_request, reply) => reply.writeHead(500).end();
    await world.clock.move({ minutes: 16 });
    await Promise.all(copies.map((copy) => copy.app.get(BusyClock).tick()));
    expect((await provider.ask(MyCalendars, {})).busy).toMatchObject([{ problem: 'unreachable' }]);
    expect(await startsOn(noon, after(two, 1))).toEqual([noon, one]);

    await provider.ask(RemoveBusyCalendar, { id: added.id });
    expect(await startsOn(noon, after(two, 1))).toEqual([noon, one, two]);
    expect(await refusal(world.as(randomUUID()).ask(RemoveBusyCalendar, { id: added.id }))).toBe('not-found');
  });

  it('that cannot be read is refused with its reason, and nothing is kept', async () => {
    opened();
    const somebody = world.as(randomUUID());
    const tried = async (url: string) => {
      try {
        await somebody.ask(AddBusyCalendar, { url });
        return 'kept';
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return error.facts.problem ?? error.code;
      }
    };
    const at = (listener: RequestListener) => {
      answer = listener;
      return tried(`${origin}/c.ics`);
    };
    expect(await at((_q, reply) => reply.end('<!doctype html><p>Sign in'))).toBe('not-a-calendar');
    expect(await at((_q, reply) => reply.writeHead(404).end())).toBe('not-found');
    expect(await at((_q, reply) => reply.end(calendar().padEnd(1_100_000, ' ')))).toBe('too-large');
    expect(await at((_q, reply) => reply.writeHead(302, { location: '/again' }).end())).toBe('unreachable');
    expect(await at((_q, reply) => reply.destroy())).toBe('unreachable');
    expect(await somebody.ask(MyCalendars, {})).toEqual({ feedSince: null, busy: [] });
  });

  it('is one of at most five', async () => {
    opened();
    serve(calendar());
    const somebody = world.as(randomUUID());
    const add = (n: number) => refusal(somebody.ask(AddBusyCalendar, { url: `${origin}/${n}.ics` }));
    for (let n = 0; n < 5; n += 1) expect(await add(n)).toBeNull();
    expect(await add(5)).toBe('too-many-calendars');
  });

  it.each([
    'http://example.com/c.ics',
    'https://localhost/c.ics',
    'https://example.com:8443/c.ics',
    'https://me:secret@example.com/c.ics',
    'file:///etc/passwd',
    'gopher://example.com/',
    'not an address',
  ])('is never asked for at %s', async (url) => {
    expect(await refusal(world.as(randomUUID()).ask(AddBusyCalendar, { url }))).toBe('bad-address');
  });

  it.each([
    'https://127.0.0.1/c.ics',
    'https://[::1]/c.ics',
    'https://10.1.2.3/c.ics',
    'https://192.168.0.1/c.ics',
    'https://172.20.0.1/c.ics',
    'https://169.254.169.254/latest/meta-data',
    'https://100.64.0.1/c.ics',
    'https://0.0.0.0/c.ics',
    'https://[::ffff:127.0.0.1]/c.ics',
    'https://[64:ff9b::7f00:1]/c.ics',
    'https://[fd00::1]/c.ics',
    'https://2130706433/c.ics',
    'https://0x7f.1/c.ics',
  ])('is never asked for inside, at %s', async (url) => {
    const reach = new Reach();
    const parsed = reach.address(url);
    if (parsed) await expect(new CalendarFetch(reach).read(url)).rejects.toMatchObject({ problem: 'unreachable' });
    expect(await refusal(world.as(randomUUID()).ask(AddBusyCalendar, { url }))).not.toBeNull();
  });

  it('whose name leads inside, or that sends us there, is not reached', async () => {
    let asked = 0;
    answer = (_request, reply) => {
      asked += 1;
      reply.end(calendar());
    };
    const port = new URL(origin).port;
    const plain = new Reach();
    jest.spyOn(plain, 'address').mockImplementation((text) => URL.parse(text));
    // The name of this machine is looked up, and what is found is not public.
    await expect(new CalendarFetch(plain).read(`http://localhost:${port}/c.ics`)).rejects.toThrow(Unreadable);
    expect(asked).toBe(0);
    // The first address is allowed, the one that it sends us to is not.
    jest.spyOn(plain, 'isPublic').mockImplementation((address) => address === '127.0.0.1');
    answer = (_request, reply) => {
      asked += 1;
      reply.writeHead(302, { location: `http://127.0.0.2:${port}/inside` }).end();
    };
    await expect(new CalendarFetch(plain).read(`${origin}/c.ics`)).rejects.toMatchObject({ problem: 'unreachable' });
    expect(asked).toBe(1);
  });
});
