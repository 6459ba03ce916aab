/**
 * The keyring's clock. Data keys move to the current key-encryption key, a batch a commit; several copies share the work, and what
 * was interrupted goes on where it was. It also counts, says which key-encryption key is missing, and empties what old releases kept.
 */
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Bus, type Database, type Tx } from '@sounding/bus';
import { Gauge } from 'prom-client';
import { Host } from './host.ts';
import { UnknownKek } from './keyring.files.ts';
import { Keyring } from './keyring.store.ts';
import type { KeyEncryption } from './keyring.ts';
import { KEYS_LIVE_MS } from './recent-keys.ts';
import { Ticker } from './ticker.clock.ts';

export const dataKeys = new Gauge({
  name: 'sounding_data_keys',
  help: 'Data keys by the key-encryption key that wraps them; destroyed ones are not counted.',
  labelNames: ['service', 'kek'] as const,
});

const BATCH = 200;
/** The key of before a reseal is dropped when no copy's memory can hold a text or key that was read before it. */
const BEFORE_LIVES_S = (2 * KEYS_LIVE_MS) / 1_000;

interface Row {
  readonly owner: string;
  readonly kek: string;
  readonly wrapped: Uint8Array;
  readonly before: Uint8Array | null;
}

/** How often the keys are counted when nobody changed the key-encryption keys; looking whether somebody did costs nothing. */
const COUNT_MS = 60_000;
const LOOK_MS = 5_000;

@Injectable()
export class KeyringClock implements OnApplicationBootstrap {
  private used: readonly string[] = [];
  private counted = { at: 0, keks: '' };

  constructor(
    private readonly bus: Bus,
    private readonly keyring: Keyring,
    private readonly host: Host,
    private readonly ticker: Ticker,
  ) {}

  onApplicationBootstrap(): void {
    this.host.needs(() => this.problem());
    this.ticker.every(LOOK_MS, () => this.look(), 'data-keys');
  }

  private async look(): Promise<void> {
    this.keyring.sweep();
    const { keks } = this.keyring;
    const [current, known] = [await keks.current(), await keks.known()];
    const now = [current, ...known].join(' ');
    await this.replaceLeaked();
    if (this.counted.keks === now && Date.now() - this.counted.at < COUNT_MS) return;
    await this.count();
    if (this.used.some((kek) => kek !== current && known.includes(kek))) {
      const moved = await rewrapAll(this.bus.database(), keks);
      if (moved > 0) this.host.log.info({ moved, kek: current }, 'data keys were wrapped anew');
      await this.count();
    }
    await this.forget();
    this.counted = { at: Date.now(), keks: now };
  }

  /** What keeps texts from being read, in words; null when nothing does. */
  private async problem(): Promise<string | null> {
    const known = await this.keyring.keks.known();
    const missing = this.used.find((kek) => !known.includes(kek));
    return missing === undefined ? null : `keys: ${new UnknownKek(missing).message}`;
  }

  private async count(): Promise<void> {
    const { rows } = await this.bus
      .database()
      .pool.query<{ kek: string; count: number }>(
        'SELECT kek, count(*)::int AS count FROM keys.data_key WHERE wrapped IS NOT NULL GROUP BY kek',
      );
    const service = this.host.name;
    for (const kek of this.used) dataKeys.set({ service, kek }, 0);
    for (const { kek, count } of rows) dataKeys.set({ service, kek }, count);
    this.used = rows.map(({ kek }) => kek);
  }

  /** A key that an operator has marked is replaced, and its owner's texts are sealed anew. */
  private async replaceLeaked(): Promise<void> {
    const { rows } = await this.bus
      .database()
      .pool.query<{ owner: string }>(
        'SELECT owner FROM keys.data_key WHERE leaked AND wrapped IS NOT NULL ORDER BY owner LIMIT 100',
      );
    for (const { owner } of rows) {
      await this.keyring.reseal(owner);
      this.host.log.warn({ owner }, 'a leaked data key was replaced');
    }
  }

  /** Drops keys that were replaced, and empties the columns of the release before this one when no copy of it runs any more. */
  private async forget(): Promise<void> {
    const { pool } = this.bus.database();
    await pool.query(
      'UPDATE keys.data_key SET before = NULL WHERE before IS NOT NULL AND made_at < now() - make_interval(secs => $1)',
      [BEFORE_LIVES_S],
    );
    await pool.query('SELECT keys.empty_old_columns()');
  }
}

/** Moves all data keys that can be moved to the current key-encryption key; answers how many this copy moved. */
export async function rewrapAll(database: Pick<Database, 'transaction'>, keks: KeyEncryption): Promise<number> {
  let moved = 0;
  for (;;) {
    const batch = await database.transaction((tx) => rewrapSome(tx, keks));
    if (batch === 0) return moved;
    moved += batch;
  }
}

/** One commit's worth. Rows that a text is being written under, or that another copy moves, are left for the next. */
async function rewrapSome(tx: Tx, keks: KeyEncryption): Promise<number> {
  const current = await keks.current();
  const others = (await keks.known()).filter((kek) => kek !== current);
  const rows = (await tx.$queryRawUnsafe<Row[]>(
    `SELECT owner, kek, wrapped, before FROM keys.data_key WHERE wrapped IS NOT NULL AND kek = ANY($1::text[])
     ORDER BY owner LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`,
    others,
  )) as Row[];
  const owners: string[] = [];
  const wrapped: string[] = [];
  const before: string[] = [];
  let kek = current;
  for (const row of rows) {
    owners.push(row.owner);
    const next = await again(keks, row.owner, row.kek, row.wrapped);
    kek = next.kek;
    wrapped.push(base64(next.wrapped));
    before.push(row.before ? base64((await again(keks, row.owner, row.kek, row.before)).wrapped) : '');
  }
  if (rows.length === 0) return 0;
  if (kek !== current) throw new Error('the current key-encryption key changed in between: the next round goes on');
  await tx.$executeRawUnsafe(
    `UPDATE keys.data_key k SET kek = $1, wrapped = decode(n.wrapped, 'base64'), rewrapped_at = now(),
       before = decode(nullif(n.before, ''), 'base64')
     FROM unnest($2::text[], $3::text[], $4::text[]) AS n (owner, wrapped, before) WHERE k.owner = n.owner`,
    current,
    owners,
    wrapped,
    before,
  );
  return rows.length;
}

async function again(keks: KeyEncryption, owner: string, kek: string, wrapped: Uint8Array) {
  const key = await keks.unwrap(owner, kek, wrapped);
  const next = await keks.wrap(owner, key);
  key.fill(0);
  return next;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
