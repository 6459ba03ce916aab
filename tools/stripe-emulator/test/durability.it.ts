/** The emulator as a process, killed with SIGKILL at random moments while clients pay, pass on and refund. What was answered is there afterwards. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Stripe from 'stripe';
import { startStripeEmulator } from '../src/index.ts';
import { connect, eventually, hire, type Receiver, receiver, SECRET_KEY, WEBHOOK_SECRET } from './world.ts';

const MAIN = join(import.meta.dirname, '../src/main.ts');
const dataDir = mkdtempSync(join(tmpdir(), 'stripe-emulator-kill-'));
const clockFile = join(dataDir, 'clock.json');
let hooks: Receiver;
let child: ChildProcess | undefined;
const children: ChildProcess[] = [];

beforeAll(async () => {
  writeFileSync(clockFile, JSON.stringify({ offsetMs: 0 }));
  hooks = await receiver(Date.now);
});
afterAll(async () => {
  for (const one of children) one.kill('SIGKILL');
  await hooks.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const environment = () => ({
  ...process.env,
  STRIPE_EMULATOR_PORT: '0',
  STRIPE_EMULATOR_DATA: dataDir,
  STRIPE_SECRET_KEY: SECRET_KEY,
  STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
  STRIPE_WEBHOOK_URL: hooks.url,
  SOUNDING_CLOCK_FILE: clockFile,
});

/** Starts the process and answers its port. */
async function start(): Promise<number> {
  child = spawn(process.execPath, [MAIN], { env: environment(), stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const exited = once(child, 'exit').then(([code]) => {
    throw new Error(`the emulator ended with ${code}`);
  });
  exited.catch(() => undefined);
  const [line] = (await Promise.race([once(child.stdout ?? child, 'data'), exited])) as [Buffer];
  return Number(/:(\d+)\s*$/.exec(line.toString())?.[1]);
}

async function kill(): Promise<void> {
  const dead = once(child as ChildProcess, 'exit');
  child?.kill('SIGKILL');
  await dead;
}

interface Known {
  readonly booking: string;
  session: string | null;
  paid: boolean;
  transfer: string | null;
  refund: string | null;
}

/** Hires, pays and refunds one after the other until the connection breaks; notes only what was answered. */
async function work(port: number, name: string, known: Known[]): Promise<void> {
  const stripe = connect(port);
  for (let n = 0; ; n++) {
    const one: Known = { booking: `${name}-${n}`, session: null, paid: false, transfer: null, refund: null };
    known.push(one);
    try {
      await hireOne(stripe, port, one);
    } catch {
      return; // the process is gone; what it answered before is what counts
    }
  }
}

let provider = '';

const transferOf = (charge: string): Stripe.TransferCreateParams => ({
  amount: 100,
  currency: 'usd',
  destination: provider,
  source_transaction: charge,
});

/** Opens the one connected account of this test. */
async function openProvider(port: number): Promise<void> {
  provider = (await connect(port).accounts.create({ type: 'express' })).id;
  await fetch(`http://127.0.0.1:${port}/_emulator/onboard`, {
    method: 'POST',
    body: JSON.stringify({ account: provider }),
    headers: { 'content-type': 'application/json' },
  });
}

async function hireOne(stripe: Stripe, port: number, one: Known): Promise<void> {
  const session = await stripe.checkout.sessions.create(hire(one.booking), { idempotencyKey: `s-${one.booking}` });
  one.session = session.id;
  const answer = await fetch(`http://127.0.0.1:${port}/_emulator/pay`, {
    method: 'POST',
    body: JSON.stringify({ session: session.id }),
    headers: { 'content-type': 'application/json' },
  });
  const { payment_intent, charge } = (await answer.json()) as { payment_intent: string; charge: string };
  one.paid = true;
  one.transfer = (await stripe.transfers.create(transferOf(charge), { idempotencyKey: `t-${one.booking}` })).id;
  one.refund = (
    await stripe.refunds.create({ payment_intent, amount: 6000 }, { idempotencyKey: `r-${one.booking}` })
  ).id;
}

it('kill -9 loses nothing that was answered, charges nobody twice, and the books balance', async () => {
  const known: Known[] = [];
  const rounds = process.env.SOUNDING_PROVE ? 40 : 4;
  for (let round = 0; round < rounds; round++) {
    const port = await start();
    if (round === 0) await openProvider(port);
    const workers = [0, 1, 2, 3].map((n) => work(port, `${round}-${n}`, known));
    const done = () => known.filter(({ refund }) => refund !== null).length;
    const enough = done() + 2 + Math.floor(Math.random() * 20);
    await eventually(() => expect(done()).toBeGreaterThanOrEqual(enough));
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
    await kill();
    await Promise.all(workers);
  }
  const port = await start();
  const stripe = connect(port);
  const control = async (path: string): Promise<unknown> =>
    (await fetch(`http://127.0.0.1:${port}/_emulator${path}`)).json();
  expect(await control('/conservation')).toEqual({ holds: true, differences: [] });
  const charges = (await control('/charges?key=booking')) as Record<string, { charges: number; refunded: number }>;
  expect(Object.values(charges).filter((row) => row.charges !== 1 || row.refunded > 6000)).toEqual([]);
  for (const one of known.filter(({ session }) => session !== null)) {
    const again = await stripe.checkout.sessions.create(hire(one.booking), { idempotencyKey: `s-${one.booking}` });
    expect(again.id).toBe(one.session);
    if (one.paid) expect(charges[one.booking]?.charges).toBe(1);
    if (one.refund) expect(charges[one.booking]?.refunded).toBe(6000);
  }
  const transfers = await stripe.transfers.list({ limit: 100 }).autoPagingToArray({ limit: 10_000 });
  const sent = new Set(transfers.map(({ id }) => id));
  expect(known.filter(({ transfer }) => transfer !== null && !sent.has(transfer))).toEqual([]);
  expect(new Set(transfers.map((transfer) => transfer.source_transaction)).size).toBe(transfers.length);
  const theirs = await stripe.balance.retrieve({}, { stripeAccount: provider });
  const [available, pending] = [theirs.available[0]?.amount ?? 0, theirs.pending[0]?.amount ?? 0];
  expect(available + pending).toBe(100 * transfers.length);
  const completed = await stripe.events
    .list({ type: 'checkout.session.completed', limit: 100 })
    .autoPagingToArray({ limit: 10_000 });
  await eventually(() => {
    const heard = new Set(hooks.heard.map(({ id }) => id));
    expect(completed.filter(({ id }) => !heard.has(id))).toEqual([]);
  });
  expect(hooks.refused).toEqual([]);
  await kill();
});

it('refuses to start on books that another process keeps or that do not balance, and names a wrong setting', async () => {
  await start();
  const second = startStripeEmulator({ port: 0, dataDir, secretKey: SECRET_KEY, webhookSecret: WEBHOOK_SECRET });
  await expect(second).rejects.toThrow('locked');
  await kill();
  const { DatabaseSync } = await import('node:sqlite');
  const db = new DatabaseSync(join(dataDir, 'stripe.db'));
  db.exec('update funds set total = total + 1');
  db.close();
  await expect(
    startStripeEmulator({ port: 0, dataDir, secretKey: SECRET_KEY, webhookSecret: WEBHOOK_SECRET }),
  ).rejects.toThrow('is off by 1');
  const wrong = spawn(process.execPath, [MAIN], { env: { ...environment(), STRIPE_SECRET_KEY: 'sk_live_x' } });
  const said: Buffer[] = [];
  wrong.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  const [code] = (await once(wrong, 'close')) as [number];
  expect([code, Buffer.concat(said).toString()]).toEqual([2, expect.stringContaining('STRIPE_SECRET_KEY')]);
});
