/** Our side of the comparison: rows and entries by Stripe's names, and what our own tables say the accounts must hold. Reads only. */
import { Injectable } from '@nestjs/common';
import { PrismaClient } from '../generated/prisma/client.ts';
import type { Booked, Known, Posted, Unequal } from './comparison.ts';

interface KnownRow {
  transaction: string;
  rowId: string;
  bookingId: string | null;
  source: string | null;
  state: string;
  amount: bigint;
  underWay: boolean;
  undone: boolean;
  posted: bigint | null;
  feePosted: bigint | null;
}

/** Where a page of our own entries begins: behind this posting. */
export interface PostedCursor {
  readonly at: Date;
  readonly id: bigint;
}

@Injectable()
export class ComparisonStore {
  constructor(private readonly database: PrismaClient) {}

  /** Our rows of these movements with what the ledger posted for them, by the movement's id. */
  async known(booked: readonly Booked[]): Promise<Map<string, Known>> {
    const asked = JSON.stringify(booked.map(({ id, kind, source, hints }) => ({ id, kind, source, hints })));
    // A row that names another object of Stripe is not this movement's row, whatever the object's metadata says; but the
    // earlier attempts of a refund are known by it alone.
    const rows = await this.database.$queryRaw<KnownRow[]>`
      WITH asked AS (
        SELECT id, kind, source, hints FROM jsonb_to_recordset(${asked}::jsonb)
          AS a (id text, kind text, source text, hints uuid[])
      ), found AS (
        SELECT a.id, a.kind, p.id AS row_id, p.booking_id, p.charge_id AS source, p.state, p.amount_minor,
               false AS under_way, false AS undone,
               CASE WHEN p.tip_id IS NULL THEN 'charge' ELSE 'tip' END AS entry_kind, coalesce(p.tip_id, p.id)::text AS entry_ref
          FROM asked a JOIN payment p
            ON p.charge_id = a.source OR (p.charge_id IS NULL AND p.id = ANY (a.hints))
          WHERE a.kind = 'charge'
        UNION ALL
        SELECT a.id, a.kind, r.id, r.booking_id, r.stripe_refund_id, r.state, r.amount_minor,
               r.state IN ('intended', 'asked'),
               (r.stripe_refund_id <> a.source AND r.attempt > 1)
                 OR EXISTS (SELECT FROM ledger_entry e JOIN ledger_posting q ON q.entry_id = e.id AND q.account = 'refund_clr'
                              WHERE e.kind = 'refund-failed' AND e.ref = r.id || ':' || r.attempt),
               CASE a.kind WHEN 'refund' THEN 'refund-confirmed' ELSE 'refund-failed' END, r.id || ':' || r.attempt
          FROM asked a JOIN refund r
            ON r.stripe_refund_id = a.source
            OR ((r.stripe_refund_id IS NULL OR r.attempt > 1) AND r.id = ANY (a.hints))
          WHERE a.kind IN ('refund', 'refund-failure')
        UNION ALL
        SELECT a.id, a.kind, t.id, t.booking_id, t.stripe_transfer_id, t.state, t.amount_minor,
               t.state = 'intended', false, 'transfer-confirmed', t.id::text
          FROM asked a JOIN transfer t
            ON t.stripe_transfer_id = a.source OR (t.stripe_transfer_id IS NULL AND t.id = ANY (a.hints))
          WHERE a.kind = 'transfer'
        UNION ALL
        SELECT a.id, a.kind, b.id, t.booking_id, b.stripe_reversal_id, b.state, b.amount_minor,
               b.state = 'intended', false, 'transfer-returned', b.id::text
          FROM asked a JOIN transfer_return b
            ON b.stripe_reversal_id = a.source OR (b.stripe_reversal_id IS NULL AND b.id = ANY (a.hints))
          JOIN transfer t ON t.id = b.transfer_id
          WHERE a.kind = 'transfer-return'
        UNION ALL
        SELECT a.id, a.kind, d.id, d.booking_id, d.stripe_dispute_id, d.state, d.amount_minor, false, false,
               CASE WHEN a.kind = 'dispute' THEN 'dispute-opened'
                    -- Won at once, or by an appeal after it had been lost.
                    WHEN EXISTS (SELECT FROM ledger_entry e WHERE e.kind = 'dispute-recovered' AND e.ref = d.id::text)
                      THEN 'dispute-recovered'
                    ELSE 'dispute-won' END, d.id::text
          FROM asked a JOIN dispute d ON d.stripe_dispute_id = a.source
          WHERE a.kind IN ('dispute', 'dispute-return')
        UNION ALL
        SELECT a.id, a.kind, NULL, NULL, o.stripe_payout_id, o.state, o.amount_minor, false, false,
               CASE a.kind WHEN 'payout' THEN 'payout-asked' ELSE 'payout-failed' END, o.stripe_payout_id
          FROM asked a JOIN payout o ON o.stripe_payout_id = a.source AND o.provider_id IS NULL
          WHERE a.kind IN ('payout', 'payout-return')
      )
      SELECT f.id AS transaction, coalesce(f.row_id::text, f.source) AS "rowId", f.booking_id AS "bookingId", f.source,
             f.state, f.amount_minor AS amount, f.under_way AS "underWay", f.undone,
             (SELECT q.minor FROM ledger_entry e JOIN ledger_posting q ON q.entry_id = e.id AND q.account = 'stripe'
                WHERE e.kind = f.entry_kind AND e.ref = f.entry_ref) AS posted,
             (SELECT -q.minor FROM ledger_entry e JOIN ledger_posting q ON q.entry_id = e.id AND q.account = 'stripe'
                WHERE e.kind = 'processor-fee' AND e.ref = f.id) AS "feePosted"
        FROM found f`;
    return new Map(rows.map(({ transaction, ...row }) => [transaction, known(row)]));
  }

