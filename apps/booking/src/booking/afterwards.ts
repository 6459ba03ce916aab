/**
 * What may still happen to the money of a booking: the client's bank asks about the charge or takes it back, and staff give money
 * back after the release. Rows of the process that many states share. Pure.
 */
import type { Data, DisputeClosed } from '@sounding/contracts';
import { add, compare, isZero, type Money, shares, subtract } from '@sounding/money';
import type { Settlement } from '@sounding/terms';
import type { Branch } from './booking.ts';
import { type Booking, leftToGive, termsFor } from './facts.ts';

type Closed = Pick<Data<typeof DisputeClosed>, 'outcome' | 'lost' | 'held' | 'undone'>;

/** Who gets what of the price when only `held` of it is left in the ledger: our commission is kept on that alone. */
function splitOf(booking: Booking, settlement: Settlement, held: Money): Settlement {
  const { price } = booking.offer;
  const { toProvider, commission } = shares(price, termsFor(booking).commissionBasisPoints, subtract(price, held));
  return { ...settlement, commission, toProvider };
}

function learnClosed(booking: Booking, closed: Closed): Partial<Booking> {
  if (closed.outcome !== 'lost') return { dispute: null };
  const { settlement } = booking;
  return {
    dispute: null,
    chargedBack: add(booking.chargedBack, closed.lost),
    settlement: settlement && !booking.releasedAt ? splitOf(booking, settlement, closed.held) : settlement,
  };
}

const opened: readonly Branch<'billing.dispute-opened'>[] = [
  {
    stays: 'what is held stays held until the client’s bank has decided',
    learn: (_b, { evidenceBy, openedAt }) => ({ dispute: { openedAt, evidenceBy } }),
  },
];

const closed: readonly Branch<'billing.dispute-closed'>[] = [
  {
    when: { words: 'a release was left undone', holds: (_b, { undone }) => undone === 'release' },
    stays: 'the bank has decided, and what is still held goes to the provider',
    learn: learnClosed,
    says: ['booking.release-decided'],
  },
  {
    when: {
      words: 'a refund was left undone, and the bank gave the client nothing',
      holds: (_b, { undone, outcome }) => undone === 'refund' && outcome !== 'lost',
    },
    stays: 'the bank has decided, and the refund is made after all',
    learn: learnClosed,
    says: ['booking.refund-decided'],
  },
  { stays: 'the bank has decided, and deadlines run again', learn: learnClosed },
];

export const learnRefund = (_b: Booking, _heard: object, now: Date) => ({ refundMadeAt: now.toISOString() });

/** Nothing is sent twice: to the client it is the same money, from their bank. */
export const BANK_GAVE = [{ stays: 'the client’s bank gave what was to be sent', learn: learnRefund }] as const;

/** In every state in which money may be held or have been released. */
export const DISPUTED = { 'billing.dispute-opened': opened, 'billing.dispute-closed': closed } as const;

/** After the release only staff give money back. */
export const GIVING_BACK: readonly Branch<'booking.give-back'>[] = [
  {
    when: { words: 'of nothing', holds: (_b, { toClient }) => isZero(toClient) },
    refuse: ['nothing-given', 'Please name an amount above zero.'],
  },
  {
    when: { words: 'the client’s bank is deciding', holds: (b) => b.dispute !== null },
    refuse: [
      'not-released',
      'The client’s bank is deciding about this charge. Nothing can be given back before it has.',
    ],
  },
  {
    when: { words: 'more than is left', holds: (b, { toClient }) => compare(toClient, leftToGive(b)) > 0 },
    refuse: ['more-than-left', 'That is more than is left of the price. Please look again before you confirm.'],
  },
  {
    stays: 'the story is over; what is given back now is goodwill, or the provider’s fault',
    learn: (b, { toClient, bearer }, now) => ({
      givenBack: [...b.givenBack, { toClient, bearer, at: now.toISOString() }],
    }),
    says: ['booking.give-back-decided', 'mail: given back, to both'],
  },
];
