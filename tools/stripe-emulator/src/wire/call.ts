/** What one call knows: the memory it works on, the business second it happens at, for whom, and what asked for it. */
import type Stripe from 'stripe';
import type { Store } from '../store/objects.store.ts';

/** The account of the secret key. Connected accounts come with the `Stripe-Account` header. */
export const PLATFORM = 'acct_1Sounding';

export interface Call {
  readonly store: Store;
  /** Unix seconds, business time. */
  readonly at: number;
  readonly account: string;
  /** Who caused the events; nulls when time or the hosted page did. */
  readonly request: Stripe.Event.Request;
  /** Origin of the hosted pages, `http://localhost:3002`. */
  readonly origin: string;
}
