/** Comparisons of all books as rows: begun once, taken further page by page, ended. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Difference, type Output, Reconcile, type Reconciliations, refuse } from '@sounding/contracts';
import { PrismaClient, type Reconciliation as Row } from '../generated/prisma/client.ts';
import type { Asked, Tx } from '../tx.store.ts';
import { Differences } from './difference.store.ts';
import { faultOf, MOST_DAYS, nightOf, type Period, type PeriodFault, periodOf } from './nights.ts';

const SHOWN = 60;
/** Whoever took a page and died with it has left it to others after this time. */
const LEASE_MS = 60_000;

export type Stage = 'stripe' | 'books';
export type Run = Omit<Row, 'stage'> & { readonly stage: Stage };

/** What one page found, and where the next begins; `stage` null when that was the last. */
export interface Progress {
  readonly checked: number;
  readonly found: readonly Difference[];
  /** Bookings that move at this moment. */
  readonly left: readonly string[];
  readonly stage: Stage | null;
  readonly after: string | null;
}

const FAULTS: Record<PeriodFault, string> = {
  reversed: 'A period ends after it begins.',
  'too-long': `A period is at most ${MOST_DAYS} days long.`,
  'not-yet': 'A period that has not ended yet cannot be compared. Choose an end in the past.',
};

export function shown(row: Row): Output<typeof Reconcile> {
  const { id, from, to, by, startedAt, endedAt, checked, differences, waitsFor } = row;
  return {
    id,
    from: from.toISOString(),
    to: to.toISOString(),
    by: by as 'clock' | 'staff',
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    checked,
    differences,
    waitsFor,
  };
}

@Injectable()
export class Runs {
  constructor(
    private readonly db: PrismaClient,
    private readonly differences: Differences,
  ) {}

  async begin(period: Period, call: Asked, now: Date): Promise<Output<typeof Reconcile>> {
    const fault = faultOf(period, now);
    if (fault) throw refuse(Reconcile, 'bad-range', FAULTS[fault]);
    const staffId = call.person();
    return call.commit(async (tx) => {
      const id = randomUUID();
      const data = { id, ...period, by: 'staff', staffId, startedAt: now, nextTryAt: now };
      // The database allows one at a time; a conflict leaves the transaction alive and says so by the count.
      const { count } = await tx.reconciliation.createMany({ data, skipDuplicates: true });
      if (count === 0) {
        throw refuse(Reconcile, 'already-running', 'The books are being compared already. Wait until that has ended.');
      }
      return shown(await tx.reconciliation.findUniqueOrThrow({ where: { id } }));
    });
  }

  /** Begins tonight's comparison unless it was begun, or another one runs. */
  async beginNight(now: Date): Promise<void> {
    const last = await this.db.reconciliation.findFirst({ where: { by: 'clock' }, orderBy: { to: 'desc' } });
    const night = nightOf(now);
    if (last && last.to >= night) return;
    const period = periodOf(night, last?.to ?? null, await this.differences.oldestOpen());
    const data = { id: randomUUID(), ...period, by: 'clock', startedAt: now, nextTryAt: now };
    await this.db.reconciliation.createMany({ data, skipDuplicates: true });
  }

  /** The comparison that runs, for whoever takes its next page; null when there is none or somebody has it. */
  async take(now: Date): Promise<Run | null> {
    const [taken] = await this.db.$queryRaw<{ id: string }[]>`
      UPDATE reconciliation SET next_try_at = ${new Date(now.getTime() + LEASE_MS)}::timestamptz
        WHERE ended_at IS NULL AND next_try_at <= ${now}::timestamptz RETURNING id`;
    if (!taken) return null;
    const row = await this.db.reconciliation.findUniqueOrThrow({ where: { id: taken.id } });
    return { ...row, stage: row.stage as Stage };
  }

  /** When the comparison that runs goes on; null when none runs. */
  async goesOnAt(): Promise<Date | null> {
    const row = await this.db.reconciliation.findFirst({ where: { endedAt: null }, select: { nextTryAt: true } });
    return row?.nextTryAt ?? null;
  }

  /** Keeps a page's findings and where it ended, in one commit. A page that somebody else was faster with is thrown away. */
  async moved(tx: Tx, run: Run, page: Progress, now: Date): Promise<void> {
    await tx.$queryRaw`SELECT 1 FROM reconciliation WHERE id = ${run.id}::uuid FOR UPDATE`;
    const row = await tx.reconciliation.findUniqueOrThrow({ where: { id: run.id } });
    if (row.endedAt || row.stage !== run.stage || row.after !== run.after) return;
    const fresh = await this.differences.keep(tx, run.id, page.found, now);
    await this.differences.leave(tx, run.id, page.left);
    if (!page.stage) await this.differences.close(tx, run.id, run, now);
    await tx.reconciliation.update({
      where: { id: run.id },
      data: {
        ...(page.stage ? { stage: page.stage } : { endedAt: now }),
        after: page.after,
        checked: { increment: page.checked },
        differences: { increment: fresh },
        waitsFor: null,
        nextTryAt: now,
      },
    });
  }

  async waits(id: string, reason: string, until: Date): Promise<void> {
    await this.db.reconciliation.updateMany({
      where: { id, endedAt: null },
      data: { waitsFor: reason, nextTryAt: until },
    });
  }

  async latest(): Promise<Output<typeof Reconciliations>> {
    const rows = await this.db.reconciliation.findMany({
      orderBy: [{ startedAt: 'desc' }, { id: 'asc' }],
      take: SHOWN,
    });
    return { runs: rows.map(shown) };
  }
}
