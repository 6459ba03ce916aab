/** A connected account: what it still owes in details, and so what it may do. */
import type Stripe from 'stripe';

export type CapabilityName = 'card_payments' | 'transfers';

export interface AccountTerms {
  readonly type: 'express' | 'custom' | 'standard';
  readonly country: string;
  readonly email?: string | undefined;
  readonly metadata?: Record<string, string> | undefined;
}

/** What the account does not show, but is judged by. */
export interface Standing {
  readonly requested: readonly CapabilityName[];
  readonly requestedAt: number;
  readonly verified: boolean;
}

/** What a person is asked at onboarding besides a bank account. */
const DETAILS = [
  'business_type',
  'individual.first_name',
  'individual.last_name',
  'tos_acceptance.date',
  'tos_acceptance.ip',
];

export const newAccount = (id: string, terms: AccountTerms, at: number): Stripe.Account => ({
  id,
  object: 'account',
  business_profile: null,
  business_type: null,
  capabilities: {},
  charges_enabled: false,
  controller: {
    fees: { payer: terms.type === 'express' ? 'application_express' : 'account' },
    is_controller: true,
    losses: { payments: terms.type === 'standard' ? 'stripe' : 'application' },
    requirement_collection: terms.type === 'custom' ? 'application' : 'stripe',
    stripe_dashboard: { type: terms.type === 'express' ? 'express' : terms.type === 'custom' ? 'none' : 'full' },
    type: 'application',
  },
  country: terms.country,
  created: at,
  default_currency: 'usd',
  details_submitted: false,
  email: terms.email ?? null,
  external_accounts: { object: 'list', data: [], has_more: false, url: `/v1/accounts/${id}/external_accounts` },
  metadata: terms.metadata ?? {},
  payouts_enabled: false,
  settings: {
    branding: { icon: null, logo: null, primary_color: null, secondary_color: null },
    card_payments: {
      statement_descriptor_prefix: null,
      statement_descriptor_prefix_kana: null,
      statement_descriptor_prefix_kanji: null,
    },
    dashboard: { display_name: null, timezone: 'Etc/UTC' },
    payments: {
      statement_descriptor: null,
      statement_descriptor_kana: null,
      statement_descriptor_kanji: null,
      statement_descriptor_prefix_kana: null,
      statement_descriptor_prefix_kanji: null,
    },
    payouts: {
      debit_negative_balances: false,
      schedule: { delay_days: 2, interval: 'daily' },
      statement_descriptor: null,
    },
  },
  tos_acceptance: { date: null },
  type: terms.type,
});

/** The account the secret key belongs to. It is complete, and pays out only when asked. */
export const platformAccount = (id: string): Stripe.Account => ({
  ...newAccount(id, { type: 'standard', country: 'US' }, 0),
  capabilities: { card_payments: 'active', transfers: 'active' },
  charges_enabled: true,
  details_submitted: true,
  payouts_enabled: true,
});

export const usableBank = (banks: readonly Stripe.BankAccount[]): Stripe.BankAccount | undefined =>
  banks.find((bank) => bank.default_for_currency && bank.status !== 'errored');

/** What is still owed before the account can be verified, or before it can be paid out again. */
export const owed = (account: Stripe.Account, banks: readonly Stripe.BankAccount[]): string[] => [
  ...(account.details_submitted ? [] : DETAILS),
  ...(usableBank(banks) ? [] : ['external_account']),
];

/** The account as its details, its banks and its standing make it: requirements, capabilities and the two switches follow, nothing sets them. */
export function judged(
  account: Stripe.Account,
  banks: readonly Stripe.BankAccount[],
  { requested, verified }: Standing,
): Stripe.Account {
  const due = owed(account, banks);
  const status = verified ? 'active' : due.length === 0 ? 'pending' : 'inactive';
  const verifying = status === 'pending';
  const disabled = due.length > 0 ? 'requirements.past_due' : verifying ? 'requirements.pending_verification' : null;
  const nothing = { alternatives: [], errors: [], eventually_due: [], past_due: [], current_deadline: null };
  return {
    ...account,
    capabilities: Object.fromEntries(requested.map((name) => [name, status])),
    charges_enabled: verified && requested.includes('card_payments'),
    payouts_enabled: verified && due.length === 0,
    external_accounts: {
      object: 'list',
      data: [...banks],
      has_more: false,
      url: `/v1/accounts/${account.id}/external_accounts`,
    },
    requirements: {
      ...nothing,
      currently_due: due,
      eventually_due: due,
      past_due: due,
      disabled_reason: disabled,
      pending_verification: verifying ? ['individual.verification.document'] : [],
    },
    future_requirements: { ...nothing, currently_due: [], disabled_reason: null, pending_verification: [] },
  };
}

export const capabilityOf = (account: Stripe.Account, name: CapabilityName, standing: Standing): Stripe.Capability => ({
  id: name,
  object: 'capability',
  account: account.id,
  requested: standing.requested.includes(name),
  requested_at: standing.requested.includes(name) ? standing.requestedAt : null,
  status: account.capabilities?.[name] ?? 'unrequested',
});
