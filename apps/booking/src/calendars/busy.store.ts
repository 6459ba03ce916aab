/** Foreign calendars of providers, and the times that they keep busy. An address is a secret of its owner and sealed. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { BusyTimes } from '@sounding/calendar';
import { AddBusyCalendar, type BusyCalendar, BusyProblem, RemoveBusyCalendar, refuse } from '@sounding/contracts';
import { ERASED, Keyring, ownerOf, placeOf } from '@sounding/service';
import { PrismaClient, type BusyCalendar as Row } from '../generated/prisma/client.ts';
import { lockProvider, SlotsStore, SPARE_MS, type Tx, touchProvider } from '../slots/slots.store.ts';
import { furthestDays } from '../slots/slots.ts';
import { BusyThread, type For } from './busy.thread.ts';
import { CalendarFetch, Reach, Unreadable } from './calendar.http.ts';

const MOST_CALENDARS = 5;
/** A foreign calendar is looked at this often. */
const EVERY_MS = 15 * 60_000;
/** One that takes all the time or room that a calendar may take is looked at less often: it takes them from all others. */
const EVERY_HEAVY_MS = 6 * 60 * 60_000;
const DAY_MS = 86_400_000;

/** What a person is told when their calendar cannot be read. */
const SENTENCES: Record<BusyProblem, string> = {
  unreachable: 'We could not reach this address. It must be public and begin with https.',
  'not-found': 'There is nothing at this address. Please copy it once more from your calendar’s settings.',
  'too-large': 'This calendar is larger than one megabyte. Please share one with less in it.',
  'too-slow': 'This address did not answer within ten seconds. Please try again later.',
  'not-a-calendar': 'What is at this address is not a calendar. Its address usually ends in .ics.',
  'too-much': 'This calendar has more entries or repetitions than we can read. Please share one with less in it.',
};

@Injectable()
export class BusyCalendars {
  constructor(
    private readonly database: PrismaClient,
    private readonly slots: SlotsStore,
    private readonly keyring: Keyring,
    private readonly fetch: CalendarFetch,
    private readonly reach: Reach,
    private readonly thread: BusyThread,
  ) {}

  async of(providerId: string): Promise<BusyCalendar[]> {
    const rows = await this.database.busyCalendar.findMany({ where: { providerId }, orderBy: { addedAt: 'asc' } });
    return rows.map(shown);
  }

  /** Read before anything is kept, and outside of the commit. Refuses what is no address of ours to ask, and what cannot be read. */
  async read(providerId: string, address: string, now: Date): Promise<{ url: URL; times: BusyTimes }> {
    const url = this.reach.address(address);
    if (!url) {
      throw refuse(AddBusyCalendar, 'bad-address', 'Please give a public address that begins with https or webcal.');
    }
    try {
      return { url, times: await this.timesAt(providerId, url.href, now, 'person') };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      throw refuse(AddBusyCalendar, 'unreadable-calendar', SENTENCES[error.problem], { problem: error.problem });
    }
  }

  async add(
    tx: Tx,
    providerId: string,
    { url, times }: { url: URL; times: BusyTimes },
    now: Date,
  ): Promise<BusyCalendar> {
    await lockProvider(tx, providerId);
    if ((await tx.busyCalendar.count({ where: { providerId } })) >= MOST_CALENDARS) {
      const most = { most: MOST_CALENDARS };
      throw refuse(AddBusyCalendar, 'too-many-calendars', `Five calendars at most. Please remove one first.`, most);
    }
    const id = randomUUID();
    const row = await tx.busyCalendar.create({
      data: {
        id,
        providerId,
        host: url.hostname,
        address: await this.keyring.seal(tx, ...whereIs(id), url.href),
        addedAt: now,
        nextReadAt: now,
      },
    });
    return shown(await this.keep(tx, row, times, now));
  }

  async remove(tx: Tx, providerId: string, id: string): Promise<void> {
    const { count } = await tx.busyCalendar.deleteMany({ where: { id, providerId } });
    if (count === 0) throw refuse(RemoveBusyCalendar, 'not-found', 'There is no such calendar among yours.');
    await touchProvider(tx, providerId);
  }

