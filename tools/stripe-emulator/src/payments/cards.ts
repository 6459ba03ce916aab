/** Stripe's published test cards and what the network says to each. Numbers are never kept: a fingerprint is, and it finds the card again. */
import { createHash } from 'node:crypto';

export interface Decline {
  readonly code:
    | 'card_declined'
    | 'expired_card'
    | 'incorrect_cvc'
    | 'processing_error'
    | 'incorrect_number'
    | 'authentication_required';
  /** What the issuer said, only with `card_declined`. */
  readonly declineCode?: string;
  readonly message: string;
}

export type CardAnswer =
  | { readonly says: 'approved' }
  | { readonly says: 'declined'; readonly decline: Decline }
  | {
      readonly says: 'authenticate';
      /** Until it was set up with its owner's authentication; each time; or only when its owner is there (it counts as set up). */
      readonly when: 'until-set-up' | 'always' | 'on-session';
      /** What the bank says after all. */
      readonly after?: Decline;
    };

export interface TestCard {
  readonly number: string;
  readonly label: string;
  readonly token: string;
  readonly brand: 'visa' | 'mastercard' | 'amex';
  readonly answer: CardAnswer;
  /** It can be saved, although it is declined whenever it is charged. */
  readonly attaches?: true;
  /** The money can be used at once instead of after two days. */
  readonly instant?: true;
  /** Its charges are disputed a moment later. */
  readonly dispute?: { readonly reason: 'fraudulent' | 'product_not_received'; readonly inquiry: boolean };
  /** How refunds of its charges end. */
  readonly refund?: 'pending' | 'fails';
}

const approved: CardAnswer = { says: 'approved' };
const declined = (declineCode: string, message = 'Your card was declined.'): CardAnswer => ({
  says: 'declined',
  decline: { code: 'card_declined', declineCode, message },
});
const refused = (code: Decline['code'], message: string): CardAnswer => ({
  says: 'declined',
  decline: { code, message },
});

