/**
 * Webhooks per second: a billing process of its own on PostgreSQL and NATS, asked as the gateway asks it. Stripe's own webhooks
 * of real payments are held back and delivered all at once.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { OpenBill, StartPayment, StripeWebhook } from '@sounding/contracts';
import { money } from '@sounding/money';
import { stopChild, type World } from '@sounding/testing';
import { type StripeEmulator, startStripeEmulator } from '@sounding/tool-stripe-emulator';
import pg from 'pg';
import Stripe from 'stripe';
import { inLanes } from './figures.ts';
import { type Kept, keep, settle } from './ledger.floor.ts';
import { paid, rules } from './postings.run.ts';
import { serviceProcess } from './service.process.ts';

const SECRETS = { key: 'sk_test_bench', webhook: 'whsec_bench' };
const PAGES = { successUrl: 'http://localhost:3000/paid', cancelUrl: 'http://localhost:3000/back' };
/** Enough for a second or two; few enough that all are paid before billing reads Stripe's own list of events, once a minute. */
const PAYMENTS = 120;
const INTAKE = 2_000;
const LIMIT_MS = 10_000;
const PATIENCE_MS = 30_000;
/** The kinds that act on a payment; Stripe is told to send no others. */
const KINDS = ['checkout.session.completed', 'payment_intent.succeeded', 'charge.updated'];

interface Webhook {
  readonly body: string;
  readonly signature: string;
}

export interface Webhooks {
  readonly payments: number;
  /** From the request of the gateway to the answer after the commit; kinds that nobody acts on. */
  readonly keptPerSecond: number;
  /** All of them, until every payment is held in the ledger. */
  readonly settledPerSecond: number;
  readonly floor: { readonly keptPerSecond: number; readonly settledPerSecond: number };
}

/** Stripe's webhooks as they come, answered and kept. */
async function holdBack(stripe: StripeEmulator, held: Webhook[]): Promise<() => Promise<void>> {
  const door = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const signature = String(request.headers['stripe-signature'] ?? '');
      held.push({ body: Buffer.concat(parts).toString('base64'), signature });
      response.end();
    });
  });
  await new Promise<void>((done) => door.listen(0, '127.0.0.1', done));
  await stripe.setWebhookUrl(`http://127.0.0.1:${(door.address() as AddressInfo).port}/webhooks/stripe`);
  return async () => {
    await stripe.setWebhookUrl(null);
    door.closeAllConnections();
    await new Promise((done) => door.close(done));
  };
}

function billing(world: World, stripe: StripeEmulator) {
  const secrets = { STRIPE_SECRET_KEY: SECRETS.key, STRIPE_WEBHOOK_SECRET: SECRETS.webhook };
  return serviceProcess(world, 'billing', { ...secrets, STRIPE_API_URL: stripe.url });
}

/** Paid at Stripe, and nobody told billing. */
async function pay(world: World, stripe: StripeEmulator): Promise<{ bookingId: string }> {
  const now = Date.now();
  const client = world.as(randomUUID());
  const [bookingId, providerId, listingId] = [randomUUID(), randomUUID(), randomUUID()];
  await client.ask(OpenBill, {
    ...{ bookingId, providerId, listingId, mode: 'advice', price: money(6000) },
    startsAt: new Date(now + 48 * 3_600_000).toISOString(),
    endsAt: new Date(now + 49 * 3_600_000).toISOString(),
    expiresAt: new Date(now + 600_000).toISOString(),
  });
  const { url } = await client.ask(StartPayment, { bookingId, ...PAGES });
  await stripe.pay(new URL(url).pathname.split('/').pop() ?? '');
  return { bookingId };
}

/** A webhook of a kind that is kept and left alone: signed, checked, stored, done. */
function idle(stripe: Stripe): Webhook {
  const payload = JSON.stringify({
    ...{ id: `evt_${randomUUID()}`, object: 'event', type: 'customer.created', livemode: false },
    ...{ created: Math.floor(Date.now() / 1000), api_version: null, pending_webhooks: 1, request: null },
    data: { object: { id: `cus_${randomUUID()}`, object: 'customer', metadata: {} } },
  });
  const signature = stripe.webhooks.generateTestHeaderString({ payload, secret: SECRETS.webhook });
  return { body: Buffer.from(payload).toString('base64'), signature };
}

