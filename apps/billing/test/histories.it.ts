/**
 * Histories of money, drawn at random and told to the real decisions, flows, stores and SQL, and to a plain model beside them
 * (`plain.ts`). After every step each account holds what the model says. `npm run prove` runs a thousand histories of a
 * hundred steps, `npm test` fifty; SOUNDING_SEED repeats a run.
 */
import { randomUUID } from 'node:crypto';
import { cloneDatabase, dropDatabase, type TestDatabase } from '@sounding/testing';
import fc from 'fast-check';
import pg from 'pg';
import type { PrismaClient } from '../src/generated/prisma/client.ts';
import { Counter } from './counter.ts';
import { type Booking, Plain } from './plain.ts';
import { type Scene, STEPS } from './steps.ts';

const numRuns = Number(process.env.SOUNDING_HISTORIES ?? (process.env.SOUNDING_PROVE === '1' ? 1_000 : 50));
const STEPS_EACH = 100;
const seed = Number(process.env.SOUNDING_SEED ?? Date.now() % 1_000_000);
process.stdout.write(`histories of money: seed ${seed}, ${numRuns} of ${STEPS_EACH} steps each\n`);

/** Histories run beside each other, each lane in a database of its own: one lane mostly waits for PostgreSQL. */
const LANES = 4;
interface Lane {
  readonly database: TestDatabase;
  readonly pool: pg.Pool;
  readonly prisma: PrismaClient;
}
const lanes: Lane[] = [];
beforeAll(async () => {
  for (let lane = 0; lane < LANES; lane += 1) {
    const database = await cloneDatabase('billing', `histories_${process.pid}_${lane}`);
    const pool = new pg.Pool({ connectionString: database.url, max: 4 });
    lanes.push({ database, pool, prisma: Counter.prisma(pool) });
  }
});
afterAll(async () => {
  for (const { database, pool, prisma } of lanes) {
    await prisma.$disconnect();
    await pool.end();
    await dropDatabase(database.name);
  }
});

type Told = readonly ['rest'] | readonly [name: keyof typeof STEPS, booking: number, n: number];

/** A history is printed as what happened in it; while it shrinks, a step becomes a rest. */
class History {
  constructor(
    readonly prices: readonly number[],
    readonly steps: readonly Told[],
  ) {}

  [fc.toStringMethod](): string {
    const told = this.steps.filter(([name]) => name !== 'rest').map((step) => `  ${step.join(' ')}`);
    return `prices ${this.prices.join(', ')}\n${told.join('\n')}`;
  }
}

const step = fc.oneof(
  { withCrossShrink: true },
  { arbitrary: fc.constant<Told>(['rest']), weight: 1 },
  {
    arbitrary: fc
      .tuple(fc.constantFrom(...(Object.keys(STEPS) as (keyof typeof STEPS)[])), fc.nat(2), fc.nat(600_000))
      .map((told): Told => told),
    weight: 60,
  },
);
/** Odd prices, and often small ones, where half a cent is a large part. */
const price = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 500, max: 500_000 }));
const history = fc
  .tuple(
    fc.array(price, { minLength: 3, maxLength: 3 }),
    fc.array(step, { minLength: STEPS_EACH, maxLength: STEPS_EACH }),
  )
  .map(([prices, steps]) => new History(prices, steps));

async function begin({ prisma, pool }: Lane, prices: readonly number[]): Promise<Scene> {
  const counter = new Counter(prisma, pool);
  const [client, provider] = [randomUUID(), randomUUID()];
  const hires = await Promise.all(prices.map((one) => counter.hire(client, provider, one)));
  return { id: randomUUID(), plain: new Plain(prices), counter, hires, ids: new Map() };
}

/** All accounts of a history, by the model's names. */
async function accounts(scene: Scene): Promise<Record<string, number>> {
  const bookings = scene.hires.map(({ bookingId }) => bookingId);
  const payouts = scene.plain.payouts.map((_, index) => `${scene.id}:${index}`);
  const rows = await scene.counter.query<{ account: string; minor: string }>(
    `SELECT account, sum(minor)::text AS minor FROM ledger_posting WHERE entry_id IN (
       SELECT id FROM ledger_entry WHERE booking_id = ANY ($1)
       UNION ALL
       SELECT id FROM ledger_entry WHERE kind IN ('payout-asked', 'payout-confirmed', 'payout-failed') AND ref = ANY ($2)
     ) GROUP BY account`,
    [bookings, payouts],
  );
  const named: Record<string, number> = {};
  for (const { account, minor } of rows) {
    const [kind = '', id = ''] = account.split(':');
    const name = kind === 'hold' ? `hold:${bookings.indexOf(id)}` : kind;
    named[name] = (named[name] ?? 0) + Number(minor);
  }
  return named;
}

const moved = (all: Record<string, number>) =>
  Object.fromEntries(Object.entries(all).filter(([, minor]) => minor !== 0));

async function expectTheSame(scene: Scene): Promise<void> {
  const real = await accounts(scene);
  expect(moved(real)).toEqual(moved(scene.plain.accounts));
  expect(Object.values(real).reduce((all, minor) => all + minor, 0)).toBe(0);
  for (const { charges, refunds, released, ...booking } of scene.plain.bookings) {
    if (released) expect([booking.index, scene.plain.held(booking as Booking)]).toEqual([booking.index, 0]);
    for (const charge of charges) {
      // What was paid by hand Stripe does not know of, so a bank may still take it; all else goes back once.
      const ways = charge.dispute?.state === 'lost' ? ['made', 'asked'] : ['made', 'asked', 'by hand'];
      const sent = refunds.filter(({ charge: of, state }) => of === charge && ways.includes(state));
      const taken = charge.dispute?.state === 'lost' ? charge.dispute.amount : 0;
      const back = sent.reduce((all, { amount }) => all + amount, taken);
      expect(back).toBeLessThanOrEqual(charge.amount);
    }
  }
}

