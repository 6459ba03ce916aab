/** Foreign calendars that somebody wrote to hold up the service: read in a thread that ends, while everybody else is answered. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { kindOf } from '@sounding/bus';
import { AddBusyCalendar, MyCalendars, Refusal } from '@sounding/contracts';
import type { RunningService } from '@sounding/service';
import { startWorld, type World } from '@sounding/testing';
import { BookingModule } from '../src/booking.module.ts';
import { BusyClock } from '../src/calendars/busy.clock.ts';
import { BusyThread } from '../src/calendars/busy.thread.ts';
import type { Told } from '../src/calendars/busy.worker.ts';
import { Reach } from '../src/calendars/calendar.http.ts';
import { monday } from './hire.ts';

const TOO_MUCH = 'This calendar has more entries or repetitions than we can read. Please share one with less in it.';
const HOUR_MS = 3_600_000;

let world: World;
let copy: RunningService;
let server: Server;
let answer: RequestListener;
let address: string;

beforeAll(async () => {
  world = await startWorld();
  await world.clock.set(monday);
  copy = await world.service('booking', BookingModule);
  server = createServer((request, reply) => answer(request, reply));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/c.ics`;
});
afterAll(async () => {
  await new Promise((done) => server.close(done));
  await world.stop();
});
beforeEach(() => {
  // The service may ask this machine, and without TLS, as in production it never does.
  jest.spyOn(copy.app.get(Reach), 'address').mockImplementation((text) => URL.parse(text));
  jest.spyOn(copy.app.get(Reach), 'isPublic').mockReturnValue(true);
});
afterEach(() => jest.restoreAllMocks());

const times = (from: string, stepMs: number, count: number) =>
  Array.from({ length: count }, (_, n) =>
    new Date(Date.parse(from) + n * stepMs).toISOString().replaceAll(/[-:]|\.000/g, ''),
  ).join(',');

function calendar(...lines: string[]): string {
  const entry = ['BEGIN:VEVENT', 'UID:1', 'DTSTART:20270608T100000Z', 'DTEND:20270608T103000Z', ...lines, 'END:VEVENT'];
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//x//y//EN', ...entry, 'END:VCALENDAR', ''].join('\r\n');
}

/** A second that never comes: the library looks for it for ever. */
const NEVER = calendar('RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30');
/** Takes more memory than it is long, by far. */
const SWOLLEN = calendar(`RDATE;VALUE=DATE:${'20270608,'.repeat(109_000)}20270608`);

const serve = (text: string | Buffer, headers = {}) => {
  answer = (_request, reply) => reply.writeHead(200, { 'content-type': 'text/calendar', ...headers }).end(text);
};

/** What a person is told who adds what is served: `[problem, sentence]`, or null when it was kept. */
async function told(account = randomUUID()): Promise<[problem: unknown, sentence: string] | null> {
  try {
    await world.as(account).ask(AddBusyCalendar, { url: address });
    return null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [error.facts.problem, error.detail];
  }
}

