/** How facts of a difference are read. Pure. */
import type { Difference, Facts } from '@sounding/contracts';
import type { z } from 'zod';

type Kind = z.output<typeof Difference>['kind'];

const STRIPE = ['Our ledger', 'Stripe'] as const;
const RECEIPTS = ['Billing', 'Receipts'] as const;
const BOOKING = ['Billing', 'Booking'] as const;

/** Who says what: the left and the right column. */
export const SIDES: Record<Kind, readonly [ours: string, theirs: string]> = {
  'missing-charge': STRIPE,
  'extra-charge': STRIPE,
  'extra-refund': STRIPE,
  'missing-refund': STRIPE,
  'wrong-amount': STRIPE,
  'orphan-transfer': STRIPE,
  'missing-transfer': STRIPE,
  'missing-entry': STRIPE,
  balance: ['The ledger', 'What explains it'],
  'missing-booking': BOOKING,
  'booking-disagrees': BOOKING,
  'missing-receipt': RECEIPTS,
  'missing-credit-note': RECEIPTS,
  'receipt-disagrees': RECEIPTS,
  'missing-document': RECEIPTS,
};

/** What facts are called, in the order in which they are read. Others follow under their own name. */
const NAMES: Readonly<Record<string, string>> = {
  what: 'What',
  account: 'Account',
  document: 'Document',
  amount: 'Amount',
  amounts: 'Amounts',
  balance: 'Balance',
  fee: 'Fee',
  paid: 'Paid',
  total: 'Total',
  refunded: 'Decided to go back',
  released: 'Released',
  state: 'State',
  booking: 'Booking',
  documents: 'Documents',
  rendered: 'Rendered',
  at: 'When',
  by: 'According to',
  entry: 'Entry',
  row: 'Our row',
  rowAmount: 'Amount of the row',
  object: 'Object at Stripe',
  transaction: 'Transaction at Stripe',
};

export function namesOf(...sides: readonly Facts[]): readonly (readonly [name: string, words: string])[] {
  const there = new Set(sides.flatMap((facts) => Object.keys(facts)));
  const known = Object.keys(NAMES).filter((name) => there.delete(name));
  return [...known, ...there].map((name) => [name, NAMES[name] ?? name]);
}

/** Whether both sides say something about it, and not the same. */
export function differs(name: string, ours: Facts, theirs: Facts): boolean {
  return name !== 'at' && name in ours && name in theirs && ours[name] !== theirs[name];
}

const COUNTS = ['documents', 'rendered'];

/** Numbers are minor units, but for those that count something. */
export function isAmount(name: string, value: Facts[string]): value is number {
  return typeof value === 'number' && !COUNTS.includes(name);
}

export function isInstant(value: Facts[string]): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value);
}
