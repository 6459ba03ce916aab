/** Kept cards at Stripe: charged while their owner only pressed a button here, and detached when they say so. */

import { Injectable } from '@nestjs/common';
import { processorMinor } from '@sounding/money';
import type Stripe from 'stripe';
import { ON_STATEMENT, PAID_TO } from '../payment/discreet.ts';
import { chargedOf, Processor, told } from '../payment/payment.stripe.ts';
import type { KeptPayment, SessionFacts } from '../payment/payment.ts';

const PARTS = ['latest_charge.balance_transaction'];

@Injectable()
export class CardProcessor {
  private readonly stripe: Stripe;

  constructor(processor: Processor) {
    this.stripe = processor.stripe;
  }

  /** Charges the kept card of a payment. Throws ProcessorRefused when its bank says no, or wants to see its owner. */
  async charge(payment: KeptPayment): Promise<SessionFacts> {
    const intent = await told(
      this.stripe.paymentIntents.create(
        {
          amount: processorMinor(payment.amount),
          currency: payment.amount.currency.toLowerCase(),
          customer: payment.customerId ?? '',
          payment_method: payment.paymentMethodId ?? '',
          allowed_payment_method_types: ['card'],
          off_session: true,
          confirm: true,
          description: PAID_TO,
          statement_descriptor_suffix: ON_STATEMENT,
          metadata: { payment_id: payment.id, booking_id: payment.bookingId },
          expand: PARTS,
        },
        { idempotencyKey: payment.idempotencyKey },
      ),
    );
    return intentFacts(intent);
  }

  /** The charge of a payment: null when Stripe knows of none. */
  async find(payment: KeptPayment): Promise<SessionFacts | null> {
    if (payment.intentId) {
      return intentFacts(await told(this.stripe.paymentIntents.retrieve(payment.intentId, { expand: PARTS })));
    }
    const created = { gte: Math.floor(payment.madeAt.getTime() / 1_000) - 60 };
    const around = this.stripe.paymentIntents.list({ customer: payment.customerId ?? '', created, limit: 100 });
    for await (const intent of around) {
      if (intent.metadata.payment_id !== payment.id) continue;
      return intentFacts(await told(this.stripe.paymentIntents.retrieve(intent.id, { expand: PARTS })));
    }
    return null;
  }

  /** Every card of a customer, the ones kept before included. Safe to repeat. */
  async detachAll(customerId: string): Promise<void> {
    for await (const method of this.stripe.customers.listPaymentMethods(customerId, { limit: 100 })) {
      await told(this.stripe.paymentMethods.detach(method.id));
    }
  }

  /** Stripe's record of a customer goes, with every card of it; charges stay, and can still be refunded. Safe to repeat. */
  async forgetCustomer(customerId: string): Promise<void> {
    try {
      await this.stripe.customers.del(customerId);
    } catch (error) {
      if ((error as { code?: string }).code !== 'resource_missing') throw error;
    }
  }
}

/** An intent that came back to wanting a card was declined, and never will be tried again: `expired`. */
function intentFacts(intent: Stripe.PaymentIntent): SessionFacts {
  const base = { sessionId: null, paymentId: intent.metadata.payment_id ?? null, url: null };
  if (intent.status === 'succeeded') return { ...base, state: 'paid', charged: chargedOf(intent) };
  return { ...base, state: intent.status === 'processing' ? 'processing' : 'expired', charged: null };
}
