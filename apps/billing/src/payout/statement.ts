/** A provider's statement: what each posting of their payable account means, and how a period is cut into days. Pure. */
import { MyStatement, type Output, type Refusal, refuse } from '@sounding/contracts';
import { money } from '@sounding/money';
import type { EntryKind } from '../ledger/entry.ts';

export type StatementLine = Output<typeof MyStatement>['lines'][number];
export type StatementTotal = Output<typeof MyStatement>['totals'][number];
export type What = StatementLine['what'];

export const LINES_A_PAGE = 500;
const MOST_DAYS = 400;
const DAY_MS = 24 * 3_600_000;

/** In the order in which totals are shown. Other kinds of entries never touch a payable account. */
const WHAT: Partial<Record<EntryKind, What>> = {
  release: 'session',
  tip: 'tip',
  'set-off': 'set-off',
  'given-back': 'given-back',
  'dispute-lost': 'chargeback',
  'transfer-asked': 'transfer',
  'transfer-failed': 'transfer-failed',
};

function whatOf(kind: string): What {
  const what = WHAT[kind as EntryKind];
  if (!what) throw new Error(`an entry of kind ${kind} touches a payable account, and a statement has no word for it`);
  return what;
}

export interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** Why there is no statement of this period; null when there is. */
export function refusalOfPeriod({ from, to }: Period): Refusal | null {
  const days = (to.getTime() - from.getTime()) / DAY_MS;
  if (days > 0 && days <= MOST_DAYS) return null;
  return refuse(
    MyStatement,
    'bad-range',
    `A statement begins before it ends and covers at most ${MOST_DAYS} days. Please choose another period.`,
  );
}

/** The whole days (UTC) of a period, and what is left of it before and after them. */
export function daysOf({ from, to }: Period): { readonly whole: Period | null; readonly edges: readonly Period[] } {
  const first = new Date(Math.ceil(from.getTime() / DAY_MS) * DAY_MS);
  const last = new Date(Math.floor(to.getTime() / DAY_MS) * DAY_MS);
  if (first >= last) return { whole: null, edges: [{ from, to }] };
  const edges = [
    { from, to: first },
    { from: last, to },
  ].filter((edge) => edge.from < edge.to);
  return { whole: { from: first, to: last }, edges };
}

/** A place in a statement: after this posting. */
export interface Place {
  readonly at: Date;
  readonly id: bigint;
}

export function placeText({ at, id }: Place): string {
  return `${at.getTime()}.${id}`;
}

/** Null when the text was not made by `placeText`. */
export function placeOf(text: string): Place | null {
  const parts = /^(\d{1,15})\.(\d{1,18})$/.exec(text);
  return parts ? { at: new Date(Number(parts[1])), id: BigInt(parts[2] ?? '') } : null;
}

/** A posting of the payable account, with what its entry moved out of the hold and to our commission. */
export interface PayableRow extends Place {
  readonly kind: string;
  readonly bookingId: string | null;
  readonly minor: bigint;
  readonly balance: bigint;
  readonly price: bigint | null;
  readonly commission: bigint | null;
}

/** The account is a liability: what the provider gets is a credit, and so negative in the ledger. */
export function lineOf(row: PayableRow): StatementLine {
  const what = whatOf(row.kind);
  const session = what === 'session';
  return {
    at: row.at.toISOString(),
    what,
    bookingId: row.bookingId,
    price: session ? money(Number(row.price ?? 0n)) : null,
    commission: session ? money(-Number(row.commission ?? 0n)) : null,
    amount: money(-Number(row.minor)),
    balance: money(-Number(row.balance)),
  };
}

export interface KindSum {
  readonly kind: string;
  readonly count: number;
  readonly minor: number;
  readonly commission: number;
}

/** Sums of several stretches together, one per kind. `commission` is what we took, or gave back with what went back. */
export function totalsOf(sums: readonly KindSum[]): StatementTotal[] {
  return Object.keys(WHAT).flatMap((kind) => {
    const of = sums.filter((sum) => sum.kind === kind);
    const count = of.reduce((all, sum) => all + sum.count, 0);
    if (count === 0) return [];
    const amount = money(0 - of.reduce((all, sum) => all + sum.minor, 0));
    const commission = money(Math.abs(of.reduce((all, sum) => all + sum.commission, 0)));
    return [{ what: whatOf(kind), count, amount, commission }];
  });
}
