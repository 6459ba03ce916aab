/**
 * Says that it is known who came, once the time at which absence begins has passed. Every first beat until then was committed
 * before, so its `workspace.joined` has a smaller number, and booking hears it first, however late that is.
 */
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Bus, emit, type Tx } from '@sounding/bus';
import { AttendanceKnown } from '@sounding/contracts';
import { Clock, Ticker } from '@sounding/service';
import { PrismaClient } from './generated/prisma/client.ts';

const AT_ONCE = 50;

interface Due {
  readonly booking_id: string;
  readonly attendance_due_at: Date;
}

@Injectable()
export class AttendanceClock implements OnApplicationBootstrap {
  constructor(
    private readonly ticker: Ticker,
    private readonly clock: Clock,
    private readonly bus: Bus,
    private readonly db: PrismaClient,
  ) {}

  onApplicationBootstrap(): void {
    const alarm = this.ticker.alarm(() => this.tick(), 'attendance');
    this.bus.onNotify('attendance', (at) => (at ? alarm.by(afterwards(new Date(Number(at)))) : alarm.ring()));
  }

  /** Says all that is due, and answers when the next is. */
  async tick(): Promise<Date | null> {
    const now = this.clock.now();
    let handled: number;
    do handled = await this.bus.commit((tx) => this.saySome(tx, now));
    while (handled === AT_ONCE);
    const first = await this.db.room.findFirst({
      select: { attendanceDueAt: true },
      where: { attendanceDueAt: { not: null } },
      orderBy: { attendanceDueAt: 'asc' },
    });
    return first?.attendanceDueAt ? afterwards(first.attendanceDueAt) : null;
  }

  /**
   * The lock on the room waits for no beat: a room in which one is being counted is left for the next look. It also lets two
   * copies of the service say it once.
   */
  private async saySome(tx: Tx, now: Date): Promise<number> {
    const due = await tx.$queryRawUnsafe<Due[]>(
      `SELECT booking_id, attendance_due_at FROM room
       WHERE attendance_due_at < $1::timestamptz
       ORDER BY attendance_due_at LIMIT $2::int FOR UPDATE SKIP LOCKED`,
      now,
      AT_ONCE,
    );
    for (const { booking_id: bookingId, attendance_due_at: until } of due) {
      await tx.$executeRawUnsafe('UPDATE room SET attendance_due_at = NULL WHERE booking_id = $1::uuid', bookingId);
      await emit(tx, AttendanceKnown, { bookingId, until: until.toISOString() });
    }
    return due.length;
  }
}

/** Who joins at the last instant has come, so it must have passed. */
function afterwards(until: Date): Date {
  return new Date(until.getTime() + 1);
}
