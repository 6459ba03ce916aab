/** The figures as a table: value, floor, and how many times the floor it is. Pure. */
import type { Cost } from './figures.ts';
import type { Floor } from './floor.pg.ts';

export interface Ledger {
  parameters: { connections: number; payments: number };
  /** As billing calls `ledger_post`, through Prisma in a transaction; and the same function by `pg` alone. */
  postings: { perSecond: number; byPgPerSecond: number };
  /** Kept: checked, and answered after the commit. Settled: worked on until the money is in the ledger. */
  webhooks: { keptPerSecond: number; settledPerSecond: number };
  floor: { postings: { perSecond: number }; webhooks: { keptPerSecond: number; settledPerSecond: number } };
  ratio: Record<'postings' | 'postingsByPg' | 'webhooksKept' | 'webhooksSettled', number>;
}

export interface Result {
  /** Grows when a key changes its meaning. */
  schema: 2;
  at: string;
  machine: { cpus: number; model: string; memoryMb: number; node: string; load1: number };
  parameters: { hires: number; concurrency: number; clients: number };
  start: { coldSeconds: number; warmSeconds: number };
  rest: { memoryMb: number; memoryMbByProcess: Record<string, number>; perSecond: Cost };
  hires: {
    confirmed: number;
    failed: number;
    perSecond: number;
    p50Ms: number;
    p99Ms: number;
    /** Without looking for the confirmation. */
    each: Cost;
    /** How often somebody looked, for each hire, and what a look takes. */
    looks: number;
    look: Cost;
  };
  receipts: { perSecond: number; inTheRunPerSecond: number; bytes: number };
  ledger: Ledger;
  floor: { hires: Floor & { busMessages: number }; receipts: { perSecond: number } };
  /** Measured over floor; 1 would be perfect, above 1 for costs and below 1 for rates. */
  ratio: Record<
    'hiresPerSecond' | 'p50' | 'p99' | 'cpu' | 'commits' | 'writes' | 'busMessages' | 'receiptsPerSecond',
    number
  >;
}

export function ratios({ hires, receipts, floor }: Omit<Result, 'ratio'>): Result['ratio'] {
  return {
    hiresPerSecond: hires.perSecond / floor.hires.perSecond,
    p50: hires.p50Ms / floor.hires.p50Ms,
    p99: hires.p99Ms / floor.hires.p99Ms,
    cpu: hires.each.cpuMs / floor.hires.cpuMs,
    commits: hires.each.commits / floor.hires.commits,
    writes: hires.each.writes / floor.hires.commits,
    busMessages: hires.each.busMessages / floor.hires.busMessages,
    receiptsPerSecond: receipts.perSecond / floor.receipts.perSecond,
  };
}

type Row = [what: string, value: number, unit: string, floor?: number, ratio?: number];

function rows({ hires, receipts, start, rest, floor, ratio }: Result): Row[] {
  return [
    ['Hires until confirmed', hires.perSecond, '/s', floor.hires.perSecond, ratio.hiresPerSecond],
    ['  half of them within', hires.p50Ms, 'ms', floor.hires.p50Ms, ratio.p50],
    ['  99 of 100 within', hires.p99Ms, 'ms', floor.hires.p99Ms, ratio.p99],
    ['CPU for a hire', hires.each.cpuMs, 'ms', floor.hires.cpuMs, ratio.cpu],
    ['Database commits for a hire', hires.each.commits, '', floor.hires.commits, ratio.commits],
    ['  that wrote something', hires.each.writes, '', floor.hires.commits, ratio.writes],
    ['  waits for the disk', hires.each.walSyncs, ''],
    ['  log written', hires.each.walKb, 'KB'],
    ['Bus messages for a hire', hires.each.busMessages, '', floor.hires.busMessages, ratio.busMessages],
    ['Looks for its confirmation', hires.looks, ''],
    ['  CPU for a look', hires.look.cpuMs, 'ms'],
    ['  commits for a look', hires.look.commits, ''],
    ['  bus messages for a look', hires.look.busMessages, ''],
    ['Receipts printed by the pool', receipts.perSecond, '/s', floor.receipts.perSecond, ratio.receiptsPerSecond],
    ['  issued and printed in the run', receipts.inTheRunPerSecond, '/s'],
    ['  bytes of one', receipts.bytes, ''],
    ['Start in an empty folder', start.coldSeconds, 's'],
    ['Start again', start.warmSeconds, 's'],
    ['Memory at rest', rest.memoryMb, 'MB'],
    ['CPU at rest', Number((rest.perSecond.cpuMs / 10).toPrecision(3)), '%'],
    ['Database commits at rest', rest.perSecond.commits, '/s'],
    ['  that wrote something', rest.perSecond.writes, '/s'],
    ['Bus messages at rest', rest.perSecond.busMessages, '/s'],
  ];
}

function ledgerRows({ postings, webhooks, floor, ratio }: Ledger): Row[] {
  const { keptPerSecond, settledPerSecond } = floor.webhooks;
  return [
    ['Postings as billing makes them', postings.perSecond, '/s', floor.postings.perSecond, ratio.postings],
    ['  by ledger_post alone', postings.byPgPerSecond, '/s', floor.postings.perSecond, ratio.postingsByPg],
    ['Webhooks kept', webhooks.keptPerSecond, '/s', keptPerSecond, ratio.webhooksKept],
    ['  worked on until money is held', webhooks.settledPerSecond, '/s', settledPerSecond, ratio.webhooksSettled],
  ];
}

const figure = (value: number | undefined, unit: string): string =>
  value === undefined ? '' : `${value} ${unit}`.trimEnd();

function byProcess(title: string, values: Record<string, number>, unit: string): string {
  const sorted = Object.entries(values).sort(([, a], [, b]) => b - a);
  return `  ${title}: ${sorted.map(([name, value]) => `${name} ${figure(value, unit)}`).join(', ')}`;
}

function lines(all: readonly Row[]): string[] {
  const line = (what: string, value: string, floor: string, ratio: string) =>
    `  ${what.padEnd(34)}${value.padStart(12)}${floor.padStart(12)}${ratio.padStart(10)}`.trimEnd();
  return [
    line('', 'measured', 'floor', 'ratio'),
    ...all.map(([what, value, unit, floor, ratio]) =>
      line(what, figure(value, unit), figure(floor, unit), ratio === undefined ? '' : `x${ratio}`),
    ),
  ];
}

/** @param ledger with its numbers rounded already */
export function tableOfLedger(ledger: Ledger): string {
  return lines(ledgerRows(ledger)).join('\n');
}

export interface Receipts {
  receipts: { perSecond: number; bytes: number };
  floor: { receipts: { perSecond: number } };
  ratio: number;
}

/** @param measured with its numbers rounded already */
export function tableOfReceipts({ receipts, floor, ratio }: Receipts): string {
  return lines([
    ['Receipts printed by the pool', receipts.perSecond, '/s', floor.receipts.perSecond, ratio],
    ['Bytes of one', receipts.bytes, ''],
  ]).join('\n');
}

/** @param result with its numbers rounded already */
export function tableOf(result: Result): string {
  return [
    ...lines([...rows(result), ...ledgerRows(result.ledger)]),
    '',
    byProcess('CPU for a hire', result.hires.each.cpuMsByProcess, 'ms'),
    byProcess('Memory', result.rest.memoryMbByProcess, 'MB'),
  ].join('\n');
}
