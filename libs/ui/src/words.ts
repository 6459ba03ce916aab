/** Words for the values of the contracts, the same on both sites and on every page. */
import type { BookingState, Line, Mode, RefundReason } from '@sounding/contracts';

export function lineWords(kind: Line['kind']): string {
  return { price: 'Price of the session', 'handling-fee': 'Handling Fee', tax: 'Tax', tip: 'Tip' }[kind];
}

export function modeWords(mode: Mode): { readonly name: string; readonly meaning: string } {
  return {
    advice: { name: 'Advice', meaning: 'Coaching and advice. It makes no clinical claim and is not therapy.' },
    therapy: { name: 'Therapy', meaning: 'Care by a provider whose professional licence we have verified.' },
  }[mode];
}

export function stateWords(state: BookingState): string {
  return {
    requested: 'Waiting for an answer',
    reserved: 'Waiting for payment',
    offered: 'Offered',
    confirmed: 'Confirmed',
    delivered: 'Took place',
    claimed: 'Guarantee claim open',
    released: 'Complete',
    lapsed: 'Ended unpaid',
    cancelled: 'Cancelled',
    refunded: 'Refunded',
  }[state];
}

export function outcomeWords(outcome: RefundReason): string {
  return {
    delivered: 'The session took place',
    'client-cancelled-early': 'The client cancelled in good time',
    'client-cancelled-late': 'The client cancelled late',
    'client-absent': 'The client did not come',
    'provider-cancelled': 'The provider cancelled',
    'provider-absent': 'The provider did not come',
    'claim-decided': 'A guarantee claim was decided',
    'our-error': 'It was our own error',
    'given-back': 'Our staff gave it back',
  }[outcome];
}
