/** Stripe, as billing uses it. Amounts are always explicit, keys are always our own, and answers become facts of ours. */
import { Injectable } from '@nestjs/common';
import { type Money, processorMinor, sum } from '@sounding/money';
import Stripe from 'stripe';
import { bookedOf } from '../books/booked.stripe.ts';
import type { Booked } from '../books/comparison.ts';
import { type DisputeFacts, stateOf } from '../dispute/dispute.ts';
import { amountOf } from './amount.stripe.ts';
import { ON_STATEMENT, PAID_TO } from './discreet.ts';
import type { Charged, KeptPayment, SessionFacts } from './payment.ts';

export interface StripeSettings {
  readonly secretKey: string;
  readonly webhookSecret: string;
  /** Of the endpoint for connected accounts, where it is another one. */
  readonly connectWebhookSecret?: string | undefined;
  /** The emulator's base; absent means Stripe itself. */
  readonly apiUrl?: string | undefined;
}

/** One line of the hosted page. Names are discreet: they appear on card statements and in other people's mail. */
export interface CheckoutLine {
  readonly name: string;
  readonly amount: Money;
}

export interface RefundFacts {
  readonly stripeRefundId: string;
  /** Our own id, as the refund's metadata carries it. */
  readonly refundId: string | null;
  readonly state: 'pending' | 'made' | 'failed';
  readonly amount: Money;
}

/** A webhook or listed event: its names and ids. `hint` is our own payment or refund, by the object's metadata. */
export interface EventFacts {
  readonly id: string;
  readonly type: string;
  readonly objectId: string;
  readonly hint: string | null;
  readonly occurredAt: Date;
  readonly livemode: boolean;
  /** Set when the event belongs to a connected account. */
  readonly account: string | null;
}

/** Stripe answered that it will not do this: nothing happened, and the same call would be answered the same. */
export class ProcessorRefused extends Error {
  override readonly name = 'ProcessorRefused';

