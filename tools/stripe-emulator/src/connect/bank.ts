/** Stripe's published US test bank accounts and how payouts to them end. Numbers are never kept: a fingerprint is, and it finds the bank account again. */
import { createHash } from 'node:crypto';
import type Stripe from 'stripe';

export interface PayoutFailure {
  readonly code:
    | 'no_account'
    | 'account_closed'
    | 'insufficient_funds'
    | 'debit_not_authorized'
    | 'invalid_currency'
    | 'could_not_process';
  readonly message: string;
}

export interface TestBank {
  readonly number: string;
  readonly label: string;
  readonly token: string;
  /** Absent when payouts arrive. */
  readonly failure?: PayoutFailure;
}

export const TEST_ROUTING = '110000000';

const failing = (number: string, token: string, code: PayoutFailure['code'], message: string): TestBank => ({
  number,
  token: `btok_us_${token}`,
  label: `Payouts fail: ${code}`,
  failure: { code, message },
});

/** Source of numbers and codes: docs.stripe.com/connect/testing. */
export const TEST_BANKS: readonly TestBank[] = [
  { number: '000123456789', token: 'btok_us_verified', label: 'Payouts arrive' },
  failing('000111111116', 'noAccount', 'no_account', 'The bank account could not be located.'),
  failing('000111111113', 'accountClosed', 'account_closed', 'The bank account has been closed.'),
  failing('000222222227', 'insufficientFunds', 'insufficient_funds', 'The balance did not suffice for the payout.'),
  failing('000333333335', 'debitNotAuthorized', 'debit_not_authorized', 'The account does not allow this transaction.'),
  failing('000444444440', 'invalidCurrency', 'invalid_currency', 'The bank account cannot hold this currency.'),
];

export interface BankDetails {
  readonly number: string;
  readonly routing: string;
  readonly holder?: string | undefined;
}

export interface BankFlaw {
  readonly field: 'routing_number' | 'account_number';
  readonly code: 'routing_number_invalid' | 'account_number_invalid';
  readonly message: string;
}

/** What is wrong before any bank is asked. A real bank account must never be typed here, so only test numbers pass. */
export function flawOfBank(bank: BankDetails): BankFlaw | null {
  if (bank.routing !== TEST_ROUTING)
    return {
      field: 'routing_number',
      code: 'routing_number_invalid',
      message: `Use the test routing number ${TEST_ROUTING}: no real bank is asked.`,
    };
  if (!TEST_BANKS.some(({ number }) => number === bank.number))
    return {
      field: 'account_number',
      code: 'account_number_invalid',
      message: 'Use a test account number, like 000123456789, never a real one.',
    };
  return null;
}

const fingerprintOf = (number: string): string =>
  createHash('sha256').update(`bank:${number}`).digest('base64url').replace(/[-_]/g, 'x').slice(0, 16);

const byFingerprint = new Map(TEST_BANKS.map((bank) => [fingerprintOf(bank.number), bank]));

/** `btok_us` is the plain good one. */
export const bankByToken = (token: string): TestBank | undefined =>
  TEST_BANKS.find((bank) => bank.token === (token === 'btok_us' ? 'btok_us_verified' : token));

/** How payouts to it end: nothing when they arrive. */
export const failureOf = (bank: Stripe.BankAccount): PayoutFailure | null =>
  byFingerprint.get(bank.fingerprint ?? '')?.failure ?? null;

export const newBank = (id: string, account: string, details: BankDetails): Stripe.BankAccount => ({
  id,
  object: 'bank_account',
  account,
  account_holder_name: details.holder ?? null,
  account_holder_type: 'individual',
  account_type: null,
  available_payout_methods: ['standard'],
  bank_name: 'STRIPE TEST BANK',
  country: 'US',
  currency: 'usd',
  default_for_currency: true,
  fingerprint: fingerprintOf(details.number),
  future_requirements: { currently_due: [], errors: [], past_due: [], pending_verification: [] },
  last4: details.number.slice(-4),
  metadata: {},
  requirements: { currently_due: [], errors: [], past_due: [], pending_verification: [] },
  routing_number: details.routing,
  status: 'new',
});

/** A payout failed: nothing is sent there until the bank account is replaced. */
export const errored = (bank: Stripe.BankAccount): Stripe.BankAccount => ({ ...bank, status: 'errored' });
