/**
 * Billing's own decisions, stores and SQL, for many histories in one database: no bus, no HTTP, and Stripe in memory, where each
 * answer is what the history says. Every commit is a real one.
 */
import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Bus, Message } from '@sounding/bus';
import type { Bearer, Data, Event, GiveBackDecided, RefundDecided, ReleaseDecided } from '@sounding/contracts';
import { type Money, money } from '@sounding/money';
import type { Clock, Host } from '@sounding/service';
import { termsOf } from '@sounding/terms';
import type pg from 'pg';
import { BillStore } from '../src/bill/bill.store.ts';
import { linesOf } from '../src/bill/bill.ts';
import { CardStore } from '../src/card/card.store.ts';
import type { CardProcessor } from '../src/card/card.stripe.ts';
import { Disputes } from '../src/dispute/dispute.flow.ts';
import { DisputeStore } from '../src/dispute/dispute.store.ts';
import type { DisputeFacts } from '../src/dispute/dispute.ts';
import { EarningStore } from '../src/earning/earning.store.ts';
import { PrismaClient } from '../src/generated/prisma/client.ts';
import { LedgerStore } from '../src/ledger/ledger.store.ts';
import type { PaymentClock } from '../src/payment/payment.clock.ts';
import { Payments } from '../src/payment/payment.flow.ts';
import { PaymentStore } from '../src/payment/payment.store.ts';
import { type Processor, ProcessorRefused, type RefundFacts } from '../src/payment/payment.stripe.ts';
import type { KeptPayment, SessionFacts } from '../src/payment/payment.ts';
import { Refunds } from '../src/refund/refund.flow.ts';
import { RefundStore } from '../src/refund/refund.store.ts';
import { SettlementHandlers } from '../src/settlement/settlement.handlers.ts';
import { TipStore } from '../src/tip/tip.store.ts';
import type { Tx } from '../src/tx.ts';

const VERSION = '2026-11-01';
const START = Date.parse('2026-11-23T12:00:00.000Z');

/** What Stripe answers to the next refund that it is asked for: `silent` makes it and loses the answer. */
export type Answer = 'pending' | 'made' | 'failed' | 'silent' | 'refused';

/** Stripe as one history sees it. What it is asked beyond a charge would be our error, and throws. */
class StripeInMemory {
  next: Answer = 'made';
  readonly refunds = new Map<string, RefundFacts & { intentId: string }>();
  readonly disputes = new Map<string, DisputeFacts>();
  /** Cents that a payment intent may still return. */
  readonly left = new Map<string, number>();
  /** A charge that was once charged back returns nothing more. */
  readonly chargedBack = new Set<string>();

  async createRefund(asked: Parameters<Processor['createRefund']>[0]): Promise<RefundFacts> {
    const known = this.refunds.get(asked.idempotencyKey);
    if (known) return known;
    const { intentId, amount } = asked;
    if (this.chargedBack.has(intentId)) throw new ProcessorRefused('charged back', 'charge_disputed', {});
    if (this.next === 'refused') throw new ProcessorRefused('not now', 'rate', {});
    const left = (this.left.get(intentId) ?? 0) - amount.minor;
    if (left < 0) throw new Error(`asked to refund ${-left} more than was charged`);
    const state = this.next === 'silent' ? 'made' : this.next;
    if (state !== 'failed') this.left.set(intentId, left);
    const facts = { stripeRefundId: `re_${randomUUID()}`, refundId: asked.id, state, amount, intentId };
    this.refunds.set(asked.idempotencyKey, facts);
    if (this.next === 'silent') throw new Error('the answer was lost');
    return facts;
  }

  async findRefund(intentId: string, refundId: string): Promise<RefundFacts | null> {
    const all = [...this.refunds.values()];
    return all.find((one) => one.intentId === intentId && one.refundId === refundId && one.state !== 'failed') ?? null;
  }

  async readRefund(id: string): Promise<RefundFacts> {
    return this.byId(id);
  }

  async readDispute(id: string): Promise<DisputeFacts> {
    const facts = this.disputes.get(id);
    if (!facts) throw new Error(`no dispute ${id}`);
    return facts;
  }

  /** A refund that was under way arrives, or comes back. */
  turn(id: string, state: 'made' | 'failed'): void {
    const facts = this.byId(id);
    const [key = ''] = [...this.refunds].find(([, one]) => one === facts) ?? [];
    if (state === 'failed' && facts.state !== 'failed') {
      this.left.set(facts.intentId, (this.left.get(facts.intentId) ?? 0) + facts.amount.minor);
    }
    this.refunds.set(key, { ...facts, state });
  }

  private byId(id: string) {
    const facts = [...this.refunds.values()].find((one) => one.stripeRefundId === id);
    if (!facts) throw new Error(`no refund ${id}`);
    return facts;
  }
}

export interface Hired {
  readonly bookingId: string;
  readonly billId: string;
  readonly clientId: string;
  readonly providerId: string;
}

export class Counter {
  readonly stripe = new StripeInMemory();
  readonly bills: BillStore;
  readonly tips: TipStore;
  readonly earnings: EarningStore;
  readonly ledger: LedgerStore;
  private readonly paymentStore: PaymentStore;
  private readonly payments: Payments;
  private readonly refunds: Refunds;
  private readonly disputes: Disputes;
  private readonly settlement: SettlementHandlers;
  private seconds = 0;