  /** Takes calendars whose time has come; no other copy takes them meanwhile. */
  async take(now: Date, limit: number): Promise<Row[]> {
    const taken = await this.database.$queryRaw<{ id: string }[]>`
      UPDATE busy_calendar SET next_read_at = ${new Date(now.getTime() + EVERY_MS)}
      WHERE id IN (SELECT id FROM busy_calendar WHERE next_read_at <= ${now}
        ORDER BY next_read_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
      RETURNING id`;
    return this.database.busyCalendar.findMany({ where: { id: { in: taken.map(({ id }) => id) } } });
  }

  /** One calendar again. What it said last counts until it can be read: a provider is rather busy too long than booked twice. */
  async again(row: Row, now: Date, commit: (work: (tx: Tx) => Promise<void>) => Promise<void>): Promise<void> {
    const [owner, place] = whereIs(row.id);
    const address = await this.keyring.open({ owner, place, bytes: row.address });
    // Taken away while it was taken up.
    if (address === ERASED) return;
    try {
      const times = await this.timesAt(row.providerId, address, now, 'clock');
      await commit(async (tx) => {
        await lockProvider(tx, row.providerId);
        // Removed while it was read.
        if ((await tx.busyCalendar.count({ where: { id: row.id } })) === 0) return;
        await this.keep(tx, row, times, now);
      });
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const { problem } = error;
      const later = problem === 'too-much' ? { nextReadAt: new Date(now.getTime() + EVERY_HEAVY_MS) } : {};
      await this.database.busyCalendar.updateMany({ where: { id: row.id }, data: { problem, ...later } });
    }
  }

  private async timesAt(providerId: string, address: string, now: Date, why: For): Promise<BusyTimes> {
    const text = await this.fetch.read(address);
    const schedule = await this.slots.schedule(providerId);
    const range = { from: now.getTime() - DAY_MS, to: now.getTime() + furthestDays(schedule) * DAY_MS + SPARE_MS };
    return this.thread.read({ text, range, home: schedule.zone }, providerId, why);
  }

  /**
   * Replaces what the calendar said before. Free starts are made anew only when that changed them. The rows travel as one
   * value: as many parameters as a full calendar has would keep the service from everybody else for seconds.
   */
  private async keep(tx: Tx, { id, providerId }: Row, times: BusyTimes, now: Date): Promise<Row> {
    const said = JSON.stringify(times.spans.map((one) => ({ from: new Date(one.from), to: new Date(one.to) })));
    const gone = await tx.$executeRaw`
      DELETE FROM busy_time WHERE calendar_id = ${id}::uuid AND (starts_at, ends_at) NOT IN (
        SELECT s."from", s."to"
        FROM jsonb_to_recordset(${said}::jsonb) AS s ("from" timestamptz(3), "to" timestamptz(3)))`;
    const come = await tx.$executeRaw`
      INSERT INTO busy_time (calendar_id, provider_id, starts_at, ends_at)
      SELECT ${id}::uuid, ${providerId}::uuid, s."from", s."to"
      FROM jsonb_to_recordset(${said}::jsonb) AS s ("from" timestamptz(3), "to" timestamptz(3))
      ON CONFLICT DO NOTHING`;
    if (gone + come > 0) await touchProvider(tx, providerId);
    return tx.busyCalendar.update({
      where: { id },
      data: { readAt: now, problem: null, unread: times.unread, nextReadAt: new Date(now.getTime() + EVERY_MS) },
    });
  }
}

function shown({ id, host, addedAt, readAt, problem, unread }: Row): BusyCalendar {
  return {
    id,
    host,
    addedAt: addedAt.toISOString(),
    readAt: readAt?.toISOString() ?? null,
    problem: problem === null ? null : BusyProblem.parse(problem),
    unread,
  };
}

/** Owner and place of the address of a calendar. */
function whereIs(id: string): [owner: string, place: string] {
  return [ownerOf('busy-calendar', id), placeOf('busy-calendar', id, 'address')];
}
