/** The few sentences of the terms that apply to one bill, with its own amounts. */
import { format, type Money } from '@sounding/money';
import { freeCancelUntil, guaranteeUntil } from './deadlines.ts';
import { backOf } from './english.ts';
import { type Cancelled, type CancellingNow, settle } from './settle.ts';
import { type Terms, toMs, type When } from './terms.ts';
import { fee, windows } from './words.ts';

export interface BillContext {
  readonly price: Money;
  readonly startsAt: When;
  readonly endsAt: When;
  /** When the person reads it; a booking made now counts as booked now. */
  readonly now: When;
}

export interface Sentence {
  /** Stable word for the page's keys and tests. */
  readonly rule: 'cancel-early' | 'second-thoughts' | 'cancel-late' | 'provider-fails' | 'guarantee' | 'fee';
  readonly text: string;
  /** Until when it holds (ISO, UTC), for the page to print in the person's zone; null when no clock runs. */
  readonly until: string | null;
}

/** Sentences that can still come true: a day's notice is not offered for a session that starts in an hour. */
export function sentencesFor(terms: Terms, bill: BillContext): Sentence[] {
  const now = toMs(bill.now);
  const early = format(settle(terms, 'client-cancelled-early', bill).toClient);
  const late = format(settle(terms, 'client-cancelled-late', bill).toClient);
  const fails = format(settle(terms, 'provider-absent', bill).toClient);
  const whole = format(bill.price);
  const { freeCancel: hours, secondThoughts, guarantee } = windows(terms);
  const dayBefore = new Date(toMs(bill.startsAt) - terms.freeCancelHours * 3_600_000).toISOString();
  const hourAfter = freeCancelUntil(terms, { startsAt: bill.startsAt, bookedAt: now });
  const cancel: Sentence[] =
    now <= toMs(dayBefore)
      ? [
          {
            rule: 'cancel-early',
            text: `Cancel ${hours} or more before the start and you get ${early} back. Later you get ${late} back.`,
            until: dayBefore,
          },
        ]
      : [
          {
            rule: 'second-thoughts',
            text: `Cancel within ${secondThoughts} of booking, before the session begins, and you get ${early} back.`,
            until: hourAfter,
          },
          {
            rule: 'cancel-late',
            text: `The start is less than ${hours} away: after that you get ${late} back if you cancel before it, and nothing if you do not come.`,
            until: new Date(toMs(bill.startsAt)).toISOString(),
          },
        ];
  return [
    ...cancel,
    {
      rule: 'provider-fails',
      text: `If your provider cancels or does not come, you get ${fails} back.`,
      until: null,
    },
    {
      rule: 'guarantee',
      text: `Not what it should have been? Claim up to ${whole} back within ${guarantee} of the end. We hold your money until then.`,
      until: guaranteeUntil(terms, bill.endsAt),
    },
    {
      rule: 'fee',
      text: `The ${fee(terms)} is returned only if we make an error.`,
      until: null,
    },
  ];
}

/** What a visitor should know of cancelling before booking. */
export function cancellingInShort(terms: Terms): string {
  const early = backOf(terms, 'client-cancelled-early');
  const late = backOf(terms, 'client-cancelled-late');
  return `Cancel ${windows(terms).freeCancel} or more before the start and you get ${early} back. Later you get ${late} back.`;
}

/** What cancelling would do now and why, for whoever looks, as the page says it before they decide. */
export function ifCancelled(terms: Terms, outcome: Cancelled, on: CancellingNow & { readonly price: Money }): string {
  const { toClient, feeToClient } = settle(terms, outcome, { price: on.price });
  const back = toClient.minor === 0 ? 'None of the price goes back' : `${format(toClient)} goes back`;
  const charge = feeToClient.minor > 0 ? `The ${fee(terms)} goes back too` : `We keep the ${fee(terms)}`;
  const whom = on.by === 'client' ? 'you' : 'the client';
  return `${whyNow(terms, outcome, on)}. ${back} to ${whom}. ${charge}.`;
}

function whyNow(terms: Terms, outcome: Cancelled, { startsAt, now }: CancellingNow): string {
  const { freeCancel: hours, secondThoughts } = windows(terms);
  const inGoodTime = toMs(now) <= toMs(startsAt) - terms.freeCancelHours * 3_600_000;
  switch (outcome) {
    case 'client-cancelled-early':
      return inGoodTime ? `The start is ${hours} or more away` : `You booked within the last ${secondThoughts}`;
    case 'client-cancelled-late':
      return `The start is less than ${hours} away`;
    case 'provider-cancelled':
      return 'A provider may cancel at any time before the start';
  }
}