  constructor(
    readonly prisma: PrismaClient,
    private readonly pool: pg.Pool,
  ) {
    const bus = { commit: <R>(work: (tx: Tx) => Promise<R>) => this.commit(work) } as unknown as Bus;
    const clock = { now: () => this.now() } as Clock;
    const quiet = () => undefined;
    const host = { log: { error: quiet, warn: quiet, info: quiet } } as unknown as Host;
    const due = { poke: quiet } as unknown as PaymentClock;
    const processor = this.stripe as unknown as Processor;
    this.bills = new BillStore(prisma);
    this.tips = new TipStore(prisma);
    this.earnings = new EarningStore(prisma);
    this.ledger = new LedgerStore(prisma);
    const { bills, tips, earnings, ledger } = this;
    const payments = new PaymentStore(prisma);
    const refunds = new RefundStore(prisma);
    const disputes = new DisputeStore(prisma);
    this.paymentStore = payments;
    this.payments = new Payments(
      ...([bus, clock, host, processor, payments, bills, tips, refunds, earnings, ledger] as const),
      ...([new CardStore(prisma), {} as CardProcessor] as const),
    );
    this.refunds = new Refunds(bus, clock, host, processor, refunds, payments, disputes, bills, ledger);
    this.disputes = new Disputes(
      ...([bus, clock, processor, disputes, payments, bills, refunds, this.refunds, earnings, ledger] as const),
    );
    this.settlement = new SettlementHandlers(clock, bills, ledger, refunds, earnings, disputes, due);
  }

  static prisma(pool: pg.Pool): PrismaClient {
    return new PrismaClient({ errorFormat: 'minimal', adapter: new PrismaPg(pool) });
  }

  now(): Date {
    return new Date(START + this.seconds * 1_000);
  }

  /** Every step of a history has its own second. */
  tick(): void {
    this.seconds += 1;
  }

  commit<R>(work: (tx: Tx) => Promise<R>): Promise<R> {
    return this.prisma.$transaction(work, { maxWait: 20_000, timeout: 60_000 });
  }

  async query<R extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    return (await this.pool.query<R>(text, [...values])).rows;
  }

  async hire(clientId: string, providerId: string, price: number): Promise<Hired> {
    const now = this.now();
    const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
    const bookingId = randomUUID();
    const lines = linesOf(money(price), termsOf(VERSION));
    const on = { bookingId, clientId, providerId, listingId: randomUUID(), mode: 'advice' as const, lines };
    const dated = { startsAt: later(48), endsAt: later(49), termsVersion: VERSION, madeAt: now, expiresAt: later(1) };
    const one = { packageId: null, place: 0 };
    const [bill] = await this.commit((tx) => this.bills.open(tx, [{ ...on, ...one, ...dated }], null));
    return { bookingId, billId: bill.id, clientId, providerId };
  }

  /** Somebody paid: Stripe says so, with its fee or (so far) without. */
  async pay(owed: { billId: string } | { tipId: string }, bookingId: string, amount: number, fee: number | null) {
    const on = { ...owed, bookingId, amount: money(amount), successUrl: '', cancelUrl: '', now: this.now() };
    const payment = await this.commit((tx) => this.paymentStore.intend(tx, { ...on, traceparent: null }));
    this.stripe.left.set(`pi_${payment.id}`, amount);
    await this.hear(payment, fee);
    return payment.id;
  }

  /** The same word of Stripe, once more or with the fee it has booked since. */
  async hear({ id, amount }: Pick<KeptPayment, 'id' | 'amount'>, fee: number | null): Promise<void> {
    const processor = fee === null ? null : { balanceTransactionId: `txn_${id}`, fee: money(fee) };
    const charged = {
      intentId: `pi_${id}`,
      chargeId: `ch_${id}`,
      amount,
      brand: 'visa',
      last4: '4242',
      processor,
      kept: null,
    };
    const facts: SessionFacts = { sessionId: `cs_${id}`, paymentId: id, url: null, state: 'paid', charged };
    await this.payments.apply(id, facts);
  }

  async tip(on: Hired, amount: number, fee: number): Promise<string> {
    const { bookingId, clientId, providerId } = on;
    const row = { bookingId, clientId, providerId, amount: money(amount), termsVersion: VERSION, now: this.now() };
    const tip = await this.commit((tx) => this.tips.make(tx, row));
    return this.pay({ tipId: tip.id }, bookingId, amount, fee);
  }

  decide(data: Omit<Data<typeof RefundDecided>, 'at'>): Promise<void> {
    return this.settlement.refund(this.message<typeof RefundDecided>({ ...data, at: this.now().toISOString() }));
  }

  release(data: Omit<Data<typeof ReleaseDecided>, 'at'>): Promise<void> {
    return this.settlement.release(this.message<typeof ReleaseDecided>({ ...data, at: this.now().toISOString() }));
  }

  giveBack({ bookingId, clientId, providerId }: Hired, toClient: Money, bearer: Bearer): Promise<void> {
    const data = { bookingId, clientId, providerId, toClient, bearer, at: this.now().toISOString() };
    return this.settlement.giveBack(this.message<typeof GiveBackDecided>(data));
  }

  private message<E extends Event>(data: Data<E>): Message<E, Tx> {
    const head = { id: randomUUID(), seq: 1, aggregate: '', publishedAt: this.now() };
    return { ...head, data, commit: (work) => this.commit(work), commitInOne: () => Promise.reject(new Error('none')) };
  }

  /** As the clock does it: the claim counts the look first. */
  async lookAtRefund(id: string): Promise<void> {
    await this.query('UPDATE refund SET tries = tries + 1 WHERE id = $1', [id]);
    await this.refunds.look(id);
  }

  retry(id: string, by: 'card' | 'hand'): Promise<void> {
    return this.refunds.again(id, by);
  }

  lookAtDispute(id: string): Promise<boolean> {
    return this.disputes.look(id);
  }
}
