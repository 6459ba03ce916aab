/** Statements: they add up for any history, and stay fast for a provider with a million entries. */
import { randomUUID } from 'node:crypto';
import { MyMoney, MyPayouts, MyStatement, type Output } from '@sounding/contracts';
import { money } from '@sounding/money';
import fc from 'fast-check';
import pg from 'pg';
import { heldBills } from '../src/bill/bill.store.ts';
import type { Prisma } from '../src/generated/prisma/client.ts';
import { type Entry, payable } from '../src/ledger/entry.ts';
import { givenBack, release, setOff, tip, transferAsked, transferFailed } from '../src/ledger/ledger.ts';
import { balanceBefore, becamePayable, pageOf, sumsOfDays, sumsOfPostings } from '../src/payout/statement.store.ts';
import { refusalOf, Till } from './till.ts';

const RUNS = process.env.SOUNDING_PROVE ? 200 : 10;
/** The whole million when everything is proved, otherwise a tenth of it over the same days. */
const MANY = process.env.SOUNDING_PROVE ? 1_000_000 : 30_000;
const APART_SECONDS = 33_000_000 / MANY;
const DAY_MS = 86_400_000;

let till: Till;
let app: pg.Pool;
beforeAll(async () => {
  till = await Till.start();
  app = new pg.Pool({ connectionString: (await till.world.database('billing')).url, max: 2 });
});
afterAll(async () => {
  await app.end();
  await till.stop();
});

const statement = (provider: string, from: Date, to: Date, after: string | null = null) =>
  till.world.as(provider).ask(MyStatement, { from: from.toISOString(), to: to.toISOString(), after });
const post = (entries: Entry[]) =>
  till.world.sql('billing', 'SELECT ledger_post($1::jsonb)', [JSON.stringify(entries)]);

async function wholeStatement(provider: string, from: Date, to: Date) {
  const pages: Output<typeof MyStatement>[] = [];
  for (let after: string | null = null; ; ) {
    const page = await statement(provider, from, to, after);
    pages.push(page);
    after = page.next;
    if (after === null) return { pages, lines: pages.flatMap(({ lines }) => lines) };
  }
}

const START = Date.UTC(2026, 0, 1);
type Move = 'release' | 'tip' | 'setOff' | 'givenBack' | 'transfer' | 'transferFails';
const MOVES: readonly Move[] = ['release', 'tip', 'setOff', 'givenBack', 'transfer', 'transferFails'];

/** What billing could have posted for a provider: nothing goes out that is not there. */
function historyOf(providerId: string, moves: readonly (readonly [Move, number, number])[]): Entry[] {
  let now = START;
  let balance = 0;
  return moves.flatMap(([move, hours, size]) => {
    now += hours * 3_600_000;
    const at = new Date(now).toISOString();
    const [bookingId, id] = [randomUUID(), randomUUID()];
    const amount = money(move === 'release' || move === 'tip' ? size : Math.min(size, balance));
    if (amount.minor === 0) return [];
    const head = { bookingId, providerId, at, amount };
    const none = money(0);
    const out = { fromPayable: amount, owed: none, ours: none, commission: money(7), tax: none };
    switch (move) {
      case 'release':
        balance += amount.minor;
        return [release({ ...head, toProvider: amount, commission: money(Math.round(size / 19)) })];
      case 'tip':
        balance += amount.minor;
        return [tip({ ...head, tipId: id })];
      case 'setOff':
        balance -= amount.minor;
        return [setOff({ ...head, debtId: id, earningId: id })];
      case 'givenBack':
        balance -= amount.minor;
        return [givenBack({ ...head, refundId: id, ...out })];
      case 'transfer':
        balance -= amount.minor;
        return [transferAsked({ ...head, transferId: id })];
      default:
        return [transferAsked({ ...head, transferId: id }), transferFailed({ ...head, transferId: id })];
    }
  });
}

const move = fc.tuple(fc.constantFrom(...MOVES), fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 9999 }));
const sumOf = (amounts: readonly { minor: number }[]) => amounts.reduce((all, { minor }) => all + minor, 0);

