/** What Stripe, the bank and whoever shares a card's statement read of a payment: that it was paid to us, and nothing of what for. */

/** The lines of the page on which the client pays, and of what Stripe mails about it. */
export const LINE_NAMES = { price: 'Price', 'handling-fee': 'Handling Fee', tax: 'Tax', tip: 'Tip' } as const;

/** What Stripe's own pages and receipts call the payment. */
export const PAID_TO = 'Sounding';

/**
 * Follows the account's prefix on the card's statement: `SOUNDING* PAYMENT`. Stripe takes 22 characters in all, `* ` among them, and a
 * prefix may have ten; so this has ten at most (docs.stripe.com, statement descriptors).
 */
export const ON_STATEMENT = 'PAYMENT';
