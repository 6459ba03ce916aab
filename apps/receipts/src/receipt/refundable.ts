/** What of a payment can go back and until when, by the terms of its bill. */
import type { Refundable } from '@sounding/contracts';
import { compare, type Money } from '@sounding/money';
import { freeCancelUntil, guaranteeUntil, settle, type Terms } from '@sounding/terms';

export interface Bought {
  readonly bookingId: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly price: Money;
}

/** Session by session, in the order of their ends. A step that gives nothing, or that was over when the document was made, is left out. */
export function refundableOf(terms: Terms, sessions: readonly Bought[], bookedAt: string): Refundable[] {
  return sessions.flatMap(({ bookingId, startsAt, endsAt, price }) => {
    const steps = [
      [
        'cancel-early',
        settle(terms, 'client-cancelled-early', { price }).toClient,
        freeCancelUntil(terms, { startsAt, bookedAt }),
      ],
      ['cancel-late', settle(terms, 'client-cancelled-late', { price }).toClient, startsAt],
      ['guarantee', price, guaranteeUntil(terms, endsAt)],
    ] as const;
    return steps
      .filter(([, amount, until]) => compare(amount, { ...amount, minor: 0 }) > 0 && until > bookedAt)
      .map(([rule, amount, until]) => ({ bookingId, rule, amount, until }));
  });
}