describe('a statement', () => {
  it(`opens, moves and closes on the payable balance, for any history and any period (${RUNS} histories)`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(move, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 1, max: 1000 }),
        async (moves, begin, length) => {
          const provider = randomUUID();
          const holds = historyOf(provider, moves);
          // A release takes out of a hold, so there is one.
          const funded = holds.flatMap((entry) =>
            entry.kind === 'release' ? [fund(entry), entry] : entry.kind === 'set-off' ? [owed(entry), entry] : [entry],
          );
          await post(funded);
          const from = new Date(START + begin * 3_600_000);
          const to = new Date(from.getTime() + length * 3_600_000);
          const part = await statement(provider, from, to);
          expect(part.opening.minor + sumOf(part.lines.map(({ amount }) => amount))).toBe(part.closing.minor);
          expect(sumOf(part.totals.map(({ amount }) => amount))).toBe(part.closing.minor - part.opening.minor);
          expect(part.totals.reduce((all, { count }) => all + count, 0)).toBe(part.lines.length);
          const commission = part.lines.flatMap((line) => (line.commission ? [line.commission] : []));
          const session = part.totals.find(({ what }) => what === 'session');
          expect(session?.commission.minor ?? 0).toBe(sumOf(commission));
          const all = await statement(provider, new Date(START), new Date(START + 399 * DAY_MS));
          const { payable: now } = await till.world.as(provider).ask(MyPayouts, {});
          const { released } = await till.world.as(provider).ask(MyMoney, {});
          const became = all.lines.filter(({ what }) => what === 'session' || what === 'tip');
          expect(released.minor).toBe(sumOf(became.map(({ amount }) => amount)));
          expect([all.opening.minor, all.closing]).toEqual([0, now]);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('is read page by page, each line once', async () => {
    const provider = randomUUID();
    const moves = Array.from({ length: 1201 }, (_, n) => ['tip', n % 3 === 0 ? 1 : 0, 100 + n] as const);
    await post(historyOf(provider, moves));
    const { pages, lines } = await wholeStatement(provider, new Date(START), new Date(START + 300 * DAY_MS));
    expect(pages.map((page) => page.lines.length)).toEqual([500, 500, 201]);
    expect(lines.map(({ amount }) => amount.minor)).toEqual(moves.map(([, , size]) => size));
    expect(lines.at(-1)?.balance).toEqual(pages[0]?.closing);
  });

  it('of a period that is reversed, empty or too long, or of a page that is none, is refused', async () => {
    const provider = randomUUID();
    const ask = (from: number, to: number, after: string | null = null) =>
      refusalOf(statement(provider, new Date(START + from * DAY_MS), new Date(START + to * DAY_MS), after));
    expect(
      await Promise.all([ask(2, 1), ask(1, 1), ask(0, 401), ask(0, 400, 'x'), ask(0, 400, '1.-1'), ask(0, 400)]),
    ).toEqual([...Array(5).fill('bad-range'), 'accepted']);
  });
});

function fund(of: Entry): Entry {
  const held = of.postings.find(({ account }) => account.startsWith('hold:'));
  const minor = held?.minor ?? 0;
  return {
    ...{ kind: 'charge', ref: randomUUID(), bookingId: of.bookingId, at: of.at, currency: 'USD' },
    postings: [
      { account: 'stripe', minor },
      { account: held?.account ?? 'tax', minor: -minor },
    ],
  };
}

function owed(of: Entry): Entry {
  const back = of.postings.find(({ account }) => account.startsWith('receivable:'));
  const minor = -(back?.minor ?? 0);
  return {
    ...{ kind: 'given-back', ref: randomUUID(), bookingId: of.bookingId, at: of.at, currency: 'USD' },
    postings: [
      { account: back?.account ?? 'tax', minor },
      { account: 'refund_clr', minor: -minor },
    ],
  };
}

describe('a provider with a million entries', () => {
  const provider = randomUUID();
  const account = payable(provider);
  const period = { from: new Date(START + 10 * DAY_MS + 7), to: new Date(START + 380 * DAY_MS + 9) };

  /** A tip for each posting, and as many bills, of which the last ten are held. */
  async function fillBillsAndTips(): Promise<void> {
    await till.world.sql(
      'billing',
      `INSERT INTO tip (id, booking_id, client_id, provider_id, currency, amount_minor, terms_version, made_at, received_at)
       SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '${provider}', 'USD', 100, '2026-11-01', at, at
         FROM ledger_posting WHERE account = '${account}'`,
    );
    await till.world.sql(
      'billing',
      `INSERT INTO bill (id, booking_id, client_id, provider_id, listing_id, mode, starts_at, ends_at, lines, currency,
         price_minor, fee_minor, tax_minor, total_minor, terms_version, made_at, expires_at, hash, paid_at, paid_by,
         provider_minor, released_at)
       SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '${provider}', gen_random_uuid(), 'advice', at,
         at + interval '1 hour', '${JSON.stringify([{ kind: 'price', quantity: 1, unit: money(6000), amount: money(6000) }])}',
         'USD', 6000, 0, 0, 6000,
         '2026-11-01', at, at, repeat('a', 64), at, gen_random_uuid(), 5700,
         CASE WHEN row_number() OVER (ORDER BY at DESC) > 10 THEN at END
         FROM ledger_posting WHERE account = '${account}'`,
    );
  }

  /** As ledger_post and its triggers would have left it: a tip every so many seconds for 382 days. */
  async function fill(): Promise<void> {
    const last = `'2026-01-01'::timestamptz + n * interval '${APART_SECONDS} seconds'`;
    await till.world.sql('billing', 'ALTER TABLE ledger_entry DISABLE TRIGGER ALL');
    await till.world.sql('billing', 'ALTER TABLE ledger_posting DISABLE TRIGGER ALL');
    await till.world.sql(
      'billing',
      `WITH entries AS (
         INSERT INTO ledger_entry (kind, ref, at) SELECT 'tip', 'many:' || n, ${last} FROM generate_series(1, ${MANY}) n
         RETURNING id, at, substr(ref, 6)::bigint AS n)
       INSERT INTO ledger_posting (entry_id, account, currency, minor, at, balance)
       SELECT id, '${account}', 'USD', -100, at, -100 * n FROM entries ORDER BY n`,
    );
    await till.world.sql(
      'billing',
      `INSERT INTO ledger_posting (entry_id, account, currency, minor, at, balance)
       SELECT entry_id, 'stripe', 'USD', 100, at, -balance FROM ledger_posting WHERE account = '${account}'`,
    );
    await till.world.sql(
      'billing',
      `INSERT INTO statement_day SELECT '${account}', (at AT TIME ZONE 'UTC')::date, 'tip', count(*), sum(minor), 0
         FROM ledger_posting WHERE account = '${account}' GROUP BY 2`,
    );
    await till.world.sql(
      'billing',
      `INSERT INTO statement_day SELECT 'payable:other-' || n, day, kind, count, minor, commission
         FROM statement_day, generate_series(1, 100) n WHERE account = '${account}'`,
    );
    await till.world.sql('billing', `INSERT INTO account_balance VALUES ('${account}', 'USD', ${-100 * MANY}, now())`);
    for (const table of ['ledger_entry', 'ledger_posting'])
      await till.world.sql('billing', `ALTER TABLE ${table} ENABLE TRIGGER ALL`);
    await fillBillsAndTips();
    for (const table of ['ledger_entry', 'ledger_posting', 'statement_day', 'bill', 'tip'])
      await till.world.sql('billing', `VACUUM ANALYZE ${table}`);
  }

  const planOf = async (query: Prisma.Sql): Promise<string> => {
    const { rows } = await app.query(`EXPLAIN ${query.text}`, [...query.values]);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  };
  const msOf = async (work: () => Promise<unknown>): Promise<number> => {
    const times: number[] = [];
    for (let run = 0; run < 5; run += 1) {
      const begin = performance.now();
      await work();
      times.push(performance.now() - begin);
    }
    return Math.min(...times);
  };

  it('reads balance, page and totals from indexes alone', async () => {
    await fill();
    const queries = [
      balanceBefore(account, period.to),
      pageOf(account, period, null),
      pageOf(account, period, { at: new Date(START + 200 * DAY_MS), id: 500_000n }),
      sumsOfDays(account, period),
      sumsOfPostings(account, { from: new Date(period.to.getTime() - DAY_MS), to: period.to }),
      becamePayable(account),
      heldBills(provider),
    ];
    for (const query of queries) expect(await planOf(query)).not.toMatch(/Seq Scan on (ledger_|statement_day|bill)/);
    expect(await planOf(heldBills(provider))).toMatch(/bill_held_idx/);

    const { opening, closing, lines, totals } = await statement(provider, period.from, period.to);
    expect(lines).toHaveLength(500);
    expect(totals).toMatchObject([{ what: 'tip', amount: { minor: closing.minor - opening.minor } }]);
    const mine = await till.world.as(provider).ask(MyMoney, {});
    expect(mine).toMatchObject({ held: money(57_000), payable: money(100 * MANY), released: money(100 * MANY) });
    expect(mine.rows).toHaveLength(100);
    const floor = await msOf(() => app.query('SELECT 1'));
    const balance = await msOf(() => app.query('SELECT minor FROM account_balance WHERE account = $1', [account]));
    const page = await msOf(() => statement(provider, period.from, period.to));
    const deep = await msOf(() => statement(provider, period.from, period.to, `${START + 300 * DAY_MS}.700000`));
    const all = await msOf(() => till.world.as(provider).ask(MyMoney, {}));
    const rounded = [floor, balance, page, deep, all].map((ms) => ms.toFixed(1));
    process.stdout.write(
      `${MANY} postings: SELECT 1 ${rounded[0]} ms, balance ${rounded[1]} ms, first page of 370 days over the bus ` +
        `${rounded[2]} ms, a page deep inside ${rounded[3]} ms, my money ${rounded[4]} ms\n`,
    );
  }, 240_000);
});
