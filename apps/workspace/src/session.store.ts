/** The live session of a room: who may join, with which relay credentials, and who is there. */
import { Injectable } from '@nestjs/common';
import { type Call, emit } from '@sounding/bus';
import { Beat, Joined, JoinSession, type Output, Refusal } from '@sounding/contracts';
import { Clock } from '@sounding/service';
import type { Prisma, Room } from './generated/prisma/client.ts';
import { otherOf, type Side } from './may.ts';
import { relayFor } from './relay.crypto.ts';
import { Rooms } from './room.store.ts';
import { beat, doorway, isPresent } from './session.ts';

type Tx = Prisma.TransactionClient;

/** The relay's addresses and the secret it shares with us. */
export class Relay {
  constructor(
    readonly urls: readonly string[],
    readonly secret: string,
  ) {}
}

/** How long before the start the room opens was fixed by the booking's terms, and the room knows both instants. */
const SENTENCES = {
  'too-early': (room: Room) =>
    `You can join from ${(room.startsAt.getTime() - room.joinOpensAt.getTime()) / 60_000} minutes before the start.`,
  'too-late': () => 'The time of this booking is over.',
  'room-closed': () => 'This booking was cancelled, so there is nothing to join.',
} as const;

@Injectable()
export class Sessions {
  constructor(
    private readonly rooms: Rooms,
    private readonly clock: Clock,
    private readonly relay: Relay,
  ) {}

  /** What a browser needs to meet the other: the signalling room and credentials of our own relay, and nothing else. */
  async join(call: Call, bookingId: string): Promise<Output<typeof JoinSession>> {
    const me = call.person();
    const { room, side } = await this.rooms.mine(bookingId, me);
    const now = this.clock.now();
    this.pass(room, now);
    const time = { realNow: Date.now(), msLeft: room.endsAt.getTime() - now.getTime() };
    return {
      room: room.live,
      polite: side === 'client',
      iceServers: [relayFor({ room: room.live, accountId: me }, time, this.relay)],
      endsAt: room.endsAt.toISOString(),
    };
  }

  /** Counts a beat: it begins a stay or makes it longer. The first one of a side is told to booking. */
  async beat(call: Call<Tx>, bookingId: string): Promise<Output<typeof Beat>> {
    const me = call.person();
    const { room, side } = await this.rooms.mine(bookingId, me);
    this.pass(room, this.clock.now());
    let begins = false;
    const answer = await call.commit(async (tx) => {
      // Whoever says that attendance is known waits for this lock, and the time is read behind it: a beat in time is told before.
      await tx.$queryRaw`SELECT 1 FROM room WHERE booking_id = ${bookingId}::uuid FOR SHARE`;
      const now = this.clock.now();
      begins = await this.count(tx, room, { me, side }, now);
      const where = { bookingId_accountId: { bookingId, accountId: otherOf(room, me) } };
      const other = await tx.party.findUniqueOrThrow({ where });
      return { otherPresent: isPresent(other.lastBeatAt, now) };
    });
    if (begins) this.rooms.lookAgain(room.live, room.lastNumber);
    return answer;
  }

  private async count(tx: Tx, room: Room, who: { me: string; side: Side }, now: Date): Promise<boolean> {
    const { bookingId } = room;
    const key = { bookingId, accountId: who.me };
    // The lock on the side's own row puts the beats of two open pages in a row.
    const rows = await tx.$queryRaw<{ joined_at: Date | null }[]>`
      SELECT joined_at FROM party
      WHERE booking_id = ${bookingId}::uuid AND account_id = ${who.me}::uuid FOR UPDATE`;
    const first = rows[0]?.joined_at === null;
    await tx.party.update({
      where: { bookingId_accountId: key },
      data: first ? { joinedAt: now, lastBeatAt: now } : { lastBeatAt: now },
    });
    const last = await tx.stay.findFirst({ where: key, orderBy: { fromAt: 'desc' } });
    const { stay, begins } = beat(last && { from: last.fromAt, to: last.toAt }, now);
    await tx.stay.upsert({
      where: { bookingId_accountId_fromAt: { ...key, fromAt: stay.from } },
      create: { ...key, fromAt: stay.from, toAt: stay.to },
      update: { toAt: stay.to },
    });
    if (first) await emit(tx, Joined, { bookingId, accountId: who.me, side: who.side, at: now.toISOString() });
    return begins;
  }

  private pass(room: Room, now: Date): void {
    const state = doorway(room, now);
    if (state === 'open') return;
    throw new Refusal(state, SENTENCES[state](room), {
      joinOpensAt: room.joinOpensAt.toISOString(),
      endsAt: room.endsAt.toISOString(),
    });
  }
}
