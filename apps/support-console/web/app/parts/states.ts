/** The states of tickets as staff read them. */
export const STATES = ['waiting-for-staff', 'waiting-for-person', 'closed', 'all'] as const;

export function stateWords(state: (typeof STATES)[number]): string {
  return {
    'waiting-for-staff': 'Waiting for us',
    'waiting-for-person': 'Answered',
    closed: 'Closed',
    all: 'All',
  }[state];
}
