/** The emulator as one thing: memory, clock, courier, doors. What `startStripeEmulator` returns and what the control door works on. */

import type Stripe from 'stripe';
import { authenticateSession, expireWhenOpen, type Means, type Paid, paySession } from './checkout/session.store.ts';
import type { Clock } from './clock.file.ts';
import { accountNamed, addBank, ensurePlatformBank, submitDetails, verifyAccount } from './connect/account.store.ts';
import { type BankDetails, TEST_BANKS, TEST_ROUTING } from './connect/bank.ts';
import { Control } from './control/control.ts';
import { decideByEvidence, disputeByCard, disputeOverdue, inquiryEnds } from './disputes/dispute.store.ts';
import { Courier } from './events/courier.http.ts';
import { configureEndpoint } from './events/endpoint.api.ts';
import { type Conservation, conservation } from './money/conservation.store.ts';
import { authenticateIntent, authorizationEnds, declineOf } from './payments/attempt.store.ts';
import type { CardDetails } from './payments/method.ts';
import { payOutBySchedule, payoutArrives, payoutLeaves } from './payouts/payout.store.ts';
import { settleRefund } from './refunds/refund.store.ts';
import { idOf } from './store/kinds.ts';
import { Store } from './store/objects.store.ts';
import { type Call, PLATFORM } from './wire/call.ts';

export interface EmulatorSettings {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly webhookSecret: string;
  /** For events of connected accounts; the Stripe CLI uses one secret for both, and so do we unless told. */
  readonly connectWebhookSecret: string;
  /** `*`, names or families (`refund.*`). */
  readonly webhookEvents: readonly string[];
  readonly origin: () => string;
}

export interface Person {
  readonly email?: string | undefined;
  readonly name?: string | undefined;
  /** What the person does when 3-D Secure asks; without it the payment waits there. */
  readonly authentication?: 'complete' | 'fail' | undefined;
  /** Ticks "keep this card", where the page offers it. */
  readonly keep?: boolean | undefined;
  /** Pays with a card of theirs that the page offers, by its id, instead of typing one. */
  readonly saved?: string | undefined;
}

export interface PayResult {
  readonly session: string;
  readonly status: Stripe.Checkout.Session['status'];
  readonly payment_intent: string;
  readonly intent_status: Stripe.PaymentIntent['status'];
  readonly charge: string | null;
}

/** What happens by itself, by the name it waits under. */
const DUE: Record<string, (call: Call, id: string) => unknown> = {
  session: expireWhenOpen,
  'refund-funds': (call, id) => settleRefund(call, 'refund-funds', id),
  'refund-succeeds': (call, id) => settleRefund(call, 'refund-succeeds', id),
  'refund-fails': (call, id) => settleRefund(call, 'refund-fails', id),
  'authorization-ends': authorizationEnds,
  'account-verified': verifyAccount,
  'automatic-payout': payOutBySchedule,
  'payout-leaves': payoutLeaves,
  'payout-arrives': payoutArrives,
  'dispute-opens': disputeByCard,
  'dispute-decided': decideByEvidence,
  'dispute-overdue': disputeOverdue,
  'inquiry-ends': inquiryEnds,
};

/** How often passed deadlines are looked for, real milliseconds. */
const TICK_MS = 250;

export class Emulator {
  readonly faults = new Control();
  readonly store: Store;
  private readonly settings: EmulatorSettings;
  private readonly courier: Courier;
  private readonly ticker: NodeJS.Timeout;

  constructor(settings: EmulatorSettings) {
    this.settings = settings;
    this.store = new Store(settings.dataDir);
    const wrong = conservation(this.store);
    if (!wrong.holds) throw new Error(`the stored books do not balance: ${wrong.differences.join('; ')}`);
    ensurePlatformBank(this.call());
    this.courier = new Courier(this.store, settings.clock, this.faults);
    this.ticker = setInterval(() => void this.tick(), TICK_MS).unref();
  }

  /** A call that no API request made. */
  call(account = PLATFORM): Call {
    return {
      store: this.store,
      at: Math.floor(this.settings.clock() / 1000),
      account,
      request: { id: null, idempotency_key: null },
      origin: this.settings.origin(),
    };
  }

  async setWebhookUrl(url: string | null): Promise<void> {
    const { webhookSecret: secret, connectWebhookSecret: connectSecret, webhookEvents: events } = this.settings;
    const target = url ? { url, secret, connectSecret, events } : null;
    await this.store.write(() => configureEndpoint(this.store, target, this.call().at));
  }

