/** Differences in words, for staff. Pure. */
import type { Difference, Facts } from '@sounding/contracts';
import { format, money } from '@sounding/money';

/** What it is, and what to do about it. */
const KINDS: Record<Difference['kind'], readonly [subject: string, advice: string]> = {
  'missing-charge': [
    'A charge of ours that Stripe does not know',
    'The ledger holds money that Stripe never booked. Find the charge at Stripe before anything is released.',
  ],
  'extra-charge': [
    'A charge at Stripe that we do not know',
    'Somebody was charged and nothing of ours says why. Find out for what; if for nothing, it goes back whole.',
  ],
  'extra-refund': [
    'A refund at Stripe that we did not ask for',
    'Somebody gave money back by hand at Stripe. The ledger must learn of it, and the client gets no second refund.',
  ],
  'missing-refund': [
    'A refund of ours that Stripe does not know',
    'We say that the client has the money back, and Stripe has no such refund. The client may still wait for it.',
  ],
  'wrong-amount': [
    'An amount that differs between Stripe and the ledger',
    'Stripe’s amount is what moved. Find out which entry is wrong, and why.',
  ],
  'orphan-transfer': [
    'A transfer at Stripe that we did not ask for',
    'Money went to a connected account by hand. It may have to be reversed before the next transfer day.',
  ],
  'missing-transfer': [
    'A transfer of ours that Stripe does not know',
    'The ledger says that the provider was sent money, and Stripe has no such transfer.',
  ],
  'missing-entry': [
    'A movement at Stripe that the ledger does not have',
    'Stripe moved money, and no entry says so. The ledger’s balance is wrong by this amount until it does.',
  ],
  balance: [
    'A balance that does not add up',
    'The account’s balance is not what the rows behind it (or Stripe) say. Other differences of the same comparison may be the reason: look at those first.',
  ],
  'missing-booking': [
    'Money for a booking that does not exist',
    'Billing has money for a booking that booking does not know.',
  ],
  'booking-disagrees': [
    'A booking and its money do not agree',
    'Booking and billing say different things about what was paid, decided or released.',
  ],
  'missing-receipt': ['A payment without its receipt', 'The client paid and has no receipt for it.'],
  'missing-credit-note': ['A refund without its credit note', 'Money went back and the client has no document of it.'],
  'receipt-disagrees': [
    'A document with another amount than what moved',
    'A document says another amount than billing, or there is one too many.',
  ],
  'missing-document': [
    'A document that was never rendered',
    'The document was issued and its PDF is not in the store. The client cannot download it.',
  ],
};

export function subjectOf({ kind }: Pick<Difference, 'kind'>): string {
  return KINDS[kind][0];
}

/** Facts whose numbers are minor units. */
const AMOUNT = /^(amount|rowAmount|fee|balance|paid|refunded|total|held|owed|lost)$/;

function factInWords([name, value]: [string, Facts[string]]): string {
  const shown = typeof value === 'number' && AMOUNT.test(name) ? format(money(value)) : (value ?? 'nothing');
  return `${name}: ${shown}`;
}

/** One fact a line; amounts as people read them. */
export function factsInWords(facts: Facts): string {
  return Object.entries(facts).map(factInWords).join('\n');
}

function sides({ ours, theirs }: Difference): string {
  return `\n\nOur side\n${factsInWords(ours)}\n\nThe other side\n${factsInWords(theirs)}`;
}

export function foundWords(difference: Difference): string {
  return `${KINDS[difference.kind][1]}${sides(difference)}`;
}

export function changedWords(difference: Difference): string {
  return `The two sides say something else now.${sides(difference)}`;
}

export function againWords(difference: Difference): string {
  return `It had gone, and is there again.${sides(difference)}`;
}

export const GONE_WORDS = 'The last comparison of the books did not find this difference any more. Both sides agree.';
