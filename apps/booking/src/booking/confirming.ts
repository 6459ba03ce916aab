/** The money has come: a booking is confirmed, alone or as one of several weeks that were paid together. Pure. */
import type { Branch } from './booking.ts';
import { type Booking, ms, settled } from './facts.ts';

type Held = Branch<'billing.funds-held'>;

const confirmed: Pick<Held, 'to' | 'learn'> = {
  to: 'confirmed',
  learn: (_b, _heard, now) => ({ confirmedAt: now.toISOString() }),
};
const ALONE: Pick<Held, 'says'> = {
  says: ['booking.confirmed', 'mail: confirmed, to the client', 'mail: confirmed, to the provider'],
};
/** Of several weeks the first one's mails tell of all: one mail to each side, and not one for each week. */
const TOLD_BEFORE: Pick<Held, 'says'> = { says: ['booking.confirmed'] };

const isLater = ({ package: of }: Booking) => of !== null && of.place > 0;
const stillFree: NonNullable<Held['when']>['holds'] = (b, { slotFree }, now) =>
  slotFree && now.getTime() < ms(b.startsAt);

export const CONFIRMING: readonly Held[] = [
  { when: { words: 'a later one of several weeks', holds: isLater }, ...confirmed, ...TOLD_BEFORE },
  { ...confirmed, ...ALONE },
];

export const CONFIRMING_LATE: readonly Held[] = [
  {
    when: {
      words: 'the time is still free, a later one of several weeks',
      holds: (b, heard, now) => isLater(b) && stillFree(b, heard, now),
    },
    ...confirmed,
    ...TOLD_BEFORE,
  },
  { when: { words: 'the time is still free', holds: stillFree }, ...confirmed, ...ALONE },
  {
    to: 'refunded',
    learn: (b) => settled(b, 'our-error'),
    says: ['booking.refund-decided', 'mail: cancelled, to the client'],
  },
];
