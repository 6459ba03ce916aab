/** A card as a payment method, from what the person typed. */
import type Stripe from 'stripe';
import { brandOf, fingerprintOf, isCardNumber } from './cards.ts';

export interface CardDetails {
  readonly number: string;
  readonly expMonth: number;
  readonly expYear: number;
  /** Absent when the card came as a token. */
  readonly cvc?: string | undefined;
}

export interface Holder {
  readonly name?: string | null | undefined;
  readonly email?: string | null | undefined;
}

export interface CardFlaw {
  readonly field: 'number' | 'exp_month' | 'exp_year' | 'cvc';
  readonly code: 'incorrect_number' | 'invalid_expiry_month' | 'invalid_expiry_year' | 'invalid_cvc';
  readonly message: string;
}

/** What is wrong with a card before any network is asked; `at` is unix seconds. */
export function flawOf(card: CardDetails, at: number): CardFlaw | null {
  if (!isCardNumber(card.number))
    return { field: 'number', code: 'incorrect_number', message: 'Your card number is not valid.' };
  if (!Number.isInteger(card.expMonth) || card.expMonth < 1 || card.expMonth > 12)
    return { field: 'exp_month', code: 'invalid_expiry_month', message: "Your card's expiration month is not valid." };
  const now = new Date(at * 1000);
  const months = (card.expYear - now.getUTCFullYear()) * 12 + card.expMonth - (now.getUTCMonth() + 1);
  if (!Number.isInteger(card.expYear) || months < 0 || months > 50 * 12)
    return { field: 'exp_year', code: 'invalid_expiry_year', message: "Your card's expiration date is in the past." };
  const digits = brandOf(card.number) === 'amex' ? 4 : 3;
  if (card.cvc !== undefined && !(/^\d+$/.test(card.cvc) && card.cvc.length === digits))
    return {
      field: 'cvc',
      code: 'invalid_cvc',
      message: `Your card's security code is incomplete: it has ${digits} digits.`,
    };
  return null;
}

export function newMethod(id: string, card: CardDetails, holder: Holder, at: number): Stripe.PaymentMethod {
  const brand = brandOf(card.number);
  return {
    id,
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: {
      address: { city: null, country: null, line1: null, line2: null, postal_code: null, state: null },
      email: holder.email ?? null,
      name: holder.name ?? null,
      phone: null,
      tax_id: null,
    },
    card: {
      brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: card.cvc ? 'unchecked' : null },
      country: 'US',
      display_brand: brand,
      exp_month: card.expMonth,
      exp_year: card.expYear,
      fingerprint: fingerprintOf(card.number),
      funding: 'credit',
      generated_from: null,
      last4: card.number.slice(-4),
      networks: { available: [brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: at,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
  };
}
