/** What the emulator remembers, each thing exactly as the SDK types it; `object` is the discriminant on the wire and in the store. */
import type Stripe from 'stripe';

export type Stored =
  | Stripe.Checkout.Session
  | Stripe.Customer
  | Stripe.PaymentMethod
  | Stripe.PaymentIntent
  | Stripe.Charge
  | Stripe.Refund
  | Stripe.BalanceTransaction
  | Stripe.Event
  | Stripe.WebhookEndpoint
  | Stripe.Transfer
  | Stripe.TransferReversal
  | Stripe.Account
  | Stripe.BankAccount
  | Stripe.Dispute
  | Stripe.Payout;

export type Kind = Stored['object'];
export type OfKind<K extends Kind> = Extract<Stored, { object: K }>;

/** Identifiers tell their kind by prefix, as Stripe's do; `expand[]` and the lookup of references rest on it. */
const PREFIX: Record<string, Kind> = {
  cs: 'checkout.session',
  cus: 'customer',
  pm: 'payment_method',
  pi: 'payment_intent',
  ch: 'charge',
  py: 'charge',
  re: 'refund',
  txn: 'balance_transaction',
  evt: 'event',
  we: 'webhook_endpoint',
  tr: 'transfer',
  trr: 'transfer_reversal',
  acct: 'account',
  ba: 'bank_account',
  du: 'dispute',
  po: 'payout',
  pyr: 'refund',
};

export const kindOf = (id: string): Kind | undefined => PREFIX[id.slice(0, id.indexOf('_'))];

/** The id of an expandable field, whether it holds the id or the object. */
export const idOf = (reference: string | { id: string } | null | undefined): string | null =>
  reference == null ? null : typeof reference === 'string' ? reference : reference.id;
