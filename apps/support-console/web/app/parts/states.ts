/** The states and kinds of tickets as staff read them. */
import type { Ticket } from '@sounding/contracts';

export const STATES = ['waiting-for-staff', 'waiting-for-person', 'closed', 'all'] as const;

export function stateWords(state: (typeof STATES)[number]): string {
  return {
    'waiting-for-staff': 'Waiting for us',
    'waiting-for-person': 'Answered',
    closed: 'Closed',
    all: 'All',
  }[state];
}

export const KINDS = ['claim', 'attention', 'difference', 'question'] as const satisfies readonly Ticket['kind'][];

export function kindWords(kind: Ticket['kind']): string {
  return { question: 'Question', claim: 'Claim', attention: 'Attention', difference: 'Difference' }[kind];
}