/** Source of numbers and meanings: docs.stripe.com/testing. */
export const TEST_CARDS: readonly TestCard[] = [
  { number: '4242424242424242', label: 'Succeeds (Visa)', token: 'visa', brand: 'visa', answer: approved },
  {
    number: '5555555555554444',
    label: 'Succeeds (Mastercard)',
    token: 'mastercard',
    brand: 'mastercard',
    answer: approved,
  },
  { number: '378282246310005', label: 'Succeeds (American Express)', token: 'amex', brand: 'amex', answer: approved },
  {
    number: '4000000000000077',
    label: 'Succeeds, money available at once',
    token: 'bypassPending',
    brand: 'visa',
    answer: approved,
    instant: true,
  },
  {
    number: '4000000000000002',
    label: 'Declined',
    token: 'chargeDeclined',
    brand: 'visa',
    answer: declined('generic_decline'),
  },
  {
    number: '4000000000009995',
    label: 'Declined: insufficient funds',
    token: 'chargeDeclinedInsufficientFunds',
    brand: 'visa',
    answer: declined('insufficient_funds', 'Your card has insufficient funds.'),
  },
  {
    number: '4000000000009987',
    label: 'Declined: lost card',
    token: 'chargeDeclinedLostCard',
    brand: 'visa',
    answer: declined('lost_card'),
  },
  {
    number: '4000000000009979',
    label: 'Declined: stolen card',
    token: 'chargeDeclinedStolenCard',
    brand: 'visa',
    answer: declined('stolen_card'),
  },
  {
    number: '4000000000000069',
    label: 'Declined: expired card',
    token: 'chargeDeclinedExpiredCard',
    brand: 'visa',
    answer: refused('expired_card', 'Your card has expired.'),
  },
  {
    number: '4000000000000127',
    label: 'Declined: incorrect CVC',
    token: 'chargeDeclinedIncorrectCvc',
    brand: 'visa',
    answer: refused('incorrect_cvc', "Your card's security code is incorrect."),
  },
  {
    number: '4000000000000119',
    label: 'Declined: processing error',
    token: 'chargeDeclinedProcessingError',
    brand: 'visa',
    answer: refused(
      'processing_error',
      'An error occurred while processing your card. Try again in a little bit, or use another card.',
    ),
  },
  {
    number: '4000002500003155',
    label: 'Asks for 3-D Secure',
    token: 'authenticationRequiredOnSetup',
    brand: 'visa',
    answer: { says: 'authenticate', when: 'until-set-up' },
  },
  {
    number: '4000002760003184',
    label: 'Always asks for 3-D Secure',
    token: 'authenticationRequired',
    brand: 'visa',
    answer: { says: 'authenticate', when: 'always' },
  },
  {
    number: '4000000000003220',
    label: 'Always asks for 3-D Secure 2',
    token: 'threeDSecure2Required',
    brand: 'visa',
    answer: { says: 'authenticate', when: 'always' },
  },
  {
    number: '4000003800000446',
    label: 'Asks for 3-D Secure only when its owner is there',
    token: 'authenticationRequiredSetupForOffSession',
    brand: 'visa',
    answer: { says: 'authenticate', when: 'on-session' },
  },
  {
    number: '4000008260003178',
    label: 'Asks for 3-D Secure, then insufficient funds',
    token: 'authenticationRequiredChargeDeclinedInsufficientFunds',
    brand: 'visa',
    answer: {
      says: 'authenticate',
      when: 'always',
      after: {
        code: 'card_declined',
        declineCode: 'insufficient_funds',
        message: 'Your card has insufficient funds.',
      },
    },
  },
  {
    number: '4000000000000341',
    label: 'Can be saved, but is declined when charged',
    token: 'chargeCustomerFail',
    brand: 'visa',
    answer: declined('generic_decline'),
    attaches: true,
  },
  {
    number: '4000000000006975',
    label: 'Declined: used too often',
    token: 'chargeDeclinedVelocityLimitExceeded',
    brand: 'visa',
    answer: declined('card_velocity_exceeded', 'Your card was declined for making repeated attempts too frequently.'),
  },
  {
    number: '4100000000000019',
    label: 'Declined: blocked as fraud',
    token: 'radarBlock',
    brand: 'visa',
    answer: declined('fraudulent'),
  },
  {
    number: '4000000000007726',
    label: 'Succeeds; refunds stay pending for a while',
    token: 'pendingRefund',
    brand: 'visa',
    answer: approved,
    refund: 'pending',
  },
  {
    number: '4000000000005126',
    label: 'Succeeds; refunds fail later',
    token: 'refundFail',
    brand: 'visa',
    answer: approved,
    refund: 'fails',
  },
  {
    number: '4000000000000259',
    label: 'Succeeds; charged back as fraudulent',
    token: 'createDispute',
    brand: 'visa',
    answer: approved,
    dispute: { reason: 'fraudulent', inquiry: false },
  },
  {
    number: '4000000000002685',
    label: 'Succeeds; charged back as not received',
    token: 'createDisputeProductNotReceived',
    brand: 'visa',
    answer: approved,
    dispute: { reason: 'product_not_received', inquiry: false },
  },
  {
    number: '4000000000001976',
    label: 'Succeeds; the bank inquires',
    token: 'createDisputeInquiry',
    brand: 'visa',
    answer: approved,
    dispute: { reason: 'fraudulent', inquiry: true },
  },
];

/** A well-formed number that is none of the test cards: a real card must never work here. */
const REAL_CARD = declined(
  'test_mode_live_card',
  'Your card was declined. This is a test: use one of the test cards, never a real one.',
);

export const fingerprintOf = (number: string): string =>
  createHash('sha256').update(`card:${number}`).digest('base64url').replace(/[-_]/g, 'x').slice(0, 16);

const byFingerprint = new Map(TEST_CARDS.map((card) => [fingerprintOf(card.number), card]));
const byToken = new Map(
  TEST_CARDS.flatMap((card) =>
    // Stripe writes the brand into the tokens of some declines.
    [`pm_card_${card.token}`, `pm_card_${card.brand}_${card.token}`, `tok_${card.token}`].map((token) => [token, card]),
  ),
);

export const cardByFingerprint = (fingerprint: string): TestCard | undefined => byFingerprint.get(fingerprint);
export const cardByToken = (token: string): TestCard | undefined => byToken.get(token);
export const answerOf = (fingerprint: string): CardAnswer => byFingerprint.get(fingerprint)?.answer ?? REAL_CARD;

export const brandOf = (number: string): string =>
  /^4/.test(number)
    ? 'visa'
    : /^(5[1-5]|2[2-7])/.test(number)
      ? 'mastercard'
      : /^3[47]/.test(number)
        ? 'amex'
        : 'unknown';

/** What a merchant hears when a card wants its owner, who is not there. */
export const AUTHENTICATION_REQUIRED: Decline = {
  code: 'authentication_required',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
};

/** Luhn's check digit, 12 to 19 digits. */
export function isCardNumber(number: string): boolean {
  if (!/^\d{12,19}$/.test(number)) return false;
  let sum = 0;
  for (const [index, digit] of [...number].reverse().entries()) {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}
