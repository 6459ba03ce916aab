import type { DocumentKind, Refundable, StatementLine, Ticket } from '@sounding/contracts';
import type { z } from 'zod';

export function documentWords(kind: DocumentKind): string {
  return {
    receipt: 'Receipt',
    'tip-receipt': 'Tip receipt',
    'credit-note': 'Credit note',
    bill: 'Bill',
    statement: 'Statement',
    'year-summary': 'Year summary',
  }[kind];
}

/** What the total of a document is. */
export function totalWords(kind: DocumentKind): string {
  return {
    receipt: 'Paid',
    'tip-receipt': 'Paid',
    'credit-note': 'Given back',
    bill: 'To pay',
    statement: 'Payable at its end',
    'year-summary': 'Paid in all',
  }[kind];
}

/** `life-path-advice` -> `Life path advice`: a document keeps the catalog's word of its day, which the catalog may not know any more. */
export function categoryWords(category: string): string {
  const words = category.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What gives money back. Each is followed by the amount and by when. */
export function refundWords(rule: Refundable['rule']): string {
  return {
    'cancel-early': 'Cancelled in good time',
    'cancel-late': 'Cancelled late',
    guarantee: 'Under the guarantee',
  }[rule];
}

/** Kinds of movements of a provider's money. */
export const MOVEMENTS: Record<z.infer<typeof StatementLine>['what'], string> = {
  session: 'Session',
  tip: 'Tip',
  'set-off': 'Kept back for what you owed',
  'given-back': 'Given back to the client',
  chargeback: 'Taken back by the client’s bank',
  transfer: 'Transfer to your account',
  'transfer-failed': 'Transfer that failed, payable again',
};

/** Why a link to a file led to a page instead. The page goes on by itself where time is all that is missing. */
export function refusedWords(code: string): string {
  const known: Record<string, string> = {
    'rendering-busy': 'The PDF is not ready yet. Nothing is wrong: it is being made.',
    'nothing-that-year': 'You have no receipts of that year.',
    'too-many-requests': 'That was a little fast. Please wait a minute, and try again.',
    timeout: 'That took too long. Please try again in a minute.',
    unavailable: 'The part of Sounding that keeps documents is not answering just now. Please try again in a minute.',
  };
  // The code comes from the address, where anybody may write anything.
  const words = Object.hasOwn(known, code) ? known[code] : null;
  return words ?? 'The file could not be sent. Please try again in a minute; if it stays, write to support.';
}

export function ticketState(state: Ticket['state']): string {
  return {
    'waiting-for-staff': 'With us',
    'waiting-for-person': 'We have answered',
    closed: 'Closed',
  }[state];
}
