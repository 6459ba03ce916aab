/** What the ledger's SQL promises, asked of any copy of its database: `ledger.it.ts` asks the real one, `mutants.it.ts` spoiled ones. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** One copy: as the service may use it, and as its owner. */
export interface Copy {
  readonly app: pg.Pool;
  readonly owner: pg.Pool;
}

export const at = (seconds: number) => new Date(Date.UTC(2026, 10, 23, 12, 0, seconds)).toISOString();

export interface Said {
  readonly kind: string;
  readonly ref: string;
  readonly bookingId: null;
  readonly at: string;
  readonly currency: string;
  readonly postings: readonly { readonly account: string; readonly minor: number }[];
}

export function said(kind: string, ref: string, postings: Record<string, number>, more: Partial<Said> = {}): Said {
  const lines = Object.entries(postings).map(([account, minor]) => ({ account, minor }));
  return { kind, ref, bookingId: null, at: at(0), currency: 'USD', postings: lines, ...more };
}

export const charged = (ref: string, hold: string, minor = 6000): Said =>
  said('charge', ref, { stripe: minor + 349, [hold]: -minor, 'rev.fee': -349 });

export async function post(app: Pick<pg.Pool, 'query'>, ...entries: readonly Said[]): Promise<number | undefined> {
  const { rows } = await app.query<{ fresh: number }>('SELECT ledger_post($1::jsonb) AS fresh', [
    JSON.stringify(entries),
  ]);
  return rows[0]?.fresh;
}

export async function balance(app: Pick<pg.Pool, 'query'>, account: string): Promise<number> {
  const { rows } = await app.query<{ minor: string }>('SELECT minor FROM account_balance WHERE account = $1', [
    account,
  ]);
  return Number(rows[0]?.minor ?? 0);
}

async function refused(attempt: Promise<unknown>, why: RegExp): Promise<void> {
  await expect(attempt).rejects.toThrow(why);
}

type Check = (copy: Copy) => Promise<void>;

const oneDoor: Check = async ({ app }) => {
  const ref = randomUUID();
  await post(app, charged(ref, `hold:${ref}`));
  for (const attempt of [
    `INSERT INTO ledger_entry (kind, ref, at) VALUES ('charge', 'forged', now())`,
    `INSERT INTO ledger_posting (entry_id, account, currency, minor) VALUES (1, 'stripe', 'USD', 1)`,
    `INSERT INTO account_balance VALUES ('hold:x', 'USD', -1)`,
    `UPDATE ledger_posting SET minor = 1`,
    `UPDATE ledger_entry SET at = now()`,
    `UPDATE account_balance SET minor = 0`,
    `DELETE FROM ledger_posting`,
    `DELETE FROM ledger_entry`,
    `TRUNCATE ledger_entry CASCADE`,
    `UPDATE statement_day SET minor = 0`,
  ]) {
    await refused(app.query(attempt), /permission denied/);
  }
  expect(await balance(app, `hold:${ref}`)).toBe(-6000);
};

const onlyGrows: Check = async ({ app, owner }) => {
  const ref = randomUUID();
  await post(app, charged(ref, `hold:${ref}`));
  await refused(owner.query('UPDATE ledger_posting SET minor = 1 WHERE false'), /only grows/);
  await refused(owner.query('DELETE FROM ledger_posting WHERE false'), /only grows/);
  await refused(owner.query('UPDATE ledger_entry SET at = now() WHERE false'), /only grows/);
  await refused(owner.query('DELETE FROM ledger_entry WHERE false'), /only grows/);
  const crooked = (lines: string) => `INSERT INTO ledger_posting (entry_id, account, currency, minor, at, balance)
    SELECT id, account, currency, minor, e.at, 0 FROM (SELECT max(id) AS id, max(at) AS at FROM ledger_entry) e,
      (VALUES ${lines}) AS l (account, currency, minor)`;
  await refused(owner.query(crooked(`('bank', 'USD', 5)`)), /does not sum to zero/);
  await refused(owner.query(crooked(`('bank', 'USD', 5), ('tax', 'EUR', -5)`)), /does not sum to zero/);
  await refused(owner.query(crooked(`('bank', 'EUR', 5), ('tax', 'EUR', -5)`)), /does not sum to zero/);
};

