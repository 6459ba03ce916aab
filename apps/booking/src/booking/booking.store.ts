/** The one place that changes a booking: read, decide (pure, may run twice), commit all of it or nothing, start over. */
import { Injectable } from '@nestjs/common';
import { emit, type Message as Heard, type Step, sayingOf, traceId } from '@sounding/bus';
import { Clock } from '@sounding/service';
import { PrismaClient } from '../generated/prisma/client.ts';
import { noSuchBooking } from '../may.ts';
import { movedOn, overlaps } from '../postgres.errors.ts';
import { type Tx, touchProvider } from '../slots/slots.store.ts';
import { bookingOf, rowOf } from './booking.rows.ts';
import { type Kind, type Message, type Moved, step, Unexpected } from './booking.ts';
import { type Booking, deadlineOf, occupies, STANDING } from './facts.ts';
import { mustBeLicensed } from './place.ts';
import { type Saying, speak } from './said.ts';

/** `call.commit`, which keeps the answer of an idempotency key beside the change. */
export type Commit = <R>(work: (tx: Tx) => Promise<R>) => Promise<R>;

/** Writes a change: in a transaction, with the step of a message, or alone. */
type Write = (tx: Tx, step?: Step) => Promise<boolean>;

/** Somebody else moved the booking between our read and our commit, so nothing of ours was committed. */
class Stale extends Error {
  override readonly name = 'Stale';
}

/** What a provider was asked for, until it has ended or is paid. */
const ASKED = { answerBy: { not: null }, state: { in: ['requested', 'reserved'] } };

/** The first line of a story. */
interface Beginning {
  readonly message: string;
  readonly says: readonly Saying[];
}
const RESERVED: Beginning = { message: 'booking.reserve', says: [] };

/** More than this many writers in a row at one booking would be a bug, not bad luck. */
const TURNS = 20;

export interface StoryLine {
  readonly at: string;
  readonly message: string;
  readonly from: string;
  readonly to: string;
  readonly said: string[];
  readonly traceId: string | null;
}

@Injectable()
export class BookingStore {
  constructor(
    private readonly database: PrismaClient,
    private readonly clock: Clock,
  ) {}

  async find(id: string, tx: Tx = this.database): Promise<Booking | null> {
    const row = await tx.booking.findUnique({ where: { id } });
    return row && bookingOf(row);
  }

  /** The bookings that were booked together with this one, itself among them, in order. */
  async ofPurchase(booking: Booking, tx: Tx = this.database): Promise<Booking[]> {
    if (!booking.package) return [booking];
    const where = { packageId: booking.package.id };
    const rows = await tx.booking.findMany({ where, orderBy: { packagePlace: 'asc' } });
    return rows.map(bookingOf);
  }

  /**
   * What is kept unpaid, or offered, and has run out. Whoever pays one of them at this moment comes before us or after: the rows
   * are ours until the commit.
   */
  async ranOut(tx: Tx, providerId: string, now: Date): Promise<Booking[]> {
    const ids = await tx.$queryRaw<{ id: string }[]>`
      select id from booking where provider_id = ${providerId}::uuid and state in ('reserved', 'offered')
        and reserved_until <= ${now.toISOString()}::timestamptz order by id for update`;
    if (ids.length === 0) return [];
    const rows = await tx.booking.findMany({ where: { id: { in: ids.map(({ id }) => id) } }, orderBy: { id: 'asc' } });
    return rows.map(bookingOf);
  }

  /** At most 200, those with the soonest deadline first. A provider sees what was paid for, and what they are or were asked. */
  async of(account: string, as: 'client' | 'provider'): Promise<Booking[]> {
    const rows = await this.database.booking.findMany({
      where:
        as === 'client' ? { clientId: account } : { providerId: account, OR: [{ confirmedAt: { not: null } }, ASKED] },
      orderBy: [{ deadline: { sort: 'asc', nulls: 'last' } }, { startsAt: 'desc' }],
      take: 200,
    });
    return rows.map(bookingOf);
  }

  /** Those of these accounts that are or were clients of this provider: they paid for a time, or asked for one. */
  async clientsOf(providerId: string, accountIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.booking.findMany({
      where: {
        providerId,
        clientId: { in: [...accountIds] },
        OR: [{ confirmedAt: { not: null } }, { answerBy: { not: null } }],
      },
      distinct: ['clientId'],
      select: { clientId: true },
    });
    return rows.map(({ clientId }) => clientId);
  }

  /** A provider's sessions that lie in [from, to), whether to come or past, in order; not those that came to nothing. */
  async between(providerId: string, from: Date, to: Date): Promise<Booking[]> {
    const rows = await this.database.booking.findMany({
      where: {
        providerId,
        state: { in: [...STANDING] },
        startsAt: { lt: to },
        endsAt: { gt: from },
      },
      orderBy: { startsAt: 'asc' },
    });
    return rows.map(bookingOf);
  }

  async story(id: string): Promise<StoryLine[]> {
    const rows = await this.database.story.findMany({ where: { bookingId: id }, orderBy: { number: 'asc' } });
    return rows.map((row) => ({
      at: row.at.toISOString(),
      message: row.message,
      from: row.fromState,
      to: row.toState,
      said: row.said,
      traceId: row.traceId,
    }));
  }

