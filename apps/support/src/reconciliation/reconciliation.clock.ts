/** Compares all books: every night, and when staff ask. Support conducts; billing asks nobody about it. */
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Bus, kindOf, sentenceOf } from '@sounding/bus';
import { BookingBooks, Books, CompareWithStripe, ReceiptBooks } from '@sounding/contracts';
import { Clock, Host, Ticker } from '@sounding/service';
import type { Tx } from '../tx.store.ts';
import { compare, isMoving } from './comparison.ts';
import { nextNight } from './nights.ts';
import { type Progress, type Run, Runs } from './run.store.ts';

const AGAIN_MS = 30_000;

@Injectable()
export class ReconciliationClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private stopped = false;

  constructor(
    private readonly runs: Runs,
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly ticker: Ticker,
    private readonly host: Host,
  ) {}

  onApplicationBootstrap(): void {
    const alarm = this.ticker.alarm(() => this.tick(), 'reconciliation');
    this.bus.onNotify('reconciliation', (at) => (at ? alarm.by(new Date(Number(at))) : alarm.ring()));
  }

  /** Asked before the connections close: the page at hand is finished, and the next one is left to the next start. */
  beforeApplicationShutdown(): void {
    this.stopped = true;
  }

  /** Goes on as far as it can, and answers when there will be more to do: tonight, or when what is waited for may be back. */
  private async tick(): Promise<Date> {
    await this.runs.beginNight(this.clock.now());
    for (;;) {
      const run = this.stopped ? null : await this.runs.take(this.clock.now());
      if (!run) return (await this.runs.goesOnAt()) ?? nextNight(this.clock.now());
      await this.further(run);
    }
  }

  /** One page. What keeps it from being compared is shown to staff and tried again; nothing is skipped. */
  private async further(run: Run): Promise<void> {
    try {
      const page = run.stage === 'stripe' ? await this.withStripe(run) : await this.withOthers(run);
      await this.bus.commit((tx: Tx) => this.runs.moved(tx, run, page, this.clock.now()));
    } catch (error) {
      const away = kindOf(error) === 'fault';
      const fields = { reconciliationId: run.id, stage: run.stage, error: sentenceOf(error) };
      if (away) this.host.log.warn(fields, 'the books cannot be compared now; will go on');
      else this.host.log.error(fields, 'a comparison of the books failed; will try again');
      const reason = away
        ? 'A service or Stripe does not answer. It goes on by itself.'
        : 'Something in it fails. It is tried again by itself; engineers find the reason in support’s log.';
      await this.runs.waits(run.id, reason, new Date(this.clock.now().getTime() + AGAIN_MS));
    }
  }

  private async withStripe({ from, to, after }: Run): Promise<Progress> {
    const asked = { from: from.toISOString(), to: to.toISOString(), after };
    const { checked, differences, next } = await this.bus.ask(CompareWithStripe, asked);
    return { checked, found: differences, left: [], stage: next === null ? 'books' : 'stripe', after: next };
  }

  private async withOthers({ from, to, after }: Run): Promise<Progress> {
    const { rows, next } = await this.bus.ask(Books, { from: from.toISOString(), to: to.toISOString(), after });
    const end = { stage: next === null ? null : ('books' as const), after: next };
    const now = this.clock.now();
    const still = rows.filter((row) => !isMoving(row, now));
    const left = rows.filter((row) => isMoving(row, now)).map(({ bookingId }) => bookingId);
    if (still.length === 0) return { checked: 0, found: [], left, ...end };
    const bookingIds = still.map(({ bookingId }) => bookingId);
    const [bookings, receipts] = await Promise.all([
      this.bus.ask(BookingBooks, { bookingIds }),
      this.bus.ask(ReceiptBooks, { bookingIds }),
    ]);
    const found = still.flatMap((billed) =>
      compare(
        billed,
        bookings.rows.find(({ bookingId }) => bookingId === billed.bookingId) ?? null,
        receipts.rows.find(({ bookingId }) => bookingId === billed.bookingId)?.documents ?? [],
      ),
    );
    return { checked: still.length, found, left, ...end };
  }
}
