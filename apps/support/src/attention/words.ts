/** What billing wants people to look at, in words for staff. Pure. */
import type { AttentionWanted, Data, ErasureLate, Facts } from '@sounding/contracts';
import { factsInWords } from '../reconciliation/words.ts';

type Wanted = Data<typeof AttentionWanted>;

/** What it is, and what to do about it. */
const WHAT: Record<Wanted['what'], readonly [subject: string, advice: string]> = {
  dispute: [
    'The client’s bank disputes a charge',
    'Give the evidence at Stripe before the bank’s date; without an answer it is lost. The booking page shows what it would cost, and whom.',
  ],
  'refund-failed': [
    'A refund came back from the client’s bank',
    'We owe the client this money. Ask the client whether the card still exists; then send it again from the booking page.',
  ],
  'outcome-unknown': [
    'Stripe has not said what became of a request',
    'Look at Stripe’s dashboard whether it was made. It is asked about again by itself; nobody should repeat it by hand.',
  ],
  'transfer-failed': [
    'A transfer to a provider failed',
    'The money is payable again and goes with the next transfer. If the provider’s account is the reason, write to them.',
  ],
  'payout-failed': [
    'A provider’s bank refused a payout',
    'The provider got a mail that asks them to correct their bank account at Stripe.',
  ],
  'charged-twice': [
    'A client was charged twice for one bill',
    'The second charge goes back whole by itself, Handling Fee included. Make sure that it arrives.',
  ],
  'debt-written-off': [
    'What a provider owed was written off',
    'It was too old to be set off against releases and is our loss now. Nothing is to be done, unless it happens again with this provider.',
  ],
};

export function subjectOf({ what }: Pick<Wanted, 'what'>): string {
  return WHAT[what][0];
}

function withFacts(sentence: string, facts: Facts): string {
  const known = factsInWords(facts);
  return known ? `${sentence}\n\n${known}` : sentence;
}

export function wantedWords({ what, facts }: Pick<Wanted, 'what' | 'facts'>): string {
  return withFacts(WHAT[what][1], facts);
}

export function movedWords({ facts }: Pick<Wanted, 'facts'>): string {
  return withFacts('Something about it has changed.', facts);
}

export function overWords({ facts }: Pick<Wanted, 'facts'>): string {
  return withFacts('It has come right, and nobody has to do anything more.', facts);
}

/** An erasure that the law gives a month, and that is not done. */
export function erasureWords({ erasureId, askedAt, waitsFor }: Data<typeof ErasureLate>) {
  const what = waitsFor.length > 0 ? `It waits for: ${waitsFor.join(', ')}.` : 'Nothing is known to be in its way.';
  return {
    subject: 'An erasure is not done after thirty days',
    first:
      `It was asked for on ${askedAt.slice(0, 10)} and has the number ${erasureId}. ${what}\n\nSettle what is in the way, or tell the ` +
      'engineers which service does not answer (runbook “erasure”). The person must hear from us within the month why it takes longer.',
    moved: what,
    ended: 'It is done, or the person has called it off. Nobody has to do anything more.',
  };
}
