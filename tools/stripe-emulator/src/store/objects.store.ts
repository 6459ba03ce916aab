/**
 * The durable memory: one SQLite file, write-ahead log, synchronous=FULL. A call is one savepoint; all calls that one turn of the event loop
 * brought share one commit and so one fsync, and no call is answered before the commit that holds it. kill -9 loses nothing that was answered.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { Kind, OfKind, Stored } from './kinds.ts';
import { SCHEMA } from './schema.ts';

export type Row = Record<string, null | number | bigint | string | Uint8Array>;

export interface PageQuery {
  readonly account: string;
  readonly limit: number;
  readonly startingAfter?: string | undefined;
  readonly endingBefore?: string | undefined;
  /** Equality on paths of the document, `['payment_intent', 'pi_1']`. */
  readonly where?: ReadonlyArray<readonly [path: string, value: string | number]>;
  /** Only balance transactions that this automatic payout paid out. */
  readonly payout?: string | undefined;
  readonly created?: { gt?: number; gte?: number; lt?: number; lte?: number } | undefined;
}

interface Batch {
  readonly done: Promise<void>;
  resolve(): void;
  reject(error: unknown): void;
}

export class Store {
  private readonly db: DatabaseSync;
  private readonly statements = new Map<string, StatementSync>();
  private readonly listeners: Array<() => void> = [];
  private batch: Batch | null = null;
  private depth = 0;

  constructor(dataDir: string) {
    mkdirSync(dataDir, { recursive: true });
    this.db = new DatabaseSync(join(dataDir, 'stripe.db'));
    // One process at a time: a second emulator on the same books is an accident and must fail at once.
    this.db.exec(
      'pragma busy_timeout = 500; pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full;',
    );
    this.db.exec(SCHEMA);
  }

  /** Runs the work in the current batch and answers once the batch is on disk. Work that throws leaves nothing behind. */
  async write<T>(work: () => T): Promise<T> {
    const batch = this.batch ?? this.begin();
    const result = this.attempt(work);
    await batch.done;
    return result;
  }

  /** A part that can fail on its own: what it wrote is undone when it throws, the surrounding write goes on. */
  attempt<T>(work: () => T): T {
    const name = `s${this.depth++}`;
    this.db.exec(`savepoint ${name}`);
    try {
      const result = work();
      this.db.exec(`release ${name}`);
      return result;
    } catch (error) {
      this.db.exec(`rollback to ${name}; release ${name}`);
      throw error;
    } finally {
      this.depth--;
    }
  }

  /** Resolves when all that can be read now is on disk. */
  async settled(): Promise<void> {
    await this.batch?.done;
  }

  /** Called after every commit. */
  onCommit(listener: () => void): void {
    this.listeners.push(listener);
  }

  private begin(): Batch {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const batch = { done: promise, resolve, reject };
    promise.catch(() => undefined); // every writer awaits it itself; a batch without a waiting writer must not end the process
    this.db.exec('begin immediate');
    this.batch = batch;
    setImmediate(() => this.flush(batch));
    return batch;
  }

  private flush(batch: Batch): void {
    if (this.batch !== batch) return;
    this.batch = null;
    try {
      this.db.exec('commit');
    } catch (error) {
      this.db.exec('rollback');
      batch.reject(error);
      return;
    }
    batch.resolve();
    for (const listener of this.listeners) listener();
  }

