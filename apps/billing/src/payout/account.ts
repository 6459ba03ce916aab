/** A provider's account at Stripe, as far as it matters to whom their money is sent. Pure. */
import type { MyPayouts, Output } from '@sounding/contracts';

/** What Stripe says of an account. */
export interface AccountFacts {
  readonly stripeAccountId: string;
  /** Whether transfers may be made to it. */
  readonly transfersOn: boolean;
  /** Whether it can pay out to its bank. */
  readonly payoutsOn: boolean;
  /** Stripe still waits for the provider to tell something. */
  readonly asksProvider: boolean;
  readonly bankLast4: string | null;
  /** The bank sent a payout back, and no other bank account was given since. */
  readonly bankRefused: boolean;
}

export interface KeptAccount extends Omit<AccountFacts, 'stripeAccountId'> {
  readonly providerId: string;
  /** Null until Stripe has answered that it made the account. */
  readonly stripeAccountId: string | null;
  readonly idempotencyKey: string;
  readonly madeAt: Date;
  /** Since when they want to be erased; null while they do not. */
  readonly leavingAt: Date | null;
}

/** `checking`: everything is told, and Stripe looks at it. */
export function standingOf(account: KeptAccount | null): Output<typeof MyPayouts>['account'] {
  if (!account?.stripeAccountId) return 'none';
  if (account.transfersOn) return 'ready';
  return account.asksProvider ? 'incomplete' : 'checking';
}

/** Whether what Stripe says differs from what we know. */
export function moved(account: KeptAccount, facts: AccountFacts): boolean {
  return (Object.keys(facts) as (keyof AccountFacts)[]).some((name) => account[name] !== facts[name]);
}

/** Stripe may have forgotten the key of a creation that is older than this; then nobody asks with it again. */
export const KEY_LIVES_MS = 23 * 3_600_000;