const nothingCrooked: Check = async ({ app }) => {
  const ref = randomUUID();
  const hold = `hold:${ref}`;
  await refused(post(app, said('charge', ref, { stripe: 100, [hold]: -99 })), /does not sum to zero/);
  await refused(post(app, said('charge', ref, {})), /has no postings/);
  await refused(post(app, charged(ref, hold), said('tip', ref, {})), /has no postings/);
  await refused(post(app, charged(ref, 'pocket:mine')), /violates check constraint/);
  await refused(post(app, charged(ref, 'my stripe')), /violates check constraint/);
  await refused(post(app, said('charge', ref, { bank: 0, stripe: 0 })), /violates check constraint/);
  await refused(post(app, said('charge', ref, { bank: 0.5, stripe: -0.5 })), /invalid input syntax/);
  await refused(post(app, said('charge', ref, { bank: 1e19, stripe: -1e19 })), /out of range|invalid input/);
  const twice = [
    { account: 'bank', minor: 2 },
    { account: 'stripe', minor: -1 },
    { account: 'stripe', minor: -1 },
  ];
  await refused(post(app, said('charge', ref, {}, { postings: twice })), /unique constraint/);
  await refused(post(app, charged(ref, hold), charged(ref, hold)), /unique constraint/);
  expect(await balance(app, hold)).toBe(0);
  const { rowCount } = await app.query('SELECT FROM ledger_entry WHERE ref = $1', [ref]);
  expect(rowCount).toBe(0);
};

/** What we owe is never below nothing, nor is what others owe us; each to the last cent. */
const neverOverdrawn: Check = async ({ app }) => {
  const ref = randomUUID();
  const owed = ['hold', 'payable', 'credit_owed'].map((kind) => `${kind}:${ref}`);
  for (const account of [...owed, 'refund_clr', 'transfer_clr', 'tax']) {
    const had = -(await balance(app, account));
    const out = said('release', `${account} ${ref}`, { [account]: had + 1001, bank: -had - 1001 });
    await post(app, said('charge', `${account} ${ref}`, { bank: 1000, [account]: -1000 }));
    await refused(post(app, out), /account_is_not_overdrawn/);
    const all = said('release', `${account} ${ref}`, { [account]: had + 1000, bank: -had - 1000 });
    expect(await post(app, all)).toBe(1);
    expect(await balance(app, account)).toBe(0);
  }
  for (const account of [`receivable:${ref}`, `dispute_recv:${ref}`]) {
    await refused(
      post(app, said('set-off', `${account} ${ref}`, { [account]: -1, bank: 1 })),
      /account_is_not_overdrawn/,
    );
    expect(await post(app, said('set-off', `${account} ${ref}`, { [account]: 1, bank: -1 }))).toBe(1);
  }
};

const once: Check = async ({ app }) => {
  const ref = randomUUID();
  const hold = `hold:${ref}`;
  expect(await post(app, charged(ref, hold))).toBe(1);
  expect(await post(app, charged(ref, hold))).toBe(0);
  const other = /exists with other postings/;
  await refused(post(app, charged(ref, hold, 5999)), other);
  const { postings } = charged(ref, hold);
  const more = [...postings, { account: 'bank', minor: 1 }, { account: 'tax', minor: -1 }];
  await refused(post(app, { ...charged(ref, hold), postings: more }), other);
  await refused(post(app, { ...charged(ref, hold), postings: postings.slice(0, 1) }), other);
  const fee = said('processor-fee', ref, { 'exp.psp': 214, stripe: -214 });
  const before = await balance(app, 'stripe');
  await refused(post(app, fee, charged(ref, hold, 5999)), other);
  expect(await post(app, fee, charged(ref, hold))).toBe(1);
  expect(await balance(app, 'stripe')).toBe(before - 214);
  expect(await balance(app, hold)).toBe(-6000);
};

const oneCurrency: Check = async ({ app }) => {
  const ref = randomUUID();
  await post(app, charged(ref, `hold:${ref}`));
  const kept = /account \S+ is kept in another currency/;
  await refused(post(app, { ...charged(`e${ref}`, `hold:${ref}`), currency: 'EUR' }), kept);
  const fresh = said('charge', `f${ref}`, { [`hold:f${ref}`]: -1, [`receivable:f${ref}`]: 1 });
  await refused(post(app, fresh, { ...fresh, ref: `g${ref}`, currency: 'EUR' }), kept);
};