  rows(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.prepare(sql).all(...values);
  }

  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.prepare(sql).run(...values).changes);
  }

  private prepare(sql: string): StatementSync {
    const known = this.statements.get(sql);
    if (known) return known;
    const statement = this.db.prepare(sql);
    this.statements.set(sql, statement);
    return statement;
  }

  /** Inserts or replaces. The account of an object never changes. */
  put<T extends Stored>(object: T, account: string): T {
    this.run(
      'insert into object (id, kind, account, created, body) values (?, ?, ?, ?, ?) on conflict (id) do update set body = excluded.body',
      object.id,
      object.object,
      account,
      'created' in object && typeof object.created === 'number' ? object.created : 0,
      JSON.stringify(object),
    );
    return object;
  }

  remove(id: string): void {
    this.run('delete from object where id = ?', id);
  }

  get<K extends Kind>(kind: K, id: string, account: string): OfKind<K> | undefined {
    const [row] = this.rows('select body from object where id = ? and kind = ? and account = ?', id, kind, account);
    return row && (JSON.parse(String(row.body)) as OfKind<K>);
  }

  /** The object an id names, in whatever account it is. */
  find<K extends Kind>(kind: K, id: string): { object: OfKind<K>; account: string } | undefined {
    const [row] = this.rows('select body, account from object where id = ? and kind = ?', id, kind);
    return row && { object: JSON.parse(String(row.body)) as OfKind<K>, account: String(row.account) };
  }

  /** The newest of all accounts. */
  latest<K extends Kind>(kind: K, limit: number): { object: OfKind<K>; account: string }[] {
    return this.rows('select body, account from object where kind = ? order by seq desc limit ?', kind, limit).map(
      (row) => ({ object: JSON.parse(String(row.body)) as OfKind<K>, account: String(row.account) }),
    );
  }

  /** Asks the clock to call: once, at or after `at`. */
  setDue(what: string, id: string, at: number): void {
    this.run('insert or replace into due (what, id, at) values (?, ?, ?)', what, id, at);
  }

  clearDue(what: string, id: string): void {
    this.run('delete from due where what = ? and id = ?', what, id);
  }

  /** Something an object needs later but does not show on the wire. */
  remember(id: string, note: object): void {
    this.run(
      'insert into note (id, body) values (?, ?) on conflict (id) do update set body = excluded.body',
      id,
      JSON.stringify(note),
    );
  }

  recall<T extends object>(id: string): T | undefined {
    const [row] = this.rows('select body from note where id = ?', id);
    return row && (JSON.parse(String(row.body)) as T);
  }

  /** Newest first, as Stripe lists. `startingAfter` and `endingBefore` name objects of the same list. */
  page<K extends Kind>(kind: K, query: PageQuery): { data: OfKind<K>[]; hasMore: boolean } {
    const conditions = ['kind = ?', 'account = ?'];
    const values: SQLInputValue[] = [kind, query.account];
    for (const [path, value] of query.where ?? []) {
      conditions.push(`body ->> '$.${path}' = ?`);
      values.push(value);
    }
    if (query.payout !== undefined) {
      conditions.push('id in (select txn from paid_out where payout = ?)');
      values.push(query.payout);
    }
    const bounds = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;
    for (const [name, sign] of Object.entries(bounds) as ['gt' | 'gte' | 'lt' | 'lte', string][]) {
      const bound = query.created?.[name];
      if (bound === undefined) continue;
      conditions.push(`created ${sign} ?`);
      values.push(bound);
    }
    const backwards = query.endingBefore !== undefined;
    const cursor = query.endingBefore ?? query.startingAfter;
    if (cursor !== undefined) {
      conditions.push(`seq ${backwards ? '>' : '<'} (select seq from object where id = ?)`);
      values.push(cursor);
    }
    const order = backwards ? 'asc' : 'desc';
    const sql = `select body from object where ${conditions.join(' and ')} order by seq ${order} limit ?`;
    const rows = this.rows(sql, ...values, query.limit + 1);
    const data = rows.slice(0, query.limit).map((row) => JSON.parse(String(row.body)) as OfKind<K>);
    return { data: backwards ? data.reverse() : data, hasMore: rows.length > query.limit };
  }

  /** Forgets everything; for tests and `reset`. */
  clear(): void {
    for (const table of ['object', 'note', 'funds', 'idempotency', 'due', 'paid_out', 'delivery'])
      this.run(`delete from ${table}`);
  }

  close(): void {
    if (this.batch) this.flush(this.batch);
    this.db.close();
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** `newId('pi')` -> `pi_` and 24 letters and digits. */
export const newId = (prefix: string, length = 24): string => {
  let text = '';
  for (const byte of randomBytes(length)) text += ALPHABET[byte % ALPHABET.length];
  return `${prefix}_${text}`;
};
