/** The rows of broken glass, and what is read through it. Who may what is in `may.ts`; it is asked under the row's lock. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Call, emit } from '@sounding/bus';
import {
  ApproveGlass,
  AskToBreakGlass,
  EndGlass,
  type Glasses as GlassList,
  GlassOpened,
  type Glass as GlassShown,
  type Input,
  type Output,
  ReadThroughGlass,
  type Request,
  refuse,
  ViewGlass,
  WorkspaceMail,
} from '@sounding/contracts';
import { Clock, Keyring, ownerOf, placeOf, shownText } from '@sounding/service';
import { type Glass, type Prisma, PrismaClient, type Room } from '../generated/prisma/client.ts';
import { APPROVABLE_MS, mayApprove, mayEnd, mayReadThrough, type No, READABLE_MS, stateOf } from '../may.ts';
import { AT_MOST, LAST_NUMBER, messageOf, sealedOf } from '../room.store.ts';

type Tx = Prisma.TransactionClient;
type Asked = Call<Tx>;

const SHOWN = 100;

const SENTENCES: Record<No, string> = {
  'own-request': 'You asked for it yourself. Another member of staff has to agree.',
  'already-approved': 'Somebody has agreed already.',
  'glass-over': 'It is over: ended, approved too late, or an hour old. Ask again if it is still needed.',
  'not-approved': 'Nobody has agreed yet. Another member of staff has to look at your reason first.',
  'not-found': 'There is nothing of yours to read here.',
};

@Injectable()
export class Glasses {
  constructor(
    private readonly db: PrismaClient,
    private readonly keyring: Keyring,
    private readonly clock: Clock,
  ) {}

  async ask({ bookingId, reason }: Input<typeof AskToBreakGlass>, call: Asked): Promise<GlassShown> {
    const askedBy = call.person();
    return call.commit(async (tx) => {
      // The room's lock puts two who ask at once in a row.
      await tx.$queryRaw`SELECT 1 FROM room WHERE booking_id = ${bookingId}::uuid FOR UPDATE`;
      const room = await tx.room.findUnique({ where: { bookingId }, include: { glasses: true } });
      if (!room) throw refuse(AskToBreakGlass, 'not-found', 'This booking has no room.');
      const now = this.clock.now();
      if (room.glasses.some((one) => one.askedBy === askedBy && stateOf(one, now) !== 'ended')) {
        throw refuse(AskToBreakGlass, 'already-asked', 'You have asked for this room already, and it is not over yet.');
      }
      const id = randomUUID();
      const { owner, place } = reasonIn(id);
      const sealed = await this.keyring.seal(tx, owner, place, reason);
      const approveBy = new Date(now.getTime() + APPROVABLE_MS);
      const row = { id, bookingId, askedBy, reason: sealed, askedAt: now, approveBy };
      return shown(await tx.glass.create({ data: row }), now);
    });
  }

  async list(): Promise<Output<typeof GlassList>> {
    const rows = await this.db.glass.findMany({ orderBy: [{ askedAt: 'desc' }, { id: 'asc' }], take: SHOWN });
    const now = this.clock.now();
    return { glasses: rows.map((row) => shown(row, now)) };
  }

  async view({ glassId }: Input<typeof ViewGlass>): Promise<Output<typeof ViewGlass>> {
    const row = await this.db.glass.findUnique({ where: { id: glassId } });
    if (!row) throw refuse(ViewGlass, 'not-found', 'Nobody asked for this.');
    const reason = await this.keyring.open({ ...reasonIn(row.id), bytes: row.reason });
    return { glass: shown(row, this.clock.now()), reason: shownText(reason) };
  }

  /** The hour, the two mails and the event that puts it into both sides' logs are one commit. */
  approve({ glassId }: Input<typeof ApproveGlass>, call: Asked): Promise<GlassShown> {
    const approvedBy = call.person();
    return this.change(
      ApproveGlass,
      { glassId, staffId: approvedBy, may: mayApprove },
      call,
      async (tx, { room }, now) => {
        const closesAt = new Date(now.getTime() + READABLE_MS);
        const opened = await tx.glass.update({ where: { id: glassId }, data: { approvedBy, openedAt: now, closesAt } });
        await this.tellBoth(tx, room, { glassId, approvedBy, at: now.toISOString(), until: closesAt.toISOString() });
        return opened;
      },
    );
  }

  private async tellBoth(
    tx: Tx,
    { bookingId, clientId, providerId }: Room,
    what: { glassId: string; approvedBy: string; at: string; until: string },
  ): Promise<void> {
    const { glassId, at, until } = what;
    await emit(tx, GlassOpened, { bookingId, clientId, providerId, ...what });
    for (const accountId of [clientId, providerId]) {
      const key = `messages-opened:${glassId}:${accountId}`;
      await emit(tx, WorkspaceMail, { accountId, key, template: 'messages-opened', data: { bookingId, at, until } });
    }
  }

  async end({ glassId }: Input<typeof EndGlass>, call: Asked): Promise<GlassShown> {
    const staffId = call.person();
    return this.change(EndGlass, { glassId, staffId, may: mayEnd }, call, (tx, _row, now) =>
      tx.glass.update({ where: { id: glassId }, data: { endedBy: staffId, endedAt: now } }),
    );
  }

  /** Under the row's lock: of two who approve at once, one is told that somebody has. */
  private change(
    contract: Request,
    of: { glassId: string; staffId: string; may: (glass: Glass, staffId: string, now: Date) => No | null },
    call: Asked,
    work: (tx: Tx, row: Glass & { room: Room }, now: Date) => Promise<Glass>,
  ): Promise<GlassShown> {
    return call.commit(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM glass WHERE id = ${of.glassId}::uuid FOR UPDATE`;
      const row = await tx.glass.findUnique({ where: { id: of.glassId }, include: { room: true } });
      const now = this.clock.now();
      const no = row ? of.may(row, of.staffId, now) : 'not-found';
      if (!row || no) throw refusal(contract, no ?? 'not-found');
      return shown(await work(tx, row, now), now);
    });
  }

  /** Reading marks nothing as read and moves no mail: the two sides' own page stays as it was. */
  async read(
    { glassId, after }: Input<typeof ReadThroughGlass>,
    call: Asked,
  ): Promise<Output<typeof ReadThroughGlass>> {
    const staffId = call.person();
    const row = await this.db.glass.findUnique({ where: { id: glassId }, include: { room: true } });
    const no = row ? mayReadThrough(row, staffId, this.clock.now()) : 'not-found';
    if (!row || no) throw refusal(ReadThroughGlass, no ?? 'not-found');
    const { room } = row;
    const messages = await this.db.message.findMany({
      where: { bookingId: room.bookingId, number: { gt: Math.min(after, LAST_NUMBER) } },
      orderBy: { number: 'asc' },
      take: AT_MOST,
    });
    const texts = await this.keyring.openAll(messages.map(sealedOf));
    return {
      glass: shown(row, this.clock.now()),
      ...{ clientId: room.clientId, providerId: room.providerId },
      messages: messages.map((message, at) => messageOf(message, shownText(texts[at] ?? ''))),
    };
  }
}

/** The reason has a key of its own: it is about a person, and can be made unreadable without the room. */
function reasonIn(glassId: string) {
  return { owner: ownerOf('glass', glassId), place: placeOf('glass', glassId, 'reason') };
}

/** Each contract of these declares the codes that its rule of `may.ts` can answer. */
function refusal(contract: Request, no: No) {
  return refuse(contract, no as never, SENTENCES[no]);
}

function shown(row: Glass, now: Date): GlassShown {
  return {
    id: row.id,
    bookingId: row.bookingId,
    state: stateOf(row, now),
    askedBy: row.askedBy,
    askedAt: row.askedAt.toISOString(),
    approvedBy: row.approvedBy,
    until: (row.closesAt ?? row.approveBy).toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}
