/** A till for tests: billing with a real PostgreSQL, NATS and Stripe emulator, and a door that carries its webhooks in. */
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  type Bearer,
  BookingMoney,
  FundsHeld,
  GiveBackDecided,
  OpenBill,
  type Outcome,
  type Output,
  RefundDecided,
  Refusal,
  ReleaseDecided,
  StartPayment,
  StripeWebhook,
} from '@sounding/contracts';
import { type Money, money } from '@sounding/money';
import { settle, termsOf } from '@sounding/terms';
import { startWorld, type World } from '@sounding/testing';
import { clockFromFile, type StripeEmulator, startStripeEmulator } from '@sounding/tool-stripe-emulator';
import { BillingModule } from '../src/billing.module.ts';

const TERMS = termsOf('2026-11-01');
const SECRET_KEY = 'sk_test_till';
export const WEBHOOK_SECRET = 'whsec_till';
const PAGES = { successUrl: 'http://localhost:3000/paid', cancelUrl: 'http://localhost:3000/back' };

export interface Hire {
  readonly bookingId: string;
  readonly clientId: string;
  readonly providerId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

export class Till {
  readonly world: World;
  readonly stripe: StripeEmulator;
  readonly door: Server;
  /** What the door answered to webhooks, oldest first. */
  readonly answers: string[] = [];

  private constructor(world: World, stripe: StripeEmulator, door: Server) {
    this.world = world;
    this.stripe = stripe;
    this.door = door;
  }