  constructor(
    message: string,
    /** Stripe's own code, such as `charge_disputed`. */
    readonly code: string | null,
    options: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Stripe answered with an error of its own and keeps that answer under the key: whether anything happened is only seen by
 * looking, and only a new key can try again.
 */
export class ProcessorBroken extends Error {
  override readonly name = 'ProcessorBroken';
}

/** How long one call may take; with the library's retry a person still waits less than their request's limit. */
const CALL_MS = 6_000;
const SESSION_PARTS = ['payment_intent.latest_charge.balance_transaction'];

@Injectable()
export class Processor {
  /** For what else we ask of Stripe; `told` sorts its errors. */
  readonly stripe: Stripe;
  private readonly settings: StripeSettings;
  readonly livemode: boolean;

  constructor(settings: StripeSettings) {
    const at = settings.apiUrl ? new URL(settings.apiUrl) : null;
    const protocol = at?.protocol === 'http:' ? 'http' : 'https';
    this.settings = settings;
    this.livemode = /^(sk|rk)_live_/.test(settings.secretKey);
    this.stripe = new Stripe(settings.secretKey, {
      maxNetworkRetries: 1,
      timeout: CALL_MS,
      telemetry: false,
      ...(at ? { host: at.hostname, port: at.port || (protocol === 'http' ? '80' : '443'), protocol } : {}),
    });
  }

  async createCheckout(payment: KeptPayment, lines: readonly CheckoutLine[]): Promise<SessionFacts> {
    const metadata = { payment_id: payment.id, booking_id: payment.bookingId };
    const session = await told(
      this.stripe.checkout.sessions.create(
        {
          mode: 'payment',
          allowed_payment_method_types: ['card'],
          client_reference_id: payment.bookingId,
          line_items: lines.map(({ name, amount }) => ({
            quantity: 1,
            price_data: {
              currency: amount.currency.toLowerCase(),
              unit_amount: processorMinor(amount),
              product_data: { name },
            },
          })),
          metadata,
          payment_intent_data: {
            metadata,
            description: PAID_TO,
            statement_descriptor_suffix: ON_STATEMENT,
            ...KEEP[payment.keepCard ? 'asked' : 'not'],
          },
          ...(payment.keepCard ? customerOf(payment) : {}),
          success_url: payment.successUrl,
          cancel_url: payment.cancelUrl,
          expires_at: Math.ceil(payment.sessionExpiresAt.getTime() / 1_000),
        },
        { idempotencyKey: payment.idempotencyKey },
      ),
    );
    return sessionFacts(session);
  }

  async readCheckout(sessionId: string): Promise<SessionFacts> {
    return sessionFacts(await told(this.stripe.checkout.sessions.retrieve(sessionId, { expand: SESSION_PARTS })));
  }

  /** The session of a payment whose creation was never answered; null when Stripe has none. */
  async findCheckout(payment: { id: string; madeAt: Date }): Promise<SessionFacts | null> {
    const from = Math.floor(payment.madeAt.getTime() / 1_000) - 60;
    const around = this.stripe.checkout.sessions.list({ created: { gte: from, lte: from + 86_400 }, limit: 100 });
    for await (const session of around) {
      if (session.metadata?.payment_id === payment.id) return this.readCheckout(session.id);
    }
    return null;
  }

  /** Ends an open session. Throws ProcessorRefused when it is not open: then read what became of it. */
  async expireCheckout(sessionId: string, idempotencyKey: string): Promise<SessionFacts> {
    return sessionFacts(await told(this.stripe.checkout.sessions.expire(sessionId, {}, { idempotencyKey })));
  }

  async createRefund(refund: {
    id: string;
    intentId: string;
    bookingId: string;
    amount: Money;
    duplicate: boolean;
    idempotencyKey: string;
  }): Promise<RefundFacts> {
    const made = await told(
      this.stripe.refunds.create(
        {
          payment_intent: refund.intentId,
          amount: processorMinor(refund.amount),
          reason: refund.duplicate ? 'duplicate' : 'requested_by_customer',
          metadata: { refund_id: refund.id, booking_id: refund.bookingId },
        },
        { idempotencyKey: refund.idempotencyKey },
      ),
    );
    return refundFacts(made);
  }

  async readRefund(stripeRefundId: string): Promise<RefundFacts> {
    return refundFacts(await told(this.stripe.refunds.retrieve(stripeRefundId)));
  }

  /**
   * The refund of ours among those of a charge; null when Stripe has made none. One that failed is not it: asked again under its
   * own key Stripe tells of it, and under a new key it is a new one.
   */
  async findRefund(intentId: string, refundId: string): Promise<RefundFacts | null> {
    for await (const refund of this.stripe.refunds.list({ payment_intent: intentId, limit: 100 })) {
      const facts = refundFacts(refund);
      if (facts.refundId === refundId && facts.state !== 'failed') return facts;
    }
    return null;
  }

  async readDispute(stripeDisputeId: string): Promise<DisputeFacts> {
    const dispute = await told(this.stripe.disputes.retrieve(stripeDisputeId));
    const moved = dispute.balance_transactions;
    const total = (of: number[]) =>
      amountOf(
        of.reduce((all, minor) => all + minor, 0),
        dispute.currency,
      );
    return {
      stripeDisputeId: dispute.id,
      chargeId: typeof dispute.charge === 'string' ? dispute.charge : dispute.charge.id,
      amount: amountOf(dispute.amount, dispute.currency),
      state: stateOf(dispute.status, moved.length > 0),
      evidenceBy: dispute.evidence_details.due_by ? new Date(dispute.evidence_details.due_by * 1_000) : null,
      fee: total(moved.filter(({ fee }) => fee > 0).map(({ fee }) => fee)),
      feeBack: total(moved.filter(({ fee }) => fee < 0).map(({ fee }) => -fee)),
    };
  }

  /** Stripe's own record of what happened since, oldest first. */
  async eventsSince(since: Date): Promise<EventFacts[]> {
    const events: EventFacts[] = [];
    const from = Math.floor(since.getTime() / 1_000);
    for await (const event of this.stripe.events.list({ created: { gte: from }, limit: 100 })) {
      events.push(eventFacts(event));
    }
    return events.reverse();
  }

  /** Our charge account at Stripe, pending and available together: what the ledger's `stripe` account must equal at rest. */
  async balance(): Promise<Money> {
    const { available, pending } = await told(this.stripe.balance.retrieve());
    // Stripe lists nothing, too, in every currency that the account could be paid out in.
    const parts = [...available, ...pending].filter(({ amount }) => amount !== 0);
    return sum(parts.map(({ amount, currency }) => amountOf(amount, currency)));
  }

  /** What Stripe booked in [from, to), newest first, behind `after`; `next` is null at the end. */
  async booked(from: Date, to: Date, after: string | null): Promise<{ rows: Booked[]; next: string | null }> {
    const page = await told(
      this.stripe.balanceTransactions.list({
        created: { gte: Math.floor(from.getTime() / 1_000), lt: Math.ceil(to.getTime() / 1_000) },
        limit: 100,
        expand: ['data.source'],
        ...(after ? { starting_after: after } : {}),
      }),
    );
    const rows = page.data.map(bookedOf);
    return { rows, next: page.has_more ? (rows.at(-1)?.id ?? null) : null };
  }

  /** What Stripe booked of one charge, refund, transfer, reversal, dispute or payout, whenever it was. */
  async bookedOf(source: string): Promise<Booked[]> {
    const page = await told(this.stripe.balanceTransactions.list({ source, limit: 100, expand: ['data.source'] }));
    return page.data.map(bookedOf);
  }

  /** One movement of our balance at Stripe by its own id; null when Stripe does not know it. */
  async bookedAs(id: string): Promise<Booked | null> {
    try {
      return bookedOf(await told(this.stripe.balanceTransactions.retrieve(id, { expand: ['source'] })));
    } catch (error) {
      if (error instanceof ProcessorRefused) return null;
      throw error;
    }
  }

  /** The event of a signed body, or null when no signature fits. Checks no date: see `isStale`. */
  verified(body: Buffer, signature: string): { event: EventFacts; signedAt: number } | null {
    const { webhookSecret, connectWebhookSecret = webhookSecret } = this.settings;
    return (
      this.signedWith(webhookSecret, body, signature) ??
      (connectWebhookSecret === webhookSecret ? null : this.signedWith(connectWebhookSecret, body, signature))
    );
  }

  private signedWith(secret: string, body: Buffer, signature: string): { event: EventFacts; signedAt: number } | null {
    try {
      // 0 switches off the library's own bound, which looks at one side only and at the machine's clock.
      const event = this.stripe.webhooks.constructEvent(body, signature, secret, 0);
      return { event: eventFacts(event), signedAt: Number(/(?:^|,)t=(\d+)/.exec(signature)?.[1]) * 1_000 };
    } catch (error) {
      if (error instanceof Stripe.errors.StripeSignatureVerificationError) return null;
      throw error;
    }
  }
}

/** Sorts Stripe's errors: certainly nothing happened, answered but broken, or (thrown as it is) nobody knows. */
export async function told<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const errors = Stripe.errors;
    if (
      error instanceof errors.StripeInvalidRequestError ||
      error instanceof errors.StripeAuthenticationError ||
      error instanceof errors.StripePermissionError ||
      error instanceof errors.StripeIdempotencyError ||
      error instanceof errors.StripeCardError
    ) {
      throw new ProcessorRefused(error.message, error.code ?? null, { cause: error });
    }
    // A conflict (409) is an earlier call of ours that is still running.
    if (error instanceof errors.StripeAPIError && (error.statusCode ?? 0) >= 500) {
      throw new ProcessorBroken(error.message, { cause: error });
    }
    throw error;
  }
}