  /**
   * A person asks: `say` names the message from what the booking is, and refuses whom it does not concern. Read inside the
   * commit, after whatever the commit did first: under the provider's lock the booking itself may just have run out.
   */
  async ask(id: string, commit: Commit, say: (booking: Booking) => Message): Promise<Booking> {
    return this.inTurns(id, () =>
      commit(async (tx) => {
        const before = await this.find(id, tx);
        if (!before) throw noSuchBooking();
        return this.hearIn(tx, before, say(before));
      }),
    );
  }

  /** One message inside a commit; raises, and nothing of the commit is done, when the booking has moved on since it was read. */
  async hearIn(tx: Tx, before: Booking, message: Message): Promise<Booking> {
    const moved = step(before, message, this.clock.now());
    if (!moved) return before;
    await this.write(tx, before, moved, message.kind);
    return moved.booking;
  }

  /** An event is heard. One about a booking that nobody knows is a bug. */
  async hear(
    id: string,
    heard: Pick<Heard, 'commitInOne'>,
    say: (booking: Booking) => Message | Promise<Message>,
  ): Promise<Booking> {
    const found = await this.change(
      id,
      async (booking) => say(booking),
      (write) => heard.commitInOne((step) => write(this.database, step)),
    );
    if (!found) throw new Unexpected(`no booking ${id}`);
    return found;
  }

  /** A deadline has passed, as far as the clock could see. */
  async tick(id: string): Promise<void> {
    await this.change(
      id,
      async () => ({ kind: 'deadline' }),
      (write) => write(this.database),
    );
  }

  private async change(
    id: string,
    say: (booking: Booking) => Promise<Message>,
    commit: (write: Write) => Promise<unknown>,
  ): Promise<Booking | null> {
    return this.inTurns(id, async () => {
      const before = await this.find(id);
      if (!before) return null;
      const message = await say(before);
      const moved = step(before, message, this.clock.now());
      if (!moved) return before;
      await commit((tx, step) => this.write(tx, before, moved, message.kind, step));
      return moved.booking;
    });
  }

  private async inTurns<R>(id: string, turn: () => Promise<R>): Promise<R> {
    for (let n = 0; n < TURNS; n += 1) {
      try {
        return await turn();
      } catch (error) {
        // Lost to another writer of this booking, or to another booking of this time: what we decided from is gone.
        if (!(error instanceof Stale) && !overlaps(error)) throw error;
      }
    }
    throw new Error(`booking ${id} moved ${TURNS} times while we tried to change it`);
  }

  /**
   * Inbox (of a message), the provider's revision, state where the version is the one read, story, deadline and outbox: one
   * statement, inside the caller's transaction or alone. Answers what `bus.step` does; raises when the version moved.
   */
  async write(tx: Tx, before: Booking, moved: Moved, kind: Kind, step: Step | null = null): Promise<boolean> {
    const { booking, said, sayings } = moved;
    const change = {
      step,
      touches: occupies(before) !== occupies(booking) || before.startsAt !== booking.startsAt,
      before: before.version,
      after: rowOf(booking),
      story: {
        at: this.clock.now().toISOString(),
        message: kind,
        from_state: before.state,
        to_state: booking.state,
        said: sayings,
        trace_id: traceId(),
      },
      said: await Promise.all(said.map(({ event, data }) => sayingOf(event, data))),
    };
    try {
      const rows = await tx.$queryRaw<
        { more: boolean }[]
      >`select move_booking(${JSON.stringify(change)}::jsonb) as more`;
      return rows[0]?.more === true;
    } catch (error) {
      if (!movedOn(error)) throw error;
      throw new Stale(`booking ${booking.id} moved on from version ${before.version}`, { cause: error });
    }
  }

  /** The first write of a booking, and how its story begins; the database refuses (23P01) a time that is taken. */
  async insert(tx: Tx, booking: Booking, { message, says }: Beginning = RESERVED): Promise<void> {
    mustBeLicensed(booking);
    const deadline = deadlineOf(booking);
    await tx.booking.create({
      data: {
        id: booking.id,
        version: booking.version,
        state: booking.state,
        clientId: booking.clientId,
        providerId: booking.providerId,
        listingId: booking.offer.listingId,
        offer: { ...booking.offer, price: { ...booking.offer.price } },
        startsAt: booking.startsAt,
        endsAt: booking.endsAt,
        occupiedFrom: booking.occupiedFrom,
        occupiedTo: booking.occupiedTo,
        madeAt: booking.madeAt,
        reservedUntil: booking.reservedUntil,
        answerBy: booking.request?.answerBy ?? null,
        packageId: booking.package?.id ?? null,
        packagePlace: booking.package?.place ?? null,
        packageOf: booking.package?.of ?? null,
        totalMinor: booking.total.minor,
        currency: booking.total.currency,
        termsVersion: booking.termsVersion,
        deadline,
        story: {
          create: {
            number: booking.version,
            at: booking.madeAt,
            message,
            fromState: '',
            toState: booking.state,
            said: [...says],
            traceId: traceId(),
          },
        },
      },
    });
    const said = says.flatMap((saying) => speak(saying, booking, booking.madeAt));
    for (const { event, data } of said) await emit(tx, event, data);
    if (occupies(booking)) await touchProvider(tx, booking.providerId);
  }
}