  /** `open: false` leaves billing to be started by the test. */
  static async start({ open = true } = {}): Promise<Till> {
    const world = await startWorld();
    const stripe = await startStripeEmulator({
      port: 0,
      dataDir: join(world.home, 'stripe'),
      secretKey: SECRET_KEY,
      webhookSecret: WEBHOOK_SECRET,
      clock: clockFromFile(world.clock.file),
    });
    const door = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        void till
          .deliver(Buffer.concat(parts), String(request.headers['stripe-signature'] ?? ''))
          .then((answer) => response.writeHead(answer === 'ok' ? 200 : answer === 'fault' ? 503 : 400).end());
      });
    });
    const till = new Till(world, stripe, door);
    await new Promise<void>((done) => door.listen(0, '127.0.0.1', done));
    await till.hearWebhooks();
    if (open) await till.open();
    return till;
  }

  /** What a billing process of this till is told. */
  environment(more: Record<string, string> = {}): Promise<Record<string, string>> {
    return this.world.environment('billing', { ...this.settings(), ...more });
  }

  private settings(): Record<string, string> {
    return {
      STRIPE_SECRET_KEY: SECRET_KEY,
      STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
      STRIPE_API_URL: this.stripe.url,
    };
  }

  /** Starts billing in this process; started again it is a second copy. */
  open() {
    return this.world.service('billing', BillingModule, { environment: this.settings() });
  }

  hearWebhooks(): Promise<void> {
    return this.stripe.setWebhookUrl(`http://127.0.0.1:${(this.door.address() as AddressInfo).port}/webhooks/stripe`);
  }

  /** Events happen at Stripe, and nobody is told. */
  missWebhooks(): Promise<void> {
    return this.stripe.setWebhookUrl(null);
  }

  /** One webhook as the gateway would hand it on: `ok`, the code of the refusal, or `fault`. */
  async deliver(body: Buffer, signature: string): Promise<string> {
    const gateway = this.world.asService('gateway');
    const answer = await refusalOf(gateway.ask(StripeWebhook, { body: body.toString('base64'), signature })).then(
      (code) => (code === 'accepted' ? 'ok' : code),
      () => 'fault',
    );
    this.answers.push(answer);
    return answer;
  }

  /** A bill of a session that starts in two days, as booking would have it opened; of a package with `weeks` more. */
  async bill(
    price = 6000,
    { weeks = [], ...more }: Partial<Hire> & { weeks?: readonly string[] } = {},
  ): Promise<Hire & { bill: Output<typeof OpenBill> }> {
    const now = this.world.clock.now().getTime();
    const hire = {
      bookingId: randomUUID(),
      clientId: randomUUID(),
      providerId: randomUUID(),
      startsAt: new Date(now + 48 * 3_600_000),
      endsAt: new Date(now + 49 * 3_600_000),
      ...more,
    };
    const bill = await this.world.as(hire.clientId).ask(OpenBill, {
      bookingId: hire.bookingId,
      providerId: hire.providerId,
      listingId: randomUUID(),
      mode: 'advice',
      price: money(price),
      startsAt: hire.startsAt.toISOString(),
      endsAt: hire.endsAt.toISOString(),
      expiresAt: new Date(now + 600_000).toISOString(),
      ...(weeks.length > 0 ? { more: weeks.map((bookingId, week) => ({ bookingId, ...later(hire, week + 1) })) } : {}),
    });
    return { ...hire, bill };
  }

  startPayment(hire: Pick<Hire, 'bookingId' | 'clientId'>, keepCard = false): Promise<Output<typeof StartPayment>> {
    return this.world.as(hire.clientId).ask(StartPayment, { bookingId: hire.bookingId, ...PAGES, keepCard });
  }

  pay(url: string, card?: string) {
    return this.stripe.pay(sessionOf(url), card);
  }

  /** Bill, page, card, and the money is held. */
  async hire(
    price = 6000,
    more: Partial<Hire> & { weeks?: readonly string[] } = {},
  ): Promise<Hire & { bill: Output<typeof OpenBill> }> {
    const hire = await this.bill(price, more);
    await this.pay((await this.startPayment(hire)).url);
    await this.held(hire.bookingId);
    return hire;
  }

  held(bookingId: string) {
    return this.world.eventually(() => {
      const [one, ...more] = this.world.heard('billing', FundsHeld).filter((event) => event.bookingId === bookingId);
      if (!one || more.length > 0) throw new Error(`${more.length + (one ? 1 : 0)} funds-held of ${bookingId}`);
      return one;
    });
  }

  /** The booking's money as staff see it. */
  money(bookingId: string): Promise<Output<typeof BookingMoney>> {
    return this.world.staff(randomUUID()).ask(BookingMoney, { bookingId });
  }

  /** The sum of every account in the ledger, and the accounts of one name. */
  async balances(): Promise<Record<string, number>> {
    const rows = await this.world.sql<{ account: string; minor: string }>(
      'billing',
      'SELECT account, sum(minor)::text AS minor FROM ledger_posting GROUP BY account',
    );
    return Object.fromEntries(rows.map(({ account, minor }) => [account, Number(minor)]));
  }

  /** Booking decides who gets what of a hire, by the terms; `decided` is what a claim gives back. */
  refund(hire: Hire, reason: Outcome, price: number, decided?: number, already = 0, fee = TERMS.handlingFee) {
    const on = {
      price: money(price),
      fee,
      already: money(already),
      ...(decided === undefined ? {} : { decided: money(decided) }),
    };
    const { feeKept: _kept, ...parts } = settle(TERMS, reason, on);
    return this.world.say('booking', RefundDecided, { ...this.of(hire), reason, ...parts });
  }

  release(hire: Hire, toProvider: number, commission: number) {
    const parts = { toProvider: dollars(toProvider), commission: dollars(commission) };
    return this.world.say('booking', ReleaseDecided, { ...this.of(hire), ...parts });
  }

  giveBack(hire: Hire, toClient: number, bearer: Bearer) {
    return this.world.say('booking', GiveBackDecided, { ...this.of(hire), toClient: dollars(toClient), bearer });
  }

  private of({ bookingId, clientId, providerId }: Hire) {
    return { bookingId, clientId, providerId, at: this.world.clock.now().toISOString() };
  }

  /** The charge at Stripe that paid a hire. */
  async chargeOf({ bookingId }: Hire): Promise<string> {
    const [row] = await this.world.sql<{ charge_id: string }>(
      'billing',
      `SELECT charge_id FROM payment WHERE booking_id = $1 AND state = 'paid' AND bill_id IS NOT NULL`,
      [bookingId],
    );
    if (!row) throw new Error(`booking ${bookingId} was never paid`);
    return row.charge_id;
  }

  /** Our books and Stripe's agree, ours sum to zero, and the balance table is the sum of the postings. */
  async expectBooksToAgree(): Promise<void> {
    const balances = await this.balances();
    expect(Object.values(balances).reduce((all, minor) => all + minor, 0)).toBe(0);
    const kept = await this.world.sql<{ account: string; minor: string }>('billing', 'SELECT * FROM account_balance');
    expect(Object.fromEntries(kept.map(({ account, minor }) => [account, Number(minor)]))).toEqual(balances);
    await this.expectPiecesToAgree(balances);
    const { available, pending } =
      await this.atStripe<Record<'available' | 'pending', { amount: number }[]>>('/v1/balance');
    const there = [...available, ...pending].reduce((all, part) => all + part.amount, 0);
    expect(balances.stripe ?? 0).toBe(there);
    expect(this.stripe.conservation()).toMatchObject({ holds: true });
  }

  /** Stripe's own word; with a body, something done there by hand. */
  async atStripe<T>(path: string, body?: Record<string, string>): Promise<T> {
    const response = await fetch(`${this.stripe.url}${path}`, {
      ...(body ? { method: 'POST', body: new URLSearchParams(body) } : {}),
      headers: { authorization: `Bearer ${SECRET_KEY}` },
    });
    if (!response.ok) throw new Error(`Stripe says ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** What is payable is the sum of open earnings; what is owed is the sum of open debts; both per provider. */
  private async expectPiecesToAgree(balances: Record<string, number>): Promise<void> {
    const pieces = await this.world.sql<{ account: string; minor: string }>(
      'billing',
      `SELECT 'payable:' || provider_id AS account, (-sum(amount_minor - taken_minor - transferred_minor))::text AS minor
         FROM earning GROUP BY provider_id
       UNION ALL
       SELECT 'receivable:' || provider_id, sum(amount_minor - recovered_minor - written_off_minor)::text
         FROM debt GROUP BY provider_id`,
    );
    const kept = Object.entries(balances).filter(([account]) => /^(payable|receivable):/.test(account));
    const sums = new Map(pieces.map(({ account, minor }) => [account, Number(minor)]));
    for (const [account, minor] of kept) expect([account, sums.get(account) ?? 0]).toEqual([account, minor]);
    for (const [account, minor] of sums) expect([account, balances[account] ?? 0]).toEqual([account, minor]);
  }

  async stop(): Promise<void> {
    await this.missWebhooks();
    await this.world.stop();
    await this.stripe.stop();
    this.door.closeAllConnections();
    await new Promise((done) => this.door.close(done));
  }
}

/** The same hour so many weeks later. */
function later({ startsAt, endsAt }: Hire, weeks: number): { startsAt: string; endsAt: string } {
  const on = (at: Date) => new Date(at.getTime() + weeks * 7 * 86_400_000).toISOString();
  return { startsAt: on(startsAt), endsAt: on(endsAt) };
}

export function sessionOf(url: string): string {
  return new URL(url).pathname.split('/').pop() ?? '';
}

export function dollars(minor: number): Money {
  return money(minor);
}

/** The code of the refusal that a request was answered with. */
export async function refusalOf(asked: Promise<unknown>): Promise<string> {
  try {
    await asked;
    return 'accepted';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}
