/** Providers' money as they see it: held, payable, sent; their account at Stripe; their statement. Billing answers. */
import { z } from 'zod';
import { request } from './contract.ts';
import { Amount, BookingId, Instant, Money } from './values.ts';

/** One movement of a provider's money. `amount` is what the provider gets (price less commission, or the tip). */
export const ProviderMoneyRow = z.object({
  bookingId: BookingId,
  what: z.enum(['session', 'tip']),
  state: z.enum(['held', 'payable', 'refunded']),
  amount: Amount,
  at: Instant,
  /** When a held amount is due to be released; null otherwise. */
  releasesAt: Instant.nullable(),
});

/** The signed-in provider's money: held, payable and released (all that ever became payable), and the last 100 movements. */
export const MyMoney = request('billing.my-money', {
  input: z.object({}),
  output: z.object({ held: Amount, payable: Amount, released: Amount, rows: z.array(ProviderMoneyRow) }),
  from: ['gateway'],
  who: 'person',
});

/** One transfer to the provider's account at Stripe, or one payout from there to their bank. */
const MoneySent = z.object({
  at: Instant,
  amount: Amount,
  /** `under-way`, `arrived`, `failed` (it is owed again), `returned` (taken back, for our claim on the provider). */
  state: z.enum(['under-way', 'arrived', 'failed', 'returned']),
  bookingId: BookingId.nullable(),
});

/** How the signed-in provider is paid out: the account, what it still wants, the least amount and the next date. */
export const MyPayouts = request('billing.my-payouts', {
  input: z.object({}),
  output: z.object({
    /** `none`: not begun; `incomplete`: Stripe still asks the provider; `checking`: Stripe looks; `ready`: transfers are possible. */
    account: z.enum(['none', 'incomplete', 'checking', 'ready']),
    /** Last four digits of the bank account, as Stripe tells them. */
    bank: z.string().nullable(),
    /** Payouts fail until the provider corrects the bank account. */
    bankRefused: z.boolean(),
    payable: Amount,
    /** What the provider owes us; later releases are set off against it. */
    owed: Amount,
    least: Amount,
    /** When the next transfer runs. */
    nextAt: Instant,
    /** What it would carry if nothing changed until then; zero while the account is not ready or less than `least` is payable. */
    next: Amount,
    transfers: z.array(MoneySent),
    payouts: z.array(MoneySent),
  }),
  from: ['gateway'],
  who: 'person',
});

/** Where the provider tells Stripe who they are and where their money goes. `url` is Stripe's page, for one visit. */
export const StartOnboarding = request('billing.start-onboarding', {
  input: z.object({ returnUrl: z.url().max(500), refreshUrl: z.url().max(500) }),
  output: z.object({ url: z.url() }),
  refusals: ['payouts-unavailable'],
  from: ['gateway'],
  who: 'person',
  timeoutMs: 15_000,
});

export const StatementLine = z.object({
  at: Instant,
  what: z.enum(['session', 'tip', 'set-off', 'given-back', 'chargeback', 'transfer', 'transfer-failed']),
  bookingId: BookingId.nullable(),
  /** Of a session: what the client paid for it and did not get back, and our commission on it. Null on other lines. */
  price: Amount.nullable(),
  commission: Amount.nullable(),
  /** What the line does to the payable balance; signed. */
  amount: Money,
  /** The payable balance after it. */
  balance: Amount,
});
/** The provider's statement of [from, to): the payable balance before, every line, and after. At most 500 lines a page. */
export const MyStatement = request('billing.my-statement', {
  input: z.object({ from: Instant, to: Instant, after: z.string().max(40).nullable().default(null) }),
  output: z.object({
    opening: Amount,
    closing: Amount,
    lines: z.array(StatementLine),
    /** Of the whole period, whatever the page: sums of the lines by kind. */
    totals: z.array(z.object({ what: StatementLine.shape.what, count: z.int(), amount: Money, commission: Amount })),
    /** Where the next page begins; null at the end. */
    next: z.string().nullable(),
  }),
  refusals: ['bad-range'],
  from: ['gateway', 'receipts'],
  who: 'person',
});