describe('a hostile calendar', () => {
  it.each([
    ['each second of a 30 February', NEVER],
    ['a thousand million seconds', calendar('RRULE:FREQ=SECONDLY;COUNT=1000000000')],
    ['fifty thousand rules', calendar(...Array.from({ length: 50_000 }, () => 'RRULE:FREQ=DAILY'))],
    ['a long list of dates', calendar(...Array.from({ length: 61_000 }, () => 'RDATE:20270608'))],
    [
      'every other second, by a long list of those left out',
      calendar('RRULE:FREQ=SECONDLY', `EXDATE:${times('2027-06-08T10:00:00Z', 2_000, 55_000)}`),
    ],
    ['more busy times than anybody has', calendar('RRULE:FREQ=MINUTELY;INTERVAL=10').replace('T103000Z', 'T100100Z')],
  ])('of %s is ended, its owner reads why, and the next one is read as if nothing had been', async (_what, text) => {
    jest.replaceProperty(copy.app.get(BusyThread), 'limitMs', 2_000);
    serve(text);
    expect(await told()).toEqual(['too-much', TOO_MUCH]);
    serve(calendar());
    expect(await told()).toBeNull();
  });

  it('that would be read for ever lets everybody else be answered meanwhile', async () => {
    // Three asks have all of this time. On the event loop none of them would ever be answered.
    jest.replaceProperty(copy.app.get(BusyThread), 'limitMs', 8_000);
    const ended: string[] = [];
    const fetched = new Promise<void>((done) => {
      answer = (_request, reply) => reply.end(NEVER, done);
    });
    const hostile = told().finally(() => ended.push('the hostile calendar'));
    await fetched;
    for (let n = 0; n < 3; n += 1) {
      await world.as(randomUUID()).ask(MyCalendars, {});
      ended.push('somebody else');
    }
    expect(await hostile).toEqual(['too-much', TOO_MUCH]);
    expect(ended).toEqual(['somebody else', 'somebody else', 'somebody else', 'the hostile calendar']);
  });

  it('that fills the memory of its thread is ended before its time is over', async () => {
    const thread = copy.app.get(BusyThread);
    // Longer than the ask itself: only the bound of memory can answer.
    jest.replaceProperty(thread, 'limitMs', 60_000);
    jest.replaceProperty(thread, 'mostMegabytes', 48);
    serve(SWOLLEN);
    expect(await told()).toEqual(['too-much', TOO_MUCH]);
  });

  it('that a good one has become keeps its times, says why, and is looked at again hours later', async () => {
    const account = randomUUID();
    serve(calendar());
    expect(await told(account)).toBeNull();
    // The service's own clock may have taken the calendar before this tick, and tells a moment later.
    const look = async (minutes: number, problem: string | null) => {
      await world.clock.move({ minutes });
      await copy.app.get(BusyClock).tick();
      await world.eventually(async () => {
        const { busy } = await world.as(account).ask(MyCalendars, {});
        expect(busy.map((one) => one.problem)).toEqual([problem]);
      }, 15_000);
    };
    serve(NEVER);
    jest.replaceProperty(copy.app.get(BusyThread), 'limitMs', 1_000);
    await look(16, 'too-much');
    serve(calendar());
    await look(16, 'too-much');
    jest.restoreAllMocks();
    jest.spyOn(copy.app.get(Reach), 'address').mockImplementation((text) => URL.parse(text));
    jest.spyOn(copy.app.get(Reach), 'isPublic').mockReturnValue(true);
    await look(6 * 60, null);
  });
});

describe('a calendar full of appointments', () => {
  it('is kept, kept again and made empty as it should be, and what is unchanged is not written anew', async () => {
    const account = randomUUID();
    const rows = async () =>
      world.sql<{ at: string; n: string; written: string }>(
        'booking',
        `select min(starts_at) as at, count(*) as n, max(xmin::text) as written from busy_time where provider_id = $1`,
        [account],
      );
    const look = async (text: string) => {
      serve(text);
      await world.clock.move({ minutes: 16 });
      await copy.app.get(BusyClock).tick();
      return rows();
    };
    const full = calendar('RRULE:FREQ=HOURLY;INTERVAL=1;COUNT=2000');
    serve(full);
    expect(await told(account)).toBeNull();
    const before = await rows();
    expect(before).toMatchObject([{ n: '2000' }]);
    expect(await look(full)).toEqual(before);
    expect(
      await look(full.replace('DTSTART:20270608T10', 'DTSTART:20270608T11').replace('T103000', 'T113000')),
    ).toEqual([{ at: new Date('2027-06-08T11:00:00Z'), n: '2000', written: expect.any(String) }]);
    expect(await look(calendar('STATUS:CANCELLED'))).toMatchObject([{ n: '0' }]);
  });
});

