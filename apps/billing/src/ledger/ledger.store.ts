/** The ledger's table side: one way in (the SQL function), and balances as people mean them. */
import { Injectable } from '@nestjs/common';
import { type Money, money, stored, zero } from '@sounding/money';
import { PrismaClient } from '../generated/prisma/client.ts';
import type { Tx } from '../tx.ts';
import { type Account, type Entry, type EntryKind, hold, payable, receivable } from './entry.ts';

export interface KeptEntry {
  readonly key: string;
  readonly kind: string;
  readonly at: Date;
  readonly postings: readonly { readonly account: string; readonly minor: number }[];
}

@Injectable()
export class LedgerStore {
  constructor(private readonly database: PrismaClient) {}

  /** Posts all entries of a commit at once. An entry that is there already is not posted again; answers how many were new. */
  async post(tx: Tx, entries: readonly Entry[]): Promise<number> {
    const rows = await tx.$queryRaw<
      { fresh: number }[]
    >`SELECT ledger_post(${JSON.stringify(entries)}::jsonb) AS fresh`;
    return rows[0]?.fresh ?? 0;
  }

  /** Whether this entry was posted. */
  async has(kind: EntryKind, ref: string, db: Tx = this.database): Promise<boolean> {
    return (await db.ledgerEntry.count({ where: { kind, ref } })) > 0;
  }

  /** What is held for a booking; zero or more. */
  held(bookingId: string, db: Tx = this.database): Promise<Money> {
    return this.owed(hold(bookingId), db);
  }

  payable(providerId: string, db: Tx = this.database): Promise<Money> {
    return this.owed(payable(providerId), db);
  }

  /** What a provider owes us. */
  receivable(providerId: string, db: Tx = this.database): Promise<Money> {
    return this.balance(receivable(providerId), db);
  }

  /** Balance of an account, debit positive. */
  async balance(account: Account, db: Tx = this.database): Promise<Money> {
    const row = await db.accountBalance.findUnique({ where: { account } });
    return row ? stored(row.minor, row.currency) : zero();
  }

  /** What we owe on an account: its balance with the sign turned. */
  private async owed(account: Account, db: Tx): Promise<Money> {
    const { minor, currency } = await this.balance(account, db);
    return money(-minor, currency);
  }

  /** The entries of a booking; a charge or a lost dispute of its package touches its hold, and is among them. */
  async ofBooking(bookingId: string): Promise<KeptEntry[]> {
    const entries = await this.database.ledgerEntry.findMany({
      where: { OR: [{ bookingId }, { postings: { some: { account: hold(bookingId) } } }] },
      include: { postings: { orderBy: { id: 'asc' } } },
      orderBy: { id: 'asc' },
    });
    return entries.map(({ kind, ref, at, postings }) => ({
      key: `${kind}:${ref}`,
      kind,
      at,
      postings: postings.map(({ account, minor }) => ({ account, minor: Number(minor) })),
    }));
  }
}
