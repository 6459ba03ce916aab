/** Mails people about messages that still wait when their mail is due. */
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Bus, emit, type Tx } from '@sounding/bus';
import { WorkspaceMail } from '@sounding/contracts';
import { Clock, Ticker } from '@sounding/service';

/** A mail is due a minute after its message; a few seconds more are no matter. */
const LOOK_EVERY_MS = 5_000;
const AT_ONCE = 50;

interface Due {
  readonly booking_id: string;
  readonly account_id: string;
  readonly last_number: number;
  readonly unread: boolean;
}

@Injectable()
export class WaitingClock implements OnApplicationBootstrap {
  constructor(
    private readonly ticker: Ticker,
    private readonly clock: Clock,
    private readonly bus: Bus,
  ) {}

  onApplicationBootstrap(): void {
    this.ticker.every(LOOK_EVERY_MS, () => this.mailDue(), 'mail about waiting messages');
  }

  async mailDue(): Promise<void> {
    const now = this.clock.now();
    let handled: number;
    do handled = await this.bus.commit((tx) => this.mailSome(tx, now));
    while (handled === AT_ONCE);
  }

  /** The rows are locked and moved in the commit that says the wish, so two copies of the service wish once. */
  private async mailSome(tx: Tx, now: Date): Promise<number> {
    const due = await tx.$queryRawUnsafe<Due[]>(
      `SELECT p.booking_id, p.account_id, r.last_number, p.read_up_to < r.last_number AS unread
       FROM party p JOIN room r ON r.booking_id = p.booking_id
       WHERE p.mail_due_at <= $1::timestamptz
       ORDER BY p.mail_due_at LIMIT $2::int FOR UPDATE OF p SKIP LOCKED`,
      now,
      AT_ONCE,
    );
    for (const party of due) {
      await tx.$executeRawUnsafe(
        `UPDATE party SET mail_due_at = NULL,
           mailed_up_to = CASE WHEN $4::boolean THEN $3::int ELSE mailed_up_to END,
           mailed_at = CASE WHEN $4::boolean THEN $5::timestamptz ELSE mailed_at END
         WHERE booking_id = $1::uuid AND account_id = $2::uuid`,
        party.booking_id,
        party.account_id,
        party.last_number,
        party.unread,
        now,
      );
      if (!party.unread) continue;
      await emit(tx, WorkspaceMail, {
        accountId: party.account_id,
        key: `message-waiting:${party.booking_id}:${party.account_id}:${party.last_number}`,
        template: 'message-waiting',
        data: { bookingId: party.booking_id },
      });
    }
    return due.length;
  }
}
