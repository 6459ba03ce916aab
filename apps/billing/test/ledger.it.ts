import { randomUUID } from 'node:crypto';
import { startWorld, type World } from '@sounding/testing';
import pg from 'pg';

let world: World;
let app: pg.Pool;
beforeAll(async () => {
  world = await startWorld();
  app = new pg.Pool({ connectionString: (await world.database('billing')).url, max: 10 });
});
afterAll(async () => {
  await app.end();
  await world.stop();
});

const at = '2026-11-23T12:00:00.000Z';
interface Line {
  account: string;
  minor: number;
}
const entry = (kind: string, ref: string, postings: Line[]) => ({
  kind,
  ref,
  bookingId: null,
  at,
  currency: 'USD',
  postings,
});
const post = async (...entries: ReturnType<typeof entry>[]) => {
  const { rows } = await app.query<{ fresh: number }>('SELECT ledger_post($1::jsonb) AS fresh', [
    JSON.stringify(entries),
  ]);
  return rows[0]?.fresh;
};
const balance = async (account: string) => {
  const { rows } = await app.query<{ minor: string }>('SELECT minor FROM account_balance WHERE account = $1', [
    account,
  ]);
  return Number(rows[0]?.minor ?? 0);
};
const charge = (ref: string, hold: string, minor = 6000) =>
  entry('charge', ref, [
    { account: 'stripe', minor: minor + 349 },
    { account: hold, minor: -minor },
    { account: 'rev.fee', minor: -349 },
  ]);

describe('the ledger', () => {
  it('has one door: the service itself may not insert, change or take away', async () => {
    await post(charge('door', 'hold:door'));
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
    ]) {
      await expect(app.query(attempt)).rejects.toThrow(/permission denied/);
    }
    expect(await balance('hold:door')).toBe(-6000);
  });

  it('only grows, also for its owner', async () => {
    await post(charge('owner', 'hold:owner'));
    const owner = new pg.Client({ connectionString: (await world.database('billing')).ownerUrl });
    await owner.connect();
    try {
      await expect(owner.query('UPDATE ledger_posting SET minor = 1')).rejects.toThrow('only grows');
      await expect(owner.query('DELETE FROM ledger_entry')).rejects.toThrow('only grows');
      const crooked = `INSERT INTO ledger_posting (entry_id, account, currency, minor, at, balance)
        SELECT max(id), 'bank', 'USD', 5, max(at), 5 FROM ledger_entry`;
      await expect(owner.query(crooked)).rejects.toThrow('does not sum to zero');
    } finally {
      await owner.end();
    }
  });

  it('refuses what does not sum to zero, or has no postings, and keeps nothing of it', async () => {
    const crooked = entry('charge', 'crooked', [
      { account: 'stripe', minor: 100 },
      { account: 'hold:crooked', minor: -99 },
    ]);
    await expect(post(crooked)).rejects.toThrow('does not sum to zero');
    await expect(post(entry('charge', 'empty', []))).rejects.toThrow('has no postings');
    await expect(post(charge('stranger', 'pocket:mine'))).rejects.toThrow(/violates check constraint/);
    expect(await balance('hold:crooked')).toBe(0);
    const { rowCount } = await app.query(`SELECT 1 FROM ledger_entry WHERE ref IN ('crooked', 'empty', 'stranger')`);
    expect(rowCount).toBe(0);
  });

  it('never overdraws a hold, a payable or a clearing account', async () => {
    await post(charge('drawn', 'hold:drawn'));
    const take = (ref: string, from: string, to: string, minor: number) =>
      post(
        entry('refund-asked', ref, [
          { account: from, minor },
          { account: to, minor: -minor },
        ]),
      );
    await expect(take('much', 'hold:drawn', 'refund_clr', 6001)).rejects.toThrow('account_is_not_overdrawn');
    await expect(take('pay', 'payable:nobody', 'stripe', 1)).rejects.toThrow('account_is_not_overdrawn');
    await expect(take('clr', 'refund_clr', 'stripe', 1)).rejects.toThrow('account_is_not_overdrawn');
    await expect(take('all', 'hold:drawn', 'refund_clr', 6000)).resolves.toBe(1);
    expect(await balance('hold:drawn')).toBe(0);
  });

  it('takes the same entry twice as one, and another one under its key not at all', async () => {
    expect(await post(charge('twice', 'hold:twice'))).toBe(1);
    expect(await post(charge('twice', 'hold:twice'))).toBe(0);
    await expect(post(charge('twice', 'hold:twice', 5999))).rejects.toThrow('exists with other postings');
    expect(await balance('hold:twice')).toBe(-6000);
  });

  it('keeps each account in one currency', async () => {
    await post(charge('dollars', 'hold:dollars'));
    const euros = { ...charge('euros', 'hold:dollars'), currency: 'EUR' };
    await expect(post(euros)).rejects.toThrow(/account (stripe|hold:dollars|rev.fee) is kept in another currency/);
  });

  it('knows the balance after each posting, in the order of the account, never dated back', async () => {
    const take = (ref: string, minor: number, when: string) => ({
      ...entry('refund-asked', ref, [
        { account: 'hold:running', minor },
        { account: 'refund_clr', minor: -minor },
      ]),
      at: when,
    });
    await post(
      { ...charge('running', 'hold:running'), at: '2026-11-23T12:00:02.000Z' },
      take('running-1', 1000, '2026-11-23T12:00:01.000Z'),
    );
    await post(take('running-2', 2000, '2026-11-23T12:00:03.000Z'));
    const { rows } = await app.query(
      `SELECT minor::int, balance::int, at FROM ledger_posting WHERE account = 'hold:running' ORDER BY at, id`,
    );
    expect(rows).toEqual([
      { minor: -6000, balance: -6000, at: new Date('2026-11-23T12:00:02.000Z') },
      { minor: 1000, balance: -5000, at: new Date('2026-11-23T12:00:02.000Z') },
      { minor: 2000, balance: -3000, at: new Date('2026-11-23T12:00:03.000Z') },
    ]);
  });

  it('counts right under two hundred commits at once, without a deadlock', async () => {
    const before = await balance('stripe');
    const refs = Array.from({ length: 200 }, () => randomUUID());
    await Promise.all(
      refs.map((ref, index) => {
        const fee = entry('processor-fee', ref, [
          { account: 'exp.psp', minor: 214 },
          { account: 'stripe', minor: -214 },
        ]);
        const all = [charge(ref, `hold:${ref}`), fee];
        return post(...(index % 2 ? all : all.reverse()));
      }),
    );
    expect((await balance('stripe')) - before).toBe(200 * (6349 - 214));
    const { rows } = await app.query('SELECT sum(minor)::int AS total FROM ledger_posting');
    expect(rows).toEqual([{ total: 0 }]);
    const last = `SELECT DISTINCT ON (account) account, balance FROM ledger_posting ORDER BY account, at DESC, id DESC`;
    const wrong = `SELECT FROM account_balance b LEFT JOIN (${last}) p USING (account) WHERE b.minor IS DISTINCT FROM p.balance`;
    expect((await app.query(wrong)).rowCount).toBe(0);
  });
});
