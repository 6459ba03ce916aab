/** Rooms and their messages. Everything that a person reaches goes through `mine`, which asks `may.ts` whose room it is. */
import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Bus, type Call } from '@sounding/bus';
import {
  type BookingConfirmed,
  type BookingMoved,
  type Data,
  type Input,
  type MyMessages,
  type Output,
  PostMessage,
  Refusal,
  type RoomMessage,
  refuse,
  type ViewRoom,
} from '@sounding/contracts';
import { Clock, Keyring, ownerOf, placeOf, type Reseal, type Sealed, shownText } from '@sounding/service';
import { absentFrom, termsAt } from '@sounding/terms';
import { type Message, type Prisma, PrismaClient, type Room, type Stay } from './generated/prisma/client.ts';
import { otherOf, type Side, sideOf } from './may.ts';
import { newRoomName } from './relay.crypto.ts';
import { mailDue } from './waiting.ts';

type Tx = Prisma.TransactionClient;

/** Messages of one view, rooms of one list. */
export const AT_MOST = 200;
/** The largest number the column holds; a door that wants the room without its messages asks for what comes after any. */
export const LAST_NUMBER = 2_147_483_647;

@Injectable()
export class Rooms {
  constructor(
    private readonly db: PrismaClient,
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly keyring: Keyring,
  ) {
    keyring.resealsBy('room', resealed);
  }

  /** The room of a booking for one of its parties; for anybody else, and for no booking at all, the same `not-found`. */
  async mine(bookingId: string, accountId: string): Promise<{ room: Room; side: Side }> {
    const room = await this.db.room.findUnique({ where: { bookingId } });
    const side = room ? sideOf(room, accountId) : null;
    if (room && side) return { room, side };
    throw new Refusal('not-found', 'There is no such room. If you have just paid, it opens in a moment.');
  }

  /** Opens the room of a confirmed booking, once. */
  async open(tx: Tx, data: Data<typeof BookingConfirmed>, now: Date): Promise<void> {
    const { bookingId, clientId, providerId } = data;
    await tx.room.createMany({
      data: [
        {
          bookingId,
          clientId,
          providerId,
          startsAt: data.startsAt,
          endsAt: data.endsAt,
          joinOpensAt: data.joinOpensAt,
          attendanceDueAt: data.absentFrom ?? absentFrom(termsAt(data.at), data.startsAt),
          live: newRoomName(),
          openedAt: now,
        },
      ],
      skipDuplicates: true,
    });
    await tx.party.createMany({
      data: [
        { bookingId, accountId: clientId, side: 'client' },
        { bookingId, accountId: providerId, side: 'provider' },
      ],
      skipDuplicates: true,
    });
  }

  /** The room opens at another time. Booking moves nothing once it has opened, so nobody was there yet. */
  async move(tx: Tx, data: Data<typeof BookingMoved>): Promise<void> {
    const { bookingId, startsAt, endsAt, joinOpensAt } = data;
    await tx.room.update({
      where: { bookingId },
      data: { startsAt, endsAt, joinOpensAt, attendanceDueAt: data.absentFrom },
    });
  }

  /**
   * Closes the room to sessions and new messages; nobody asks any more who came. A reservation that never was confirmed has no
   * room, and needs none closed.
   */
  async close(tx: Tx, bookingId: string, at: Date): Promise<void> {
    await tx.room.updateMany({ where: { bookingId, closedAt: null }, data: { closedAt: at, attendanceDueAt: null } });
  }

  /** The room and its messages after `after`; what is shown counts as read. */
  async view(call: Call, input: Input<typeof ViewRoom>): Promise<Output<typeof ViewRoom>> {
    const me = call.person();
    const { room } = await this.mine(input.bookingId, me);
    const [messages, stays] = await Promise.all([
      this.db.message.findMany({
        where: { bookingId: room.bookingId, number: { gt: Math.min(input.after, LAST_NUMBER) } },
        orderBy: { number: 'asc' },
        take: AT_MOST,
      }),
      this.db.stay.findMany({ where: { bookingId: room.bookingId }, orderBy: { fromAt: 'asc' } }),
    ]);
    const last = messages.at(-1);
    if (last) await this.read(room.bookingId, me, last.number);
    const texts = await this.keyring.openAll(messages.map(sealedOf));
    return {
      room: viewOf(room, stays),
      messages: messages.map((message, at) => messageOf(message, shownText(texts[at] ?? ''))),
    };
  }

  /** Moves the reader forward; when nothing is left unread, the mail about it is not due any more. */
  private async read(bookingId: string, accountId: string, upTo: number): Promise<void> {
    await this.db.$executeRaw`
      UPDATE party SET read_up_to = ${upTo},
        mail_due_at = CASE
          WHEN ${upTo} >= (SELECT last_number FROM room WHERE booking_id = ${bookingId}::uuid) THEN NULL
          ELSE mail_due_at END
      WHERE booking_id = ${bookingId}::uuid AND account_id = ${accountId}::uuid AND read_up_to < ${upTo}`;
  }

  /**
   * Writes a message with the next number. A repeat with the same Idempotency-Key answers the first message: the bus's own
   * memory of answers is not used here, because it would keep the words in clear for a day.
   */
  async post(call: Call, input: Input<typeof PostMessage>): Promise<RoomMessage> {
    const me = call.person();
    const { room } = await this.mine(input.bookingId, me);
    const sentKey = call.idempotencyKey ? digest(call.idempotencyKey) : null;
    const message = await this.db.$transaction((tx) => this.write(tx, room, { me, sentKey, text: input.text }));
    this.lookAgain(room.live, message.number);
    return message;
  }