  /** Our postings on `stripe` in [from, to), oldest first, at most `most`, with Stripe's names of what they speak of. */
  async posted(
    on: { from: Date; to: Date; after: PostedCursor | null },
    most: number,
  ): Promise<{ rows: Posted[]; last: PostedCursor | null }> {
    const from = on.after?.at ?? on.from;
    const rows = await this.database.$queryRaw<(Omit<Posted, 'minor'> & { id: bigint; minor: bigint })[]>`
      WITH page AS (
        SELECT q.id, q.at, q.minor, e.kind, e.ref, e.booking_id
          FROM ledger_posting q JOIN ledger_entry e ON e.id = q.entry_id
          WHERE q.account = 'stripe' AND (q.at, q.id) > (${from}::timestamptz, ${on.after?.id ?? -1n}::bigint)
            AND q.at < ${on.to}::timestamptz
          ORDER BY q.at, q.id LIMIT ${most}::int
      )
      SELECT g.id, g.at, g.minor, g.kind, g.ref, g.booking_id AS "bookingId",
             coalesce(p.charge_id, g_tip.charge_id, r.stripe_refund_id, t.stripe_transfer_id, b.stripe_reversal_id,
               d.stripe_dispute_id, CASE WHEN g.kind IN ('payout-asked', 'payout-failed') THEN g.ref END) AS source,
             coalesce(r.attempt::text <> split_part(g.ref, ':', 2), false) AS superseded
        FROM page g
        LEFT JOIN payment p ON p.id = CASE WHEN g.kind = 'charge' THEN g.ref::uuid END
        LEFT JOIN payment g_tip ON g_tip.tip_id = CASE WHEN g.kind = 'tip' THEN g.ref::uuid END AND g_tip.state = 'paid'
        LEFT JOIN refund r
          ON r.id = CASE WHEN g.kind IN ('refund-confirmed', 'refund-failed') THEN split_part(g.ref, ':', 1)::uuid END
        LEFT JOIN transfer t ON t.id = CASE WHEN g.kind = 'transfer-confirmed' THEN g.ref::uuid END
        LEFT JOIN transfer_return b ON b.id = CASE WHEN g.kind = 'transfer-returned' THEN g.ref::uuid END
        LEFT JOIN dispute d ON d.id = CASE WHEN g.kind IN ('dispute-opened', 'dispute-won', 'dispute-recovered') THEN g.ref::uuid END
        ORDER BY g.at, g.id`;
    const last = rows.at(-1);
    return {
      rows: rows.map(({ id: _id, minor, ...row }) => ({ ...row, minor: Number(minor) })),
      last: last ? { at: last.at, id: last.id } : null,
    };
  }

  /** What `stripe` holds, by the ledger. */
  async stripe(): Promise<number> {
    const row = await this.database.accountBalance.findUnique({ where: { account: 'stripe' } });
    return Number(row?.minor ?? 0n);
  }

