import { money } from '@sounding/money';
import {
  type Charged,
  concerns,
  firstLook,
  isOverdue,
  isStale,
  type KeptPayment,
  LOOK_DELAYS_MS,
  type PaymentState,
  repairLook,
  type SessionFacts,
  sessionExpiry,
  step,
} from './payment.ts';

const now = new Date('2026-11-23T12:00:00.000Z');
const charged: Charged = {
  intentId: 'pi_1',
  chargeId: 'ch_1',
  amount: money(6349),
  brand: 'visa',
  last4: '4242',
  kept: null,
  processor: { balanceTransactionId: 'txn_1', fee: money(214) },
};
const session = { sessionId: 'cs_1', paymentId: 'p', url: 'https://pay.example' };
const facts = {
  open: { ...session, state: 'open', charged: null },
  processing: { ...session, state: 'processing', charged: null },
  expired: { ...session, state: 'expired', charged: null },
  paid: { ...session, state: 'paid', charged },
} as const satisfies Record<string, SessionFacts>;

function payment(state: PaymentState, more: Partial<KeptPayment> = {}): KeptPayment {
  return {
    id: 'p',
    billId: 'b',
    tipId: null,
    bookingId: 'k',
    amount: money(6349),
    idempotencyKey: 'checkout:p',
    successUrl: '',
    cancelUrl: '',
    sessionExpiresAt: now,
    state,
    sessionId: 'cs_1',
    sessionUrl: null,
    intentId: null,
    chargeId: null,
    feePosted: false,
    closeWanted: false,
    keepCard: false,
    customerId: null,
    paymentMethodId: null,
    madeAt: now,
    tries: 0,
    traceparent: null,
    ...more,
  };
}

describe('a payment moves forward only', () => {
  const rows: [PaymentState, keyof typeof facts, ReturnType<typeof step>][] = [
    ['intended', 'open', 'open'],
    ['intended', 'processing', 'open'],
    ['intended', 'expired', 'expire'],
    ['intended', 'paid', 'take'],
    ['open', 'open', 'nothing'],
    ['open', 'processing', 'nothing'],
    ['open', 'expired', 'expire'],
    ['open', 'paid', 'take'],
    ['expired', 'open', 'nothing'],
    ['expired', 'expired', 'nothing'],
    ['expired', 'paid', 'take'],
    ['failed', 'open', 'nothing'],
    ['failed', 'expired', 'expire'],
    ['failed', 'paid', 'take'],
    ['paid', 'open', 'nothing'],
    ['paid', 'processing', 'nothing'],
    ['paid', 'expired', 'nothing'],
  ];
  it.each(rows)('%s, and Stripe says %s: %s', (state, heard, expected) => {
    expect(step(payment(state), null, facts[heard])).toBe(expected);
  });

  it('a paid one only waits for the processor’s fee', () => {
    expect(step(payment('paid'), 'p', facts.paid)).toBe('post-fee');
    expect(step(payment('paid'), 'p', { ...facts.paid, charged: { ...charged, processor: null } })).toBe('nothing');
    expect(step(payment('paid', { feePosted: true }), 'p', facts.paid)).toBe('nothing');
  });

  it('a second charge of a paid bill goes back', () => {
    expect(step(payment('open'), 'another', facts.paid)).toBe('give-back');
    expect(step(payment('expired'), 'another', facts.paid)).toBe('give-back');
  });

  it('a charge of another amount is nobody’s decision but people’s', () => {
    const other = { ...facts.paid, charged: { ...charged, amount: money(6348) } };
    expect(() => step(payment('open'), null, other)).toThrow('Stripe charged 6348, not 6349');
  });
});

it('unknown outcomes are looked at after 5 s, 30 s, 5 min, 1 h, then daily, and shout after 23 h', () => {
  expect(LOOK_DELAYS_MS.map((ms) => ms / 1_000)).toEqual([5, 30, 300, 3_600, 86_400]);
  expect(isOverdue(now, new Date(now.getTime() + 23 * 3_600_000 - 1))).toBe(false);
  expect(isOverdue(now, new Date(now.getTime() + 23 * 3_600_000))).toBe(true);
});

it('a page is looked at after five seconds, lives 31 minutes, and is looked at again a minute after that', () => {
  const after = (then: Date) => (then.getTime() - now.getTime()) / 1_000;
  expect(after(firstLook(now))).toBe(5);
  expect(after(sessionExpiry(now))).toBe(31 * 60);
  expect(after(repairLook({ sessionExpiresAt: now }))).toBe(60);
});

it('signatures of more than five minutes ago, or ahead, are of another moment', () => {
  const minutes = (n: number) => now.getTime() + n * 60_000;
  expect([-6, -5, 0, 5, 6].map((n) => isStale(minutes(n), now))).toEqual([true, false, false, false, true]);
});

it('events that Stripe adds one day are no errors', () => {
  for (const type of ['checkout.session.completed', 'payment_intent.succeeded', 'charge.updated']) {
    expect(concerns(type)).toBe('payment');
  }
  for (const type of ['refund.created', 'refund.updated', 'refund.failed']) expect(concerns(type)).toBe('refund');
  expect(concerns('charge.dispute.created')).toBe('dispute');
  expect(concerns('charge.refunded')).toBe('nothing');
  expect(concerns('something.brand_new')).toBe('nothing');
});

it('of a connected account only the account itself and its payouts concern us', () => {
  expect(concerns('account.updated', true)).toBe('account');
  expect(concerns('capability.updated', true)).toBe('account');
  expect(concerns('payout.paid', true)).toBe('payout');
  expect(concerns('payout.paid')).toBe('payout');
  expect(concerns('account.updated')).toBe('nothing');
  expect(concerns('refund.failed', true)).toBe('nothing');
  expect(concerns('charge.dispute.created', true)).toBe('nothing');
});
