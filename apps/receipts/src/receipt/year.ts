/** A client's year and a provider's month, put together from what there is. */
import type { Issuer, MyStatement, Output, Receipt, YearRow } from '@sounding/contracts';
import { type Money, money, sum } from '@sounding/money';
import type { Draft } from './freeze.ts';
import { paperOf } from './paper.ts';
import { TEMPLATE } from './receipt.ts';

/** The amounts of a document by what they are for; of a credit note they are negative. */
function rowOf(receipt: Receipt): YearRow {
  const sign = receipt.kind === 'credit-note' ? -1 : 1;
  const of = (...kinds: string[]): Money => ({
    currency: receipt.total.currency,
    // No -0: a sum of nothing is nothing.
    minor:
      sign * receipt.lines.reduce((all, { kind, amount }) => (kinds.includes(kind) ? all + amount.minor : all), 0) || 0,
  });
  return {
    number: receipt.number,
    kind: receipt.kind,
    movedAt: receipt.movedAt ?? receipt.issuedAt,
    bookingId: receipt.bookingId,
    price: of('price'),
    fee: of('handling-fee'),
    tax: of('tax'),
    tip: of('tip'),
    total: { ...receipt.total, minor: sign * receipt.total.minor },
  };
}

export interface Holder {
  readonly accountId: string;
  readonly name: string;
  readonly zone: string;
  readonly country: string | null;
}

/**
 * The summary of a year from its documents in force, oldest first. The same documents and name are the same summary: its source is a
 * hash of theirs. `replaces` is the one issued before it.
 */
export function yearOf(
  year: number,
  receipts: readonly [Receipt, ...Receipt[]],
  holder: Holder,
  issuer: Issuer,
  now: string,
  sha256: (text: string) => string,
): Draft {
  const rows = receipts.map(rowOf);
  const sumOf = (part: 'price' | 'fee' | 'tax' | 'tip' | 'total') =>
    sum(
      rows.map((row) => money(row[part].minor, row[part].currency)),
      receipts[0].total.currency,
    );
  const paper = paperOf(holder.country, holder.zone);
  const made = sha256([holder.name, holder.zone, paper, ...receipts.map(({ hash }) => hash)].join('\n'));
  return {
    source: `year:${holder.accountId}:${year}:${made}`,
    holderId: holder.accountId,
    year,
    bookingIds: [],
    document: {
      kind: 'year-summary',
      clientId: holder.accountId,
      clientName: holder.name,
      year,
      zone: holder.zone,
      rows,
      totals: { price: sumOf('price'), fee: sumOf('fee'), tax: sumOf('tax'), tip: sumOf('tip'), total: sumOf('total') },
      template: TEMPLATE,
      issuer,
      paper,
      issuedAt: now,
    },
  };
}

/** `2026-11`: the first instant of the month (UTC) and of the one after it. */
export function monthOf(name: string): { from: string; to: string } {
  const from = new Date(`${name}-01T00:00:00.000Z`);
  return {
    from: from.toISOString(),
    to: new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1)).toISOString(),
  };
}

type Statement = Output<typeof MyStatement>;

/** A provider's statement from billing's pages of it. The ledger never writes into a month that is over, so there is one. */
export function statementOf(
  month: { from: string; to: string },
  pages: readonly [Statement, ...Statement[]],
  holder: Holder,
  issuer: Issuer,
  now: string,
): Draft {
  const [{ opening, closing, totals }] = pages;
  return {
    source: `statement:${holder.accountId}:${month.from.slice(0, 7)}`,
    holderId: holder.accountId,
    year: new Date(month.from).getUTCFullYear(),
    bookingIds: [],
    document: {
      kind: 'statement',
      providerId: holder.accountId,
      providerName: holder.name,
      from: month.from,
      to: month.to,
      zone: holder.zone,
      opening,
      closing,
      lines: pages.flatMap(({ lines }) => lines),
      totals,
      template: TEMPLATE,
      issuer,
      paper: paperOf(holder.country, holder.zone),
      issuedAt: now,
    },
  };
}