  /** Stripe's names of refunds that the bank takes its time for: booked there, and not yet here. */
  async pendingRefunds(): Promise<string[]> {
    const rows = await this.database.refund.findMany({
      where: { state: 'asked', stripeRefundId: { not: null } },
      select: { stripeRefundId: true },
    });
    return rows.flatMap(({ stripeRefundId }) => stripeRefundId ?? []);
  }

  /** Refunds that Stripe was asked for and has not answered: whether it made them is only seen by looking. */
  async unansweredRefunds(): Promise<{ id: string; intentId: string }[]> {
    const rows = await this.database.refund.findMany({
      where: { state: 'intended', stripeRefundId: null },
      select: { id: true, payment: { select: { intentId: true } } },
    });
    return rows.flatMap(({ id, payment: { intentId } }) => (intentId ? [{ id, intentId }] : []));
  }

  /** Whether a transfer, or its return, was asked of Stripe before `before`, and nobody knows whether it was made. */
  async unknownTransfer(before: Date): Promise<boolean> {
    const where = { state: 'intended', madeAt: { lt: before } };
    const [out, back] = await Promise.all([
      this.database.transfer.count({ where }),
      this.database.transferReturn.count({ where }),
    ]);
    return out + back > 0;
  }

  /**
   * Accounts whose balance is not what our rows say, at most 100: all accounts together hold nothing; a hold is what was paid
   * and neither given back nor released; payable and receivable are the open earnings and debts; clearing accounts are what is
   * on its way; what banks took back is disputed.
   */
  async unequal(): Promise<Unequal[]> {
    const rows = await this.database.$queryRaw<
      { account: string; bookingId: string | null; ledger: bigint; expected: bigint }[]
    >`
      WITH expected (account, booking_id, minor) AS (
        SELECT 'hold:' || booking_id, booking_id,
               -CASE WHEN paid_at IS NULL OR released_at IS NOT NULL THEN 0
                     ELSE price_minor - price_refunded_minor - price_charged_back_minor END
          FROM bill
        UNION ALL
        SELECT 'payable:' || provider_id, NULL, -sum(amount_minor - taken_minor - transferred_minor)
          FROM earning WHERE taken_minor + transferred_minor < amount_minor GROUP BY provider_id
        UNION ALL
        SELECT 'receivable:' || provider_id, NULL, sum(amount_minor - recovered_minor - written_off_minor)
          FROM debt WHERE recovered_minor + written_off_minor < amount_minor GROUP BY provider_id
        UNION ALL
        SELECT 'dispute_recv:' || id, booking_id, amount_minor FROM dispute WHERE state = 'open'
        UNION ALL
        SELECT 'refund_clr', NULL, -coalesce(sum(amount_minor), 0) FROM refund WHERE state IN ('intended', 'asked')
        UNION ALL
        SELECT 'transfer_clr', NULL, -coalesce(sum(amount_minor), 0) FROM transfer WHERE state = 'intended'
        UNION ALL
        SELECT 'payout_clr', NULL, coalesce(sum(amount_minor), 0) FROM payout WHERE state = 'under-way' AND provider_id IS NULL
      ), kept AS (
        SELECT account, minor FROM account_balance
          WHERE account IN ('refund_clr', 'transfer_clr', 'payout_clr')
             OR split_part(account, ':', 1) IN ('hold', 'payable', 'receivable', 'dispute_recv')
      )
      SELECT coalesce(kept.account, expected.account) AS account, expected.booking_id AS "bookingId",
             coalesce(kept.minor, 0)::bigint AS ledger, coalesce(expected.minor, 0)::bigint AS expected
        FROM kept FULL JOIN expected ON expected.account = kept.account
        WHERE coalesce(kept.minor, 0) <> coalesce(expected.minor, 0)
      UNION ALL
      SELECT 'all accounts', NULL, sum(minor)::bigint, 0::bigint FROM account_balance HAVING sum(minor) <> 0
      ORDER BY 1 LIMIT 100`;
    return rows.map((row) => ({ ...row, ledger: Number(row.ledger), expected: Number(row.expected) }));
  }
}

function known(row: Omit<KnownRow, 'transaction'>): Known {
  return {
    ...row,
    amount: Number(row.amount),
    posted: row.posted === null ? null : Number(row.posted),
    feePosted: row.feePosted === null ? null : Number(row.feePosted),
  };
}