  /** Pays a Checkout session as a person on its page would. A decline throws Stripe's card error. */
  async pay(sessionId: string, card = '4242424242424242', person: Person = {}): Promise<PayResult> {
    const details: CardDetails = { number: card.replaceAll(' ', ''), expMonth: 12, expYear: this.year() + 3 };
    const holder = { email: person.email ?? 'someone@example.com', name: person.name ?? 'Some One' };
    const means = person.saved ? { saved: person.saved } : { card: details, holder, keep: person.keep };
    let { intent, session } = await this.payWith(sessionId, means);
    if (intent.status === 'requires_action' && person.authentication) {
      intent = await this.authenticate(intent, session, person.authentication === 'complete');
      const declined = declineOf(intent);
      if (declined) throw declined;
      session = this.store.get('checkout.session', sessionId, PLATFORM) ?? session;
    }
    return {
      session: session.id,
      status: session.status,
      payment_intent: intent.id,
      intent_status: intent.status,
      charge: idOf(intent.latest_charge),
    };
  }

  private year(): number {
    return new Date(this.settings.clock()).getUTCFullYear();
  }

  /** One try with one card, as the hosted page does it. A decline throws Stripe's card error; what it changed is kept. */
  async payWith(sessionId: string, means: Means): Promise<Paid> {
    const paid = await this.store.write(() => paySession(this.call(), sessionId, means));
    const declined = declineOf(paid.intent);
    if (declined) throw declined;
    return paid;
  }

  /** The person's answer to 3-D Secure; without a session the intent was made through the API. */
  async authenticate(
    intent: Stripe.PaymentIntent,
    session: Stripe.Checkout.Session | null,
    passed: boolean,
  ): Promise<Stripe.PaymentIntent> {
    return this.store.write(() =>
      session
        ? authenticateSession(this.call(), session, passed).intent
        : authenticateIntent(this.call(), intent, passed),
    );
  }

  /** The person finished the hosted onboarding: who they are, and a bank account when one was asked for. */
  async onboard(id: string, bank: BankDetails | null): Promise<Stripe.Account> {
    return this.store.write(() => {
      const call = this.call();
      const submitted = submitDetails(call, accountNamed(call, id));
      if (bank) addBank(call, submitted, bank);
      return accountNamed(call, id);
    });
  }

  /** Onboarding and verification in one step, for tests that are about something else. */
  async openedAccount(id: string, bankNumber: string = TEST_BANKS[0]?.number ?? ''): Promise<Stripe.Account> {
    await this.onboard(id, { number: bankNumber, routing: TEST_ROUTING, holder: 'Jenny Rosen' });
    return this.store.write(() => verifyAccount(this.call(), id));
  }

  /** Succeeded charges by the value of a metadata key: what a test counts to see that nobody paid twice. */
  charges(key: string): Record<string, { charges: number; amount: number; refunded: number }> {
    const rows = this.store.rows(
      `select m.value, count(*) as charges, sum(c.body ->> '$.amount') as amount, sum(c.body ->> '$.amount_refunded') as refunded
         from object c, json_each(c.body, '$.metadata') m
        where c.kind = 'charge' and c.body ->> '$.status' = 'succeeded' and m.key = ? group by m.value`,
      key,
    );
    return Object.fromEntries(
      rows.map((row) => [
        String(row.value),
        { charges: Number(row.charges), amount: Number(row.amount), refunded: Number(row.refunded) },
      ]),
    );
  }

  conservation(): Conservation {
    return conservation(this.store);
  }

  deliveries(): { open: number; done: number } {
    const [row] = this.store.rows(
      'select count(*) filter (where done = 0) as open, count(*) filter (where done = 1) as done from delivery',
    );
    return { open: Number(row?.open ?? 0), done: Number(row?.done ?? 0) };
  }

  /** Something that happens in the outside world: a bank decides, a person complains. One commit. */
  act<T>(lever: (call: Call) => T): Promise<T> {
    return this.store.write(() => lever(this.call()));
  }

  releaseWebhooks(): void {
    this.courier.letGo();
  }

  /** Forgets all objects, keys, events and faults; the configured endpoint stays. */
  async reset(): Promise<void> {
    const url = this.store.get('webhook_endpoint', 'we_configured', PLATFORM)?.url ?? null;
    this.faults.clear();
    this.faults.forgetCounts();
    await this.store.write(() => {
      this.store.clear();
      ensurePlatformBank(this.call());
    });
    await this.setWebhookUrl(url);
  }

  /** Does what is due by business time. */
  private async tick(): Promise<void> {
    const rows = this.store.rows('select what, id from due where at <= ? order by at limit 200', this.call().at);
    if (rows.length === 0) return;
    await this.store.write(() => {
      for (const row of rows) this.fallDue(String(row.what), String(row.id));
    });
  }

  private fallDue(what: string, id: string): void {
    const [owner] = this.store.rows('select account from object where id = ?', id);
    this.store.clearDue(what, id);
    DUE[what]?.(this.call(String(owner?.account ?? PLATFORM)), id);
  }

  stop(): void {
    clearInterval(this.ticker);
    this.courier.stop();
    this.store.close();
  }
}
