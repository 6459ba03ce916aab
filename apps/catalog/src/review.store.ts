/** Reviews: written once, shown by the clock, answered once, hidden by staff. The rating is the database's own to compute. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Bus } from '@sounding/bus';
import {
  Aliases,
  AnswerReview,
  type BookingCompleted,
  BookingReview,
  HideReview,
  type Input,
  type MyReviews,
  type Output,
  type OwnReview,
  refuse,
  type StaffReviews,
  WriteReview,
} from '@sounding/contracts';
import { Clock } from '@sounding/service';
import { PrismaClient, type Review } from './generated/prisma/client.ts';
import { mayAnswer, mayReadOwn } from './may.ts';
import { shownFrom, type WhyNotReview, whyNotReview, writeUntil } from './reviewing.ts';
import type { Asked, Heard, Tx } from './tx.store.ts';
import { ratingOf, reviewView } from './views.ts';

const SHOWN = 100;
/** Who has no alias any more. */
const NO_ALIAS = 'A client';

const REFUSED: { readonly [W in WhyNotReview]: string } = {
  'not-completed': 'A review is possible for a session of yours that took place, once it is over.',
  'already-reviewed': 'You have written your review of this session. There is one for each.',
  'review-too-late': 'A review can be written until thirty days after the session, and they are over.',
};

const DECISIONS = { decisions: { orderBy: { at: 'asc' } } } as const;

@Injectable()
export class Reviews {
  constructor(
    private readonly db: PrismaClient,
    private readonly bus: Bus,
    private readonly clock: Clock,
  ) {}

  async completed(m: Heard<typeof BookingCompleted>): Promise<void> {
    const { bookingId, clientId, providerId, listingId, endsAt } = m.data;
    await m.commit((tx) =>
      tx.completedBooking.create({ data: { bookingId, clientId, providerId, listingId, endsAt } }),
    );
  }

  async ofBooking({ bookingId }: Input<typeof BookingReview>, call: Asked): Promise<Output<typeof BookingReview>> {
    const now = this.clock.now();
    const account = call.person();
    const completed = await this.db.completedBooking.findUnique({ where: { bookingId } });
    if (!completed || !mayReadOwn(completed, account)) {
      throw refuse(BookingReview, 'not-found', 'There is no session of yours to review here.');
    }
    const had = await this.db.review.findUnique({ where: { bookingId }, include: DECISIONS });
    const open = whyNotReview(completed, account, had !== null, now) === null;
    return {
      review: had && ownView(had),
      writeUntil: open ? writeUntil(completed).toISOString() : null,
      shownFrom: (had?.shownFrom ?? shownFrom(completed, now)).toISOString(),
    };
  }

