/** Billing as a process of its own, ended by SIGKILL at each of its crash points, and started again: the story goes on, once. */
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, mkdtempSync, openSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FundsHeld, RefundDecided, RefundMade, StartOnboarding, ViewBill } from '@sounding/contracts';
import { signalGroup, spawnKept } from '@sounding/testing';
import { dollars, type Hire, Till } from './till.ts';

const MAIN = resolve(import.meta.dirname, '../dist/main.js');

let till: Till;
let child: ChildProcess | null = null;
let stopping = false;
let deaths = 0;
let environment: Record<string, string>;

/** As a supervisor would: it is started again whenever it dies. */
function keepAlive(): void {
  const log = openSync(join(till.world.home, 'billing-process.log'), 'a');
  const { NODE_OPTIONS: _ours, ...surroundings } = process.env;
  child = spawnKept(process.execPath, [MAIN], {
    env: { ...surroundings, ...environment },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.once('exit', () => {
    if (stopping) return;
    deaths += 1;
    keepAlive();
  });
}

async function kill(): Promise<void> {
  const last = child;
  if (!last || last.exitCode !== null) return;
  const gone = new Promise((done) => last.once('exit', done));
  stopping = true;
  signalGroup(last, 'SIGKILL');
  await gone;
}

/** A new process that dies at the point, once. */
async function dieAt(point: string): Promise<() => boolean> {
  await kill();
  const marks = mkdtempSync(join(till.world.home, 'marks-'));
  environment = await till.environment({ SOUNDING_CRASH_AT: point, SOUNDING_CRASH_MARKS: marks });
  stopping = false;
  deaths = 0;
  keepAlive();
  return () => existsSync(join(marks, point));
}

beforeAll(async () => {
  till = await Till.start({ open: false });
});
afterAll(async () => {
  await kill();
  await till.stop();
});

/** A person tries again until the page is there; each try may meet a process that dies. */
const insistently = <T>(asking: () => Promise<T>) => till.world.eventually(asking, 40_000);

/** The first click may die with the process; the person does not wait for it for long and clicks again. */
const soon = <T>(answer: Promise<T>) =>
  Promise.race([
    answer,
    new Promise<never>((_, lost) => setTimeout(() => lost(new Error('no answer')), 1_500).unref()),
  ]);

async function payInsistently(): Promise<Hire> {
  const hire = await insistently(() => till.bill());
  const { url } = await insistently(() => soon(till.startPayment(hire)));
  await till.pay(url);
  return hire;
}

const heldOnce = (hire: Hire) =>
  till.world.eventually(async () => {
    await till.world.clock.move({ seconds: 3 });
    const heard = till.world.heard('billing', FundsHeld).filter((event) => event.bookingId === hire.bookingId);
    expect(heard).toHaveLength(1);
  }, 30_000);

describe('killed', () => {
  it.each(['billing.after-stripe-before-commit', 'billing.webhook-stored', 'billing.funds-held-before-commit'])(
    'at %s, billing comes back and holds the money once',
    async (point) => {
      const hit = await dieAt(point);
      const hire = await payInsistently();
      await heldOnce(hire);
      expect([hit(), deaths]).toEqual([true, 1]);
      const bill = await insistently(() => till.world.as(hire.clientId).ask(ViewBill, { bookingId: hire.bookingId }));
      expect(bill.state).toBe('paid');
      expect(till.stripe.charges('booking_id')[hire.bookingId]).toMatchObject({ charges: 1, refunded: 0 });
      expect((await till.money(hire.bookingId)).held).toEqual(dollars(6000));
      await till.expectBooksToAgree();
    },
    90_000,
  );

  it('at billing.after-refund-before-commit, billing comes back and the client has the money back once', async () => {
    const hit = await dieAt('billing.after-refund-before-commit');
    const hire = await payInsistently();
    await heldOnce(hire);
    const { bookingId, clientId, providerId } = hire;
    await till.world.say('booking', RefundDecided, {
      ...{ bookingId, clientId, providerId, reason: 'provider-cancelled' },
      ...{ toClient: dollars(6000), feeToClient: dollars(0), toProvider: dollars(0), commission: dollars(0) },
      at: till.world.clock.now().toISOString(),
    });
    await till.world.eventually(async () => {
      await till.world.clock.move({ seconds: 3 });
      const made = till.world.heard('billing', RefundMade).filter((event) => event.bookingId === bookingId);
      expect(made).toHaveLength(1);
    }, 30_000);
    expect([hit(), deaths]).toEqual([true, 1]);
    expect(till.stripe.charges('booking_id')[bookingId]).toMatchObject({ charges: 1, refunded: 6000 });
    await till.expectBooksToAgree();
  }, 90_000);

  it('at billing.after-transfer-before-commit, a transfer day goes on and sends everything once', async () => {
    const hit = await dieAt('billing.after-transfer-before-commit');
    const providerId = randomUUID();
    const pages = { returnUrl: 'http://localhost:3000/back', refreshUrl: 'http://localhost:3000/again' };
    await insistently(() => till.world.as(providerId).ask(StartOnboarding, pages));
    const [row] = await till.world.sql<{ id: string }>(
      'billing',
      'SELECT stripe_account_id AS id FROM provider_account',
    );
    await till.stripe.openAccount(row?.id ?? '');
    for (const _ of [1, 2, 3]) {
      const hire = await insistently(() => till.bill(6000, { providerId }));
      await till.pay((await insistently(() => soon(till.startPayment(hire)))).url);
      await heldOnce(hire);
      await till.release(hire, 5700, 300);
    }
    await till.world.eventually(
      async () => expect((await till.balances())[`payable:${providerId}`]).toBe(-17_100),
      20_000,
    );
    await till.world.clock.move({ days: 7 });
    await till.world.eventually(async () => {
      await till.world.clock.move({ seconds: 3 });
      const balances = await till.balances();
      expect([balances[`payable:${providerId}`], balances.transfer_clr]).toEqual([0, 0]);
    }, 40_000);
    expect([hit(), deaths]).toEqual([true, 1]);
    const { data } = await till.atStripe<{ data: object[] }>(`/v1/transfers?destination=${row?.id}`);
    expect(data).toHaveLength(3);
    await till.expectBooksToAgree();
  }, 120_000);
});
