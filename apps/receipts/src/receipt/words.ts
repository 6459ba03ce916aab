/** What documents call things, in both forms. The discreet words are neutral: they fit a table in a restaurant as well. */
import type { DocumentForm, DocumentKind, Line, Mode, RefundReason, StatementDocument } from '@sounding/contracts';

export const TITLES: Readonly<Record<DocumentKind, string>> = {
  bill: 'Bill',
  receipt: 'Receipt',
  'tip-receipt': 'Receipt for a tip',
  'credit-note': 'Credit note',
  statement: 'Statement',
  'year-summary': 'Year summary',
};

/** As the rows of a year name them. */
export const SHORT_TITLES = { receipt: 'Receipt', 'tip-receipt': 'Tip', 'credit-note': 'Credit note' } as const;

/** What was hired: `timed` when the document knows when it takes place. */
export function hired(form: DocumentForm, timed: boolean): { one: string; many: string } {
  if (form === 'discreet') return { one: 'Booking', many: 'Bookings' };
  return timed ? { one: 'Session', many: 'Sessions' } : { one: 'Service', many: 'Services' };
}

/** `price` is what was hired, which `hired` names. */
export const LINES: Readonly<Record<Exclude<Line['kind'], 'price'>, string>> = {
  'handling-fee': 'Handling Fee',
  tax: 'Tax',
  tip: 'Tip',
};

/** Only the full form says it. */
export const MODES: Readonly<Record<Mode, string>> = {
  advice: 'Advice, without a clinical claim',
  therapy: 'Therapy, by a provider whose licence we have verified',
};

export const MOVEMENTS: Readonly<Record<StatementDocument['lines'][number]['what'], string>> = {
  session: 'Session',
  tip: 'Tip',
  'set-off': 'Kept for what you owed',
  'given-back': 'Given back to the client',
  chargeback: 'Taken back by a bank',
  transfer: 'Sent to your account',
  'transfer-failed': 'Came back, payable again',
};

/** To the client, and the same in both forms. The terms say the rest: which hours, and who bears what. */
export const REASONS: Readonly<Record<RefundReason, string>> = {
  delivered: 'It took place as booked.',
  'client-cancelled-early': 'You cancelled in good time.',
  'client-cancelled-late': 'You cancelled too late to get the whole price back.',
  'client-absent': 'You did not come.',
  'provider-cancelled': 'Your provider cancelled, or moved the time and the new one did not suit you.',
  'provider-absent': 'Your provider did not come, or nobody came.',
  'claim-decided': 'A claim under the guarantee was decided.',
  'our-error': 'We made an error, such as a double charge or a payment after the time was lost.',
  'given-back': 'Our staff gave it back after the money had been released.',
};