  /** The alias is asked before the commit: a review goes on under the name that its author had when they wrote it. */
  async write(input: Input<typeof WriteReview>, call: Asked): Promise<Output<typeof WriteReview>> {
    const { bookingId, stars, text } = input;
    const account = call.person();
    const { names } = await this.bus.ask(Aliases, { accountIds: [account] });
    return call.commit(async (tx) => {
      const now = this.clock.now();
      // Whoever presses twice waits here for the first, and reads what became of it.
      await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`review:${bookingId}`}, 0))::text`;
      const completed = await tx.completedBooking.findUnique({ where: { bookingId } });
      const had = await tx.review.findUnique({ where: { bookingId } });
      const why = whyNotReview(completed, account, had !== null, now);
      if (why || !completed) throw refuse(WriteReview, why ?? 'not-completed', REFUSED[why ?? 'not-completed']);
      const row = await tx.review.create({
        data: {
          ...{ id: randomUUID(), bookingId, clientId: account, providerId: completed.providerId, stars, text },
          ...{ alias: names[0]?.alias ?? NO_ALIAS, at: now, shownFrom: shownFrom(completed, now) },
        },
      });
      return { review: ownView({ ...row, decisions: [] }) };
    });
  }

  async mine(call: Asked): Promise<Output<typeof MyReviews>> {
    const account = call.person();
    const profile = await this.db.profile.findUnique({ where: { accountId: account } });
    const rows = await this.db.review.findMany({
      where: { providerId: account, shown: true, hidden: false },
      orderBy: [{ at: 'desc' }, { id: 'asc' }],
      take: SHOWN,
    });
    return {
      rating: profile && ratingOf(profile),
      count: profile?.reviewCount ?? 0,
      reviews: rows.map((row) => ({ ...reviewView(row), id: row.id, mayAnswer: row.answer === null })),
    };
  }

  async answer({ reviewId, text }: Input<typeof AnswerReview>, call: Asked): Promise<Output<typeof AnswerReview>> {
    const account = call.person();
    return call.commit(async (tx) => {
      const row = await locked(tx, reviewId);
      if (!row || !mayAnswer(row, account))
        throw refuse(AnswerReview, 'not-found', 'There is no such review of yours.');
      if (row.answer !== null) {
        throw refuse(AnswerReview, 'already-answered', 'You have answered this review. There is one answer to each.');
      }
      await tx.review.update({ where: { id: reviewId }, data: { answer: text, answeredAt: this.clock.now() } });
      return { reviewId };
    });
  }

  async forStaff({ providerId, reviewId }: Input<typeof StaffReviews>): Promise<Output<typeof StaffReviews>> {
    const rows = await this.db.review.findMany({
      where: {
        shown: true,
        ...(providerId === undefined ? {} : { providerId }),
        ...(reviewId === undefined ? {} : { id: reviewId }),
      },
      orderBy: [{ at: 'desc' }, { id: 'asc' }],
      take: SHOWN,
      include: { ...DECISIONS, provider: { select: { displayName: true } } },
    });
    return {
      reviews: rows.map((row) => ({
        ...reviewView(row),
        ...{ id: row.id, bookingId: row.bookingId, providerId: row.providerId, hidden: row.hidden },
        displayName: row.provider.displayName,
        decisions: row.decisions.map(({ staffId, hidden, reason, at }) => ({
          ...{ staffId, hidden, reason, at: at.toISOString() },
        })),
      })),
    };
  }

  /** What is not shown yet cannot be hidden: staff have not read it either. */
  async hide({ reviewId, hidden, reason }: Input<typeof HideReview>, call: Asked): Promise<Output<typeof HideReview>> {
    const staffId = call.person();
    return call.commit(async (tx) => {
      const row = await locked(tx, reviewId);
      if (!row?.shown) throw refuse(HideReview, 'not-found', 'There is no such review.');
      if (row.hidden === hidden) {
        const words = hidden ? 'It is hidden already. Look again for who hid it, and why.' : 'It is not hidden.';
        throw refuse(HideReview, 'nothing-changes', words);
      }
      const at = this.clock.now();
      await tx.reviewDecision.create({ data: { id: randomUUID(), reviewId, staffId, hidden, reason, at } });
      await tx.review.update({ where: { id: reviewId }, data: { hidden } });
      return { reviewId, hidden };
    });
  }

  /** Those whose time has come, and when the next one's does; at most `most` at a time. */
  async due(now: Date, most: number): Promise<{ ids: string[]; next: Date | null }> {
    const rows = await this.db.review.findMany({
      select: { id: true, shownFrom: true },
      where: { shown: false },
      orderBy: { shownFrom: 'asc' },
      take: most,
    });
    const next = rows.find(({ shownFrom: from }) => from !== null && from > now)?.shownFrom ?? null;
    return { ids: rows.flatMap(({ id, shownFrom: from }) => (from !== null && from <= now ? [id] : [])), next };
  }

  async show(id: string): Promise<void> {
    await this.db.review.updateMany({ where: { id, shown: false }, data: { shown: true } });
  }
}

async function locked(tx: Tx, id: string): Promise<Review | null> {
  await tx.$queryRaw`select 1 from review where id = ${id}::uuid for update`;
  return tx.review.findUnique({ where: { id } });
}

interface Decided {
  readonly hidden: boolean;
  readonly reason: string;
  readonly at: Date;
}

/** Its author reads why it is hidden, and not who decided. */
function ownView(row: Review & { readonly decisions: readonly Decided[] }): OwnReview {
  const last = row.decisions.at(-1);
  return {
    ...reviewView(row),
    id: row.id,
    shownFrom: (row.shownFrom ?? row.at).toISOString(),
    shown: row.shown && !row.hidden,
    hidden: row.hidden && last ? { reason: last.reason, at: last.at.toISOString() } : null,
  };
}