  private async write(
    tx: Tx,
    room: Room,
    sent: { me: string; sentKey: Uint8Array<ArrayBuffer> | null; text: string },
  ): Promise<RoomMessage> {
    const { bookingId } = room;
    const seal = await this.keyring.sealer(tx, whereIs({ bookingId, number: 0, fromId: sent.me }).owner);
    // The lock on the room puts writers in a row; that is what makes the numbers gapless and the key checked once.
    const locked = await tx.$queryRaw<{ last_number: number; closed_at: Date | null }[]>`
      SELECT last_number, closed_at FROM room WHERE booking_id = ${bookingId}::uuid FOR UPDATE`;
    const now = this.clock.now();
    const earlier = sent.sentKey
      ? await tx.message.findFirst({ where: { bookingId, fromId: sent.me, sentKey: sent.sentKey } })
      : null;
    if (earlier) {
      const first = await this.keyring.open(sealedOf(earlier), tx);
      return repeated(messageOf(earlier, shownText(first)), sent.text);
    }
    if (!locked[0] || locked[0].closed_at) {
      throw refuse(PostMessage, 'room-closed', 'This booking was cancelled. The room can be read, but not written in.');
    }
    const number = locked[0].last_number + 1;
    await tx.room.update({ where: { bookingId }, data: { lastNumber: number } });
    const sealed = seal(whereIs({ bookingId, number, fromId: sent.me }).place, sent.text);
    const row = { id: randomUUID(), bookingId, number, fromId: sent.me, sealed, sentKey: sent.sentKey, at: now };
    const message = await tx.message.create({ data: row });
    await this.planMail(tx, bookingId, otherOf(room, sent.me), now);
    return messageOf(message, sent.text);
  }

  private async planMail(tx: Tx, bookingId: string, accountId: string, now: Date): Promise<void> {
    const where = { bookingId_accountId: { bookingId, accountId } };
    const party = await tx.party.findUniqueOrThrow({ where });
    const mailDueAt = mailDue(party, now);
    if (mailDueAt?.getTime() !== party.mailDueAt?.getTime()) await tx.party.update({ where, data: { mailDueAt } });
  }

  /** "Look again, version n", to whoever is in the room now. Lossy on purpose: who misses it asks when they come back. */
  lookAgain(live: string, version: number): void {
    this.bus.live.publish(live, { from: null, frame: { type: 'look-again', version } });
  }

  /** The rooms in which something was written, newest first, with what the person has not read of the other side. */
  async mineWithMessages(accountId: string): Promise<Output<typeof MyMessages>> {
    const rows = await this.db.$queryRaw<{ booking_id: string; unread: number; last_at: Date }[]>`
      SELECT p.booking_id,
        (count(*) FILTER (WHERE m.number > p.read_up_to AND m.from_id <> p.account_id))::int AS unread,
        max(m.at) AS last_at
      FROM party p JOIN message m ON m.booking_id = p.booking_id
      WHERE p.account_id = ${accountId}::uuid
      GROUP BY p.booking_id ORDER BY last_at DESC LIMIT ${AT_MOST}`;
    return {
      rooms: rows.map((row) => ({
        bookingId: row.booking_id,
        unread: row.unread,
        lastAt: row.last_at.toISOString(),
      })),
    };
  }
}

function digest(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(text).digest());
}

function repeated(first: RoomMessage, text: string): RoomMessage {
  if (first.text === text) return first;
  throw refuse(PostMessage, 'idempotency-mismatch', 'This key was used for another message. Please send it again.');
}

/**
 * Each side of a room has a key of its own, so that one who leaves takes their words along, and the other keeps theirs. A
 * message's row is named by room and number.
 */
export function whereIs({ bookingId, number, fromId }: Pick<Message, 'bookingId' | 'number' | 'fromId'>) {
  return {
    owner: ownerOf('room', `${bookingId}/${fromId}`),
    place: placeOf('message', `${bookingId}/${number}`, 'text'),
  };
}

/** Seals what one side wrote in a room under their new key. `id`: booking and account. */
const resealed: Reseal = async (tx, id, again) => {
  const [bookingId = '', fromId = ''] = id.split('/');
  const rows = await tx.$queryRawUnsafe<{ number: number; sealed: Uint8Array }[]>(
    'SELECT number, sealed FROM message WHERE booking_id = $1::uuid AND from_id = $2::uuid FOR UPDATE',
    bookingId,
    fromId,
  );
  for (const { number, sealed } of rows) {
    await tx.$executeRawUnsafe(
      'UPDATE message SET sealed = $3 WHERE booking_id = $1::uuid AND number = $2',
      bookingId,
      number,
      again(whereIs({ bookingId, number, fromId }).place, sealed),
    );
  }
};

export function sealedOf(row: Message): Sealed {
  return { ...whereIs(row), bytes: row.sealed };
}

export function messageOf(row: Message, text: string): RoomMessage {
  return {
    id: row.id,
    number: row.number,
    from: row.fromId,
    text,
    at: row.at.toISOString(),
  };
}

function viewOf(room: Room, stays: readonly Stay[]): Output<typeof ViewRoom>['room'] {
  return {
    bookingId: room.bookingId,
    clientId: room.clientId,
    providerId: room.providerId,
    startsAt: room.startsAt.toISOString(),
    endsAt: room.endsAt.toISOString(),
    joinOpensAt: room.joinOpensAt.toISOString(),
    state: room.closedAt ? 'closed' : 'open',
    live: room.live,
    stays: stays.map((stay) => ({
      accountId: stay.accountId,
      from: stay.fromAt.toISOString(),
      to: stay.toAt.toISOString(),
    })),
  };
}