describe('what is no calendar', () => {
  const NOT = ['not-a-calendar', 'What is at this address is not a calendar. Its address usually ends in .ics.'];
  it.each([
    ['nothing at all', ''],
    ['empty lines', '\r\n'.repeat(400_000)],
    ['a calendar that breaks off', NEVER.slice(0, 90)],
    ['a calendar in fifty thousand calendars without an end', 'BEGIN:VCALENDAR\r\n'.repeat(50_000)],
    ['a line that is folded for ever', `BEGIN:VCALENDAR\r\nX:${'a\r\n '.repeat(240_000)}`],
    ['parameters without an end', `BEGIN:VCALENDAR\r\nX${';A="'.repeat(60_000)}`],
    ['bytes of no text', Buffer.alloc(500_000, 0xff)],
    ['a zipped file', gzipSync(calendar())],
  ])('is refused so: %s', async (_what, text) => {
    serve(text);
    expect(await told()).toEqual(NOT);
  });

  it('is a zipped answer, which nobody asked for: it is never unzipped, however much is in it', async () => {
    serve(gzipSync(Buffer.alloc(200_000_000)), { 'content-encoding': 'gzip' });
    expect(await told()).toEqual(NOT);
  });

  it('is an answer without an end, cut off at a megabyte or by time', async () => {
    answer = (_request, reply) => {
      const more = () => {
        while (!reply.destroyed && reply.write('BEGIN:VCALENDAR\r\n'.repeat(1_000)));
      };
      reply.on('drain', more);
      more();
    };
    expect((await told())?.[0]).toBe('too-large');
    const timeout = AbortSignal.timeout;
    jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(ms === 10_000 ? 500 : ms));
    answer = (_request, reply) => reply.writeHead(200).write('BEGIN:VCALENDAR\r\n');
    expect((await told())?.[0]).toBe('too-slow');
  });
});

describe('the thread', () => {
  const range = { from: Date.parse('2027-06-01'), to: Date.parse('2027-07-01') };
  const asked = (text: string): Told => ({ text, range, home: 'Europe/Berlin' });

  it('reads one calendar after the other, for persons before the clock', async () => {
    const thread = new BusyThread();
    thread.limitMs = 1_000;
    const ended: string[] = [];
    const read = (name: string, text: string, why: 'person' | 'clock') =>
      thread.read(asked(text), randomUUID(), why).then(
        ({ spans }) => ended.push(`${name}: ${spans.length}`),
        (error: Error) => ended.push(`${name}: ${error.message}`),
      );
    await Promise.all([
      read('first', NEVER, 'clock'),
      read('clock', calendar('RRULE:FREQ=DAILY;COUNT=3'), 'clock'),
      read('person', calendar(), 'person'),
    ]);
    expect(ended).toEqual(['first: too-much', 'person: 1', 'clock: 3']);
  });

  it('lets one person stand in line once, nobody for long, and nobody at all when the service stops', async () => {
    const thread = new BusyThread();
    thread.turnMs = 300;
    const kind = (reading: Promise<unknown>) =>
      reading.then(
        () => 'read',
        (error: unknown) => kindOf(error),
      );
    const owner = randomUUID();
    const first = kind(thread.read(asked(NEVER), owner, 'clock'));
    const waiting = kind(thread.read(asked(calendar()), owner, 'person'));
    expect(await kind(thread.read(asked(calendar()), owner, 'person'))).toBe('fault');
    expect(await waiting).toBe('fault');
    const patient = kind(thread.read(asked(calendar()), owner, 'clock'));
    thread.beforeApplicationShutdown();
    expect(await Promise.all([first, patient])).toEqual(['fault', 'fault']);
    expect(await kind(thread.read(asked(calendar()), owner, 'person'))).toBe('fault');
  });

  it('tells whoever waits when the machine has no thread for it, and goes on with the next', async () => {
    const thread = new BusyThread();
    // Making a worker begins with reading its address; that this fails stands for a thread that the machine cannot give.
    jest.spyOn(URL.prototype, 'href', 'get').mockImplementationOnce(() => {
      throw new Error('no thread');
    });
    await expect(thread.read(asked(calendar()), randomUUID(), 'clock')).rejects.toThrow('no thread');
    await expect(thread.read(asked(calendar()), randomUUID(), 'clock')).resolves.toMatchObject({ unread: 0 });
  });

  it('reads from built code as from its source', async () => {
    const script = `
      import { BusyThread } from ${JSON.stringify(new URL('../dist/calendars/busy.thread.js', import.meta.url).href)};
      const told = ${JSON.stringify(asked(calendar()))};
      console.log(JSON.stringify(await new BusyThread().read(told, 'somebody', 'clock')));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      timeout: 30_000,
    });
    const from = Date.parse('2027-06-08T10:00:00Z');
    expect(JSON.parse(stdout)).toEqual({ spans: [{ from, to: from + HOUR_MS / 2 }], unread: 0 });
  });
});
