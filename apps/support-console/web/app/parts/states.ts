/** States and kinds of tickets, and what a booking waits for, as staff read them. */
import type { Booking, Glass, Ticket } from '@sounding/contracts';

export const STATES = ['waiting-for-staff', 'waiting-for-person', 'closed', 'all'] as const;

export function stateWords(state: (typeof STATES)[number]): string {
  return {
    'waiting-for-staff': 'Waiting for us',
    'waiting-for-person': 'Answered',
    closed: 'Closed',
    all: 'All',
  }[state];
}

export const KINDS = [
  'claim',
  'attention',
  'difference',
  'correction',
  'question',
] as const satisfies readonly Ticket['kind'][];

export function kindWords(kind: Ticket['kind']): string {
  return {
    question: 'Question',
    claim: 'Claim',
    attention: 'Attention',
    difference: 'Difference',
    correction: 'Correction',
  }[kind];
}

/** Where the opening of a room stands. */
export function glassWords(state: Glass['state']): string {
  return { asked: 'Waits for a second of you', open: 'Open', ended: 'Over' }[state];
}

/** What a booking waits for, as one line. */
export function waitWords({ what, whose }: Booking['next']): string {
  const words = {
    answer: 'for an answer to the request',
    pay: 'for the payment',
    take: 'for somebody who waited to take the time',
    attend: 'for the session',
    join: 'for both to come',
    'wait-for-attendance': 'to know who came',
    'decide-claim': 'for a decision about the claim',
    'tip-or-claim': 'for the guarantee to end',
    'wait-for-release': 'for the guarantee to end',
    'wait-for-bank': 'for the client’s bank',
    nothing: 'for nothing',
  }[what];
  return whose === 'nobody'
    ? words
    : `${words}: ${{ client: 'the client’s', provider: 'the provider’s', staff: 'our' }[whose]} turn`;
}

/** `once`, `twice`, `3 times` */
export function timesWords(times: number): string {
  return ['never', 'once', 'twice'][times] ?? `${times} times`;
}
