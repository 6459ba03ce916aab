/** One emulator with the real SDK, a receiver of webhooks that checks each signature, and a clock that a test moves. */
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { type StripeEmulator, startStripeEmulator } from '../src/index.ts';

export const SECRET_KEY = 'sk_test_emulator';
export const WEBHOOK_SECRET = 'whsec_emulator';

export interface Receiver {
  readonly url: string;
  /** Verified events, in order of arrival, repeats included. */
  readonly heard: Stripe.Event[];
  /** Bodies whose signature did not fit, with the header. */
  readonly refused: string[];
  /** What the receiver answers, by default 200. */
  answer: (nth: number) => number;
  stop(): Promise<void>;
}

export const connect = (port: number, secretKey = SECRET_KEY, maxNetworkRetries = 0): Stripe =>
  new Stripe(secretKey, { host: '127.0.0.1', port, protocol: 'http', maxNetworkRetries, telemetry: false });

/** `now` in milliseconds: signatures are dated in business time. */
export async function receiver(now: () => number): Promise<Receiver> {
  const { webhooks } = new Stripe(SECRET_KEY);
  const heard: Stripe.Event[] = [];
  const refused: string[] = [];
  let count = 0;
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const header = String(request.headers['stripe-signature']);
    const status = self.answer(++count);
    try {
      const event = webhooks.constructEvent(body, header, WEBHOOK_SECRET, 300, undefined, now());
      if (status < 300) heard.push(event);
      response.writeHead(status).end();
    } catch (error) {
      refused.push(error instanceof Error ? error.message : String(error));
      response.writeHead(400).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const self: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/stripe`,
    heard,
    refused,
    answer: () => 200,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return self;
}

export interface World {
  readonly emulator: StripeEmulator;
  readonly stripe: Stripe;
  readonly hooks: Receiver;
  readonly dataDir: string;
  /** Unix seconds of business time. */
  seconds(): number;
  /** Moves the business clock. */
  move(seconds: number): void;
  /** Stops the emulator and starts another on the same books. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startEmulated(): Promise<World> {
  const dataDir = mkdtempSync(join(tmpdir(), 'stripe-emulator-'));
  let offset = 0;
  const clock = () => Date.now() + offset;
  const hooks = await receiver(clock);
  const start = () =>
    startStripeEmulator({
      port: 0,
      dataDir,
      secretKey: SECRET_KEY,
      webhookSecret: WEBHOOK_SECRET,
      webhookUrl: hooks.url,
      clock,
    });
  let emulator = await start();
  let stripe = connect(emulator.port);
  return {
    get emulator() {
      return emulator;
    },
    get stripe() {
      return stripe;
    },
    hooks,
    dataDir,
    seconds: () => Math.floor(clock() / 1000),
    move: (seconds) => {
      offset += seconds * 1000;
    },
    restart: async () => {
      await emulator.stop();
      emulator = await start();
      stripe = connect(emulator.port);
    },
    stop: async () => {
      await emulator.stop();
      await hooks.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A session like billing's: the price and the Handling Fee. */
export const hire = (booking = 'b1', price = 6000): Stripe.Checkout.SessionCreateParams => ({
  mode: 'payment',
  line_items: [
    { price_data: { currency: 'usd', unit_amount: price, product_data: { name: 'Session' } }, quantity: 1 },
    { price_data: { currency: 'usd', unit_amount: 349, product_data: { name: 'Handling Fee' } }, quantity: 1 },
  ],
  client_reference_id: booking,
  metadata: { booking },
  payment_intent_data: { metadata: { booking }, transfer_group: booking, description: 'Sounding' },
  success_url: 'http://localhost:3000/paid?session={CHECKOUT_SESSION_ID}',
  cancel_url: 'http://localhost:3000/back',
});

/** Asks again until it holds, at most ten seconds. */
export async function eventually<T>(look: () => T | Promise<T>): Promise<T> {
  const until = Date.now() + 10_000;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** The error a promise ends with. */
export async function refusal(work: Promise<unknown>): Promise<InstanceType<typeof Stripe.errors.StripeError>> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}