/** A card is kept only for a client who asks. */
const KEEP = { asked: { setup_future_usage: 'off_session' }, not: {} } as const;

function customerOf({ customerId }: KeptPayment): { customer: string } | { customer_creation: 'always' } {
  return customerId ? { customer: customerId } : { customer_creation: 'always' };
}

/** Of an intent that succeeded, with its charge expanded. */
export function chargedOf(intent: Stripe.PaymentIntent): Charged {
  const charge = intent.latest_charge;
  if (typeof charge !== 'object' || !charge) {
    throw new Error(`intent ${intent.id} is paid, and its charge was not expanded`);
  }
  const booked = charge.balance_transaction;
  const card = charge.payment_method_details?.card;
  const [customerId, paymentMethodId] = [idOf(intent.customer), idOf(intent.payment_method)];
  const isKept = intent.setup_future_usage === 'off_session' && customerId && paymentMethodId;
  return {
    intentId: intent.id,
    chargeId: charge.id,
    amount: amountOf(charge.amount_captured, charge.currency),
    brand: card?.brand ?? charge.payment_method_details?.type ?? 'card',
    last4: card?.last4 ?? '0000',
    kept: isKept ? { customerId, paymentMethodId } : null,
    processor:
      typeof booked === 'object' && booked
        ? { balanceTransactionId: booked.id, fee: amountOf(booked.fee, booked.currency) }
        : null,
  };
}

function idOf(thing: string | { id: string } | null): string | null {
  return typeof thing === 'object' ? (thing?.id ?? null) : thing;
}

function sessionFacts(session: Stripe.Checkout.Session): SessionFacts {
  const base = { sessionId: session.id, paymentId: session.metadata?.payment_id ?? null, url: session.url };
  if (session.status === 'complete' && session.payment_status === 'paid') {
    const intent = session.payment_intent;
    if (typeof intent !== 'object' || !intent) throw new Error(`the intent of session ${session.id} was not expanded`);
    return { ...base, state: 'paid', charged: chargedOf(intent) };
  }
  if (session.status === 'complete') return { ...base, state: 'processing', charged: null };
  return { ...base, state: session.status === 'expired' ? 'expired' : 'open', charged: null };
}

function refundFacts(refund: Stripe.Refund): RefundFacts {
  const failed = refund.status === 'failed' || refund.status === 'canceled';
  return {
    stripeRefundId: refund.id,
    refundId: refund.metadata?.refund_id ?? null,
    state: failed ? 'failed' : refund.status === 'succeeded' ? 'made' : 'pending',
    amount: amountOf(refund.amount, refund.currency),
  };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function eventFacts(event: Stripe.Event): EventFacts {
  const object = event.data.object as { id?: string; metadata?: Record<string, string> | null };
  const hint = object.metadata?.refund_id ?? object.metadata?.payment_id ?? null;
  return {
    id: event.id,
    type: event.type,
    objectId: object.id ?? '',
    // Metadata can be written by hand in the dashboard; what is no id of ours is no hint.
    hint: hint && UUID.test(hint) ? hint : null,
    occurredAt: new Date(event.created * 1_000),
    livemode: event.livemode,
    account: event.account ?? null,
  };
}