/** Paid is what the client got or waits for, what is held, what is the provider's, and what we kept: from the tables. */
async function expectNothingLost(scene: Scene): Promise<void> {
  const bookings = scene.hires.map(({ bookingId }) => bookingId);
  const [row] = await scene.counter.query<Record<'paid' | 'refunded' | 'disputed' | 'held' | 'theirs', string>>(
    `SELECT
       (SELECT coalesce(sum(amount_minor), 0) FROM payment WHERE booking_id = ANY ($1) AND state = 'paid') AS paid,
       (SELECT coalesce(sum(amount_minor), 0) FROM refund WHERE booking_id = ANY ($1) AND state <> 'void') AS refunded,
       (SELECT coalesce(sum(amount_minor), 0) FROM dispute WHERE booking_id = ANY ($1) AND state = 'lost') AS disputed,
       (SELECT coalesce(sum(price_minor - price_refunded_minor - price_charged_back_minor), 0) FROM bill
         WHERE booking_id = ANY ($1) AND paid_at IS NOT NULL AND released_at IS NULL) AS held,
       (SELECT coalesce(sum(amount_minor - taken_minor), 0) FROM earning WHERE provider_id = $2)
         - (SELECT coalesce(sum(amount_minor - recovered_minor - written_off_minor), 0) FROM debt WHERE provider_id = $2)
         AS theirs`,
    [bookings, scene.hires[0]?.providerId],
  );
  const real = await accounts(scene);
  const on = (name: string) => real[name] ?? 0;
  const keptByUs = -['rev.fee', 'rev.commission', 'exp.guarantee', 'exp.chargeback'].reduce(
    (all, one) => all + on(one),
    0,
  );
  const returned = scene.plain.transfers.reduce((all, transfer) => all + transfer.returned, 0);
  const { paid, refunded, disputed, held, theirs } = row ?? {};
  expect(Number(refunded) + Number(disputed) + Number(held) + Number(theirs) - returned + keptByUs).toBe(Number(paid));
}

/** The last line of each statement is its balance, and payable and owed are the pieces they are made of. */
async function expectStatementsToAgree(scene: Scene): Promise<void> {
  const provider = scene.hires[0]?.providerId ?? '';
  const names = [
    `payable:${provider}`,
    `receivable:${provider}`,
    ...scene.hires.map((hire) => `hold:${hire.bookingId}`),
  ];
  const rows = await scene.counter.query<{ account: string; minor: string; said: string; posted: string }>(
    `SELECT b.account, b.minor::text,
       (SELECT balance::text FROM ledger_posting p WHERE p.account = b.account ORDER BY at DESC, id DESC LIMIT 1) AS said,
       (SELECT sum(minor)::text FROM ledger_posting p WHERE p.account = b.account) AS posted
     FROM account_balance b WHERE account = ANY ($1)`,
    [names],
  );
  for (const { account, minor, said, posted } of rows) expect([account, said, posted]).toEqual([account, minor, minor]);
  const of = (account: string) => Number(rows.find((one) => one.account === account)?.minor ?? 0);
  const earnings = scene.plain.earnings.reduce((all, one) => all + one.amount - one.taken - one.transferred, 0);
  const debts = scene.plain.debts.reduce((all, one) => all + one.amount - one.ended, 0);
  expect([of(`payable:${provider}`), of(`receivable:${provider}`)]).toEqual([0 - earnings, debts]);
}

/** Tips pay no fee and no commission: what was tipped is what was earned. */
function expectTipsWhole(scene: Scene): void {
  const tips = scene.plain.bookings.flatMap(({ charges }) => charges.filter(({ of }) => of === 'tip'));
  const sessions = scene.plain.bookings.reduce((all, { earning }) => all + (earning?.amount ?? 0), 0);
  const tipped = tips.reduce((all, { amount }) => all + amount, 0);
  expect(scene.plain.earnings.reduce((all, { amount }) => all + amount, 0)).toBe(tipped + sessions);
}

/** Tells a history to both, step by step; answers how many steps it had. */
async function tell(lane: Lane, { prices, steps }: History): Promise<number> {
  const scene = await begin(lane, prices);
  let happened = 0;
  for (const told of steps) {
    const booking = told[0] === 'rest' ? null : scene.plain.bookings[told[1]];
    if (told[0] === 'rest' || !booking) continue;
    scene.counter.tick();
    await STEPS[told[0]](scene, booking, told[2]);
    await expectTheSame(scene);
    happened += 1;
  }
  await expectNothingLost(scene);
  await expectStatementsToAgree(scene);
  expectTipsWhole(scene);
  return happened;
}

it(
  'whatever happens to money, every account holds what the plain model says',
  async () => {
    let happened = 0;
    const run = (lane: Lane, index: number) =>
      fc.assert(
        fc.asyncProperty(history, async (one) => {
          const steps = await tell(lane, one);
          happened += steps;
        }),
        { numRuns: Math.ceil(numRuns / LANES), seed: seed + index },
      );
    await Promise.all(lanes.map(run));
    process.stdout.write(`histories of money: ${happened} of ${numRuns * STEPS_EACH} drawn steps could happen\n`);
    // A step that the state of its hire does not allow is passed over; a run in which little happens would prove little.
    expect(happened).toBeGreaterThan(numRuns * STEPS_EACH * 0.2);
  },
  60 * 60_000,
);