const running: Check = async ({ app }) => {
  const ref = randomUUID();
  const hold = `hold:${ref}`;
  const take = (name: string, minor: number, when: number) =>
    said('refund-asked', `${name} ${ref}`, { [hold]: minor, refund_clr: -minor }, { at: at(when) });
  await post(app, { ...charged(ref, hold), at: at(20) }, take('1', 1000, 10));
  await post(app, take('2', 500, 15));
  await post(app, take('3', 2000, 30));
  await post(app, take('4', 100, 25));
  const { rows } = await app.query(
    `SELECT minor::int, balance::int, at FROM ledger_posting WHERE account = $1 ORDER BY at, id`,
    [hold],
  );
  expect(rows).toEqual([
    { minor: -6000, balance: -6000, at: new Date(at(20)) },
    { minor: 1000, balance: -5000, at: new Date(at(20)) },
    { minor: 500, balance: -4500, at: new Date(at(20)) },
    { minor: 2000, balance: -2500, at: new Date(at(30)) },
    { minor: 100, balance: -2400, at: new Date(at(30)) },
  ]);
  expect(await balance(app, hold)).toBe(-2400);
};

/** A second commit that began while the first was open reads what the first left. */
const inTurn: Check = async ({ app }) => {
  const ref = randomUUID();
  const payable = `payable:${ref}`;
  const tip = (name: string) => said('tip', `${name} ${ref}`, { stripe: 500, [payable]: -500 });
  await post(app, tip('first'));
  const slow = await app.connect();
  try {
    await slow.query('BEGIN');
    await post(slow, tip('slow'));
    const second = post(app, tip('second'));
    // Until it waits for the first, or is through without having waited.
    const waits = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    let through = false;
    const done = second.then(() => {
      through = true;
    });
    while (!through && (await app.query(waits)).rowCount === 0) await new Promise(setImmediate);
    await slow.query('COMMIT');
    await done;
  } finally {
    slow.release(true);
  }
  const { rows } = await app.query('SELECT balance::int FROM ledger_posting WHERE account = $1 ORDER BY id', [payable]);
  expect(rows.map((row) => row.balance)).toEqual([-500, -1000, -1500]);
  expect(await balance(app, payable)).toBe(-1500);
};

/** A provider's daily sums are the sums of the postings. */
const days: Check = async ({ app }) => {
  const ref = randomUUID();
  const payable = `payable:${ref}`;
  await post(app, charged(ref, `hold:${ref}`));
  await post(app, said('release', ref, { [`hold:${ref}`]: 6000, [payable]: -5700, 'rev.commission': -300 }));
  await post(app, said('tip', ref, { stripe: 500, [payable]: -500 }));
  await post(app, said('tip', `2 ${ref}`, { stripe: 250, [payable]: -250 }));
  const { rows } = await app.query(
    `SELECT kind, count::int, minor::int, commission::int, day::text FROM statement_day WHERE account = $1 ORDER BY kind`,
    [payable],
  );
  expect(rows).toEqual([
    { kind: 'release', count: 1, minor: -5700, commission: -300, day: '2026-11-23' },
    { kind: 'tip', count: 2, minor: -750, commission: 0, day: '2026-11-23' },
  ]);
};

const together: Check = async ({ app }) => {
  const before = await balance(app, 'stripe');
  const refs = Array.from({ length: 60 }, () => randomUUID());
  await Promise.all(
    refs.map((ref, index) => {
      const fee = said('processor-fee', ref, { 'exp.psp': 214, stripe: -214 });
      const all = [charged(ref, `hold:${ref}`), fee];
      return post(app, ...(index % 2 ? all : all.reverse()));
    }),
  );
  expect((await balance(app, 'stripe')) - before).toBe(60 * (6349 - 214));
  const { rows } = await app.query('SELECT sum(minor)::int AS total FROM ledger_posting');
  expect(rows).toEqual([{ total: 0 }]);
  const last = `SELECT DISTINCT ON (account) account, balance FROM ledger_posting ORDER BY account, at DESC, id DESC`;
  const wrong = `SELECT FROM account_balance b LEFT JOIN (${last}) p USING (account) WHERE b.minor IS DISTINCT FROM p.balance`;
  expect((await app.query(wrong)).rowCount).toBe(0);
};

export const CHECKS: readonly (readonly [sentence: string, check: Check])[] = [
  ['has one door: the service itself may not insert, change or take away', oneDoor],
  ['only grows, and each entry sums to zero in one currency, also for its owner', onlyGrows],
  ['refuses what is crooked, empty, strange, broken or told twice, and keeps nothing of it', nothingCrooked],
  ['never overdraws what we owe or are owed, nor a clearing account', neverOverdrawn],
  ['takes the same entry twice as one, and another one under its key not at all', once],
  ['keeps each account in one currency', oneCurrency],
  ['knows the balance after each posting, in the order of the account, never dated back', running],
  ['lets a posting wait for the one before it', inTurn],
  ['adds up a provider’s days', days],
  ['counts right under many commits at once, without a deadlock', together],
];