async function perSecond<T>(items: readonly T[], connections: number, work: (item: T) => Promise<unknown>) {
  const begun = performance.now();
  const { length } = await inLanes(items, connections, LIMIT_MS, work);
  return length / ((performance.now() - begun) / 1000);
}

function keptOf({ body }: Webhook): Kept {
  const { id, type, data } = JSON.parse(Buffer.from(body, 'base64').toString()) as Stripe.Event;
  return { id, type, objectId: (data.object as { id: string }).id };
}

const UNPAID = `SELECT id, booking_id FROM payment WHERE state <> 'paid'`;

/** The floor of both figures, on copies of the rows as they are before anything is delivered. */
async function floorOf(superUrl: string, held: readonly Webhook[], idles: readonly Webhook[], connections: number) {
  const pool = new pg.Pool({ connectionString: superUrl, max: connections });
  try {
    await pool.query('INSERT INTO floor.payment SELECT * FROM payment; INSERT INTO floor.bill SELECT * FROM bill');
    const { rows } = await pool.query<{ id: string; booking_id: string }>(UNPAID);
    const of = await rules();
    const settling = rows.map(({ id, booking_id: bookingId }, n) => ({
      ...{ paymentId: id, bookingId, entries: paid(of, bookingId, new Date().toISOString()) },
      events: held.filter((_, at) => at % rows.length === n).map((one) => keptOf(one).id),
    }));
    await perSecond(Array(connections * 4).fill(0), connections, () =>
      keep(pool, keptOf(idle(new Stripe(SECRETS.key)))),
    );
    const keptPerSecond = await perSecond(idles.map(keptOf), connections, (one) => keep(pool, one));
    const begun = performance.now();
    await perSecond(held.map(keptOf), connections, (one) => keep(pool, one));
    await perSecond(settling, connections, (one) => settle(pool, one));
    return { keptPerSecond, settledPerSecond: held.length / ((performance.now() - begun) / 1000) };
  } finally {
    await pool.end();
  }
}

async function unpaid(world: World): Promise<number> {
  return (await world.sql('billing', UNPAID)).length;
}

/** Delivers all that was held back at once, and waits until the ledger holds every payment. */
async function deliver(world: World, held: readonly Webhook[], connections: number): Promise<number> {
  const gateway = world.asService('gateway');
  const begun = performance.now();
  await inLanes(held, connections, PATIENCE_MS, (one) => gateway.ask(StripeWebhook, one));
  await world.eventually(async () => {
    const left = await unpaid(world);
    if (left > 0) throw new Error(`${left} payments were not held within ${PATIENCE_MS / 1000} s`);
  }, PATIENCE_MS);
  return held.length / ((performance.now() - begun) / 1000);
}

/** @param connections as many requests under way, and as many connections of the floor */
export async function webhooksPerSecond(world: World, connections: number): Promise<Webhooks> {
  const held: Webhook[] = [];
  const stripe = await startStripeEmulator({
    ...{ port: 0, dataDir: join(world.home, 'stripe'), secretKey: SECRETS.key, webhookSecret: SECRETS.webhook },
    webhookEvents: KINDS,
  });
  const close = await holdBack(stripe, held);
  const child = await billing(world, stripe);
  try {
    await world.eventually(() => pay(world, stripe), PATIENCE_MS);
    await inLanes(Array(PAYMENTS - 1).fill(0), connections, PATIENCE_MS, () => pay(world, stripe));
    const payments = await unpaid(world);
    await world.eventually(() => {
      if (held.length < payments * 2) throw new Error(`Stripe has sent only ${held.length} webhooks`);
    }, PATIENCE_MS);
    await close();
    const { superUrl } = await world.database('billing');
    const signer = new Stripe(SECRETS.key);
    const idles = Array.from({ length: INTAKE }, () => idle(signer));
    const floor = await floorOf(superUrl, held, idles, connections);
    if ((await unpaid(world)) < payments) throw new Error('billing found the payments by itself before it was told');
    const settledPerSecond = await deliver(world, held, connections);
    const gateway = world.asService('gateway');
    const keptPerSecond = await perSecond(idles, connections, (one) => gateway.ask(StripeWebhook, one));
    return { payments, keptPerSecond, settledPerSecond, floor };
  } finally {
    await stopChild(child);
    await stripe.stop();
  }
}
