/** The log of who looked: appended to, read by the person it is about, and never changed. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  type Because,
  type GlassOpened,
  type Input,
  type Look,
  type LookedAt,
  type LooksOfStaff,
  type Output,
  RecordLooks,
  refuse,
  type SayWhy,
  type WhoLooked,
} from '@sounding/contracts';
import { Clock, Keyring, ownerOf, placeOf } from '@sounding/service';
import { type Look as LookRow, PrismaClient } from '../generated/prisma/client.ts';
import type { Asked, Heard, Tx } from '../tx.store.ts';
import { type Entry, type Head, link, START } from './chain.crypto.ts';
import { dutyCovers, GOOD_FOR_MS, type Looking, reasonCovers, ticketCovers } from './covers.ts';

/** Of one page of the person's, and of the supervisor's. */
const A_PAGE = 20;
const A_LONG_PAGE = 50;
/** One writer at a time, on whichever copy: two that read the same last row would both follow it. Any number of our own. */
const APPENDING = 7_420_118;

const NOT_COVERED =
  'The reason you gave is over, somebody else’s, or about something else. Come from a ticket, or say why for this one.';

@Injectable()
export class Looks {
  constructor(
    private readonly db: PrismaClient,
    private readonly keyring: Keyring,
    private readonly clock: Clock,
  ) {}

  async sayWhy({ about, reason, words }: Input<typeof SayWhy>, call: Asked): Promise<Output<typeof SayWhy>> {
    const staffId = call.person();
    const at = this.clock.now();
    const until = new Date(at.getTime() + GOOD_FOR_MS);
    const id = randomUUID();
    return call.commit(async (tx) => {
      const sealed = await this.keyring.seal(
        tx,
        ownerOf('look-reason', id),
        placeOf('look_reason', id, 'words'),
        words,
      );
      await tx.lookReason.create({
        data: { id, staffId, what: about.what, objectId: about.id, reason, words: sealed, at, until },
      });
      return { reasonId: id, until: until.toISOString() };
    });
  }

  /** All rows or none; when this is answered they are committed. */
  async record(input: Input<typeof RecordLooks>, call: Asked): Promise<Output<typeof RecordLooks>> {
    const at = this.clock.now();
    const looking = { staffId: call.person(), what: input.what, looks: input.looks, at };
    const { because, ref } = await this.reasonFor(input.because, looking);
    return call.commit(async (tx) => {
      const entries = input.looks.map((one) => ({ ...looking, ...one, because, ref }));
      return { number: Number((await this.append(tx, entries)).number) };
    });
  }

  private async reasonFor(
    given: Input<typeof RecordLooks>['because'],
    looking: Looking,
  ): Promise<{ because: Because; ref: string }> {
    const no = refuse(RecordLooks, 'reason-needed', NOT_COVERED);
    if ('ticketId' in given) {
      const ref = given.ticketId;
      const ticket = await this.db.ticket.findUnique({ where: { id: ref } });
      if (!ticket || !ticketCovers(ticket, looking, await this.knownUnder(ref, looking))) throw no;
      return { because: 'ticket', ref };
    }
    if ('reasonId' in given) {
      const ref = given.reasonId;
      const said = await this.db.lookReason.findUnique({ where: { id: ref } });
      if (!said || !reasonCovers(said, looking, await this.knownUnder(ref, looking))) throw no;
      // The database's own check holds this word to the contract's.
      return { because: said.reason as Because, ref };
    }
    if (!dutyCovers(given.duty, given.of, looking)) throw no;
    return { because: given.duty, ref: given.of };
  }

  /** The persons that this member of staff has read under this reason. */
  private async knownUnder(ref: string, { staffId, looks }: Looking): Promise<ReadonlySet<string>> {
    const personIds = looks.map(({ personId }) => personId);
    const rows = await this.db.look.findMany({
      where: { ref, staffId, personId: { in: personIds } },
      select: { personId: true },
      distinct: ['personId'],
    });
    return new Set(rows.map(({ personId }) => personId));
  }

  /** Two members of staff agreed: both sides find it in their log, whether or not anybody reads then. */
  async opened(m: Heard<typeof GlassOpened>): Promise<void> {
    const { clientId, providerId, bookingId, glassId, approvedBy } = m.data;
    const at = new Date(m.data.at);
    await m.commit((tx) =>
      this.append(
        tx,
        [clientId, providerId].map((personId) => ({
          ...{ staffId: approvedBy, personId, what: 'room-opened', objectId: bookingId },
          ...{ because: 'two-agreed', ref: glassId, at },
        })),
      ),
    );
  }

  /** Appends under a lock, so that the chain has no forks. Answers its end. */
  private async append(tx: Tx, entries: readonly Omit<Entry, 'number'>[]): Promise<Head> {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(${APPENDING}::bigint)::text`;
    let head: Head = (await tx.look.findFirst({ orderBy: { number: 'desc' } })) ?? START;
    for (const { staffId, personId, what, objectId, because, ref, at } of entries) {
      const row = link({ staffId, personId, what, objectId, because, ref, at }, head);
      await tx.look.create({ data: row });
      head = row;
    }
    return head;
  }

  /** What staff read of the person who asks, the newest first. */
  async mine({ before }: Input<typeof WhoLooked>, call: Asked): Promise<Output<typeof WhoLooked>> {
    const personId = call.person();
    const rows = await this.page({ personId }, before, A_PAGE);
    const shown = rows.slice(0, A_PAGE);
    const refs = shown.filter(({ because }) => because === 'ticket').map(({ ref }) => ref);
    const own = await this.db.ticket.findMany({
      where: { id: { in: refs }, accountId: personId },
      select: { id: true },
    });
    const tickets = new Set(own.map(({ id }) => id));
    return {
      looks: shown.map((row) => ({ ...viewOf(row), ticketId: tickets.has(row.ref) ? row.ref : null })),
      more: rows.length > A_PAGE,
    };
  }

  async ofStaff({ staffId, before }: Input<typeof LooksOfStaff>): Promise<Output<typeof LooksOfStaff>> {
    const rows = await this.page(staffId ? { staffId } : {}, before, A_LONG_PAGE);
    return {
      looks: rows.slice(0, A_LONG_PAGE).map((row) => ({
        ...viewOf(row),
        ...{ staffId: row.staffId, personId: row.personId, ref: row.ref },
      })),
      more: rows.length > A_LONG_PAGE,
    };
  }

  /** One more than a page, which tells whether there is another. */
  private page(who: { personId?: string; staffId?: string }, before: number | undefined, most: number) {
    return this.db.look.findMany({
      where: { ...who, ...(before === undefined ? {} : { number: { lt: before } }) },
      orderBy: { number: 'desc' },
      take: most + 1,
    });
  }
}

function viewOf(row: LookRow): Omit<Look, 'ticketId'> {
  return {
    number: Number(row.number),
    at: row.at.toISOString(),
    // Written by the contract's own words; the chain shows that nobody changed them.
    what: row.what as LookedAt,
    objectId: row.objectId,
    because: row.because as Because,
  };
}
