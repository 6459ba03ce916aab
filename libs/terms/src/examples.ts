/**
 * The worked examples of the terms page. Text and amounts are written by hand on purpose: a test executes every one of
 * them against the engine, so the page shows what the engine does, and the engine does what the page says.
 */
import { type Money, money } from '@sounding/money';
import type { Outcome } from './terms.ts';

/** Hours relative to the start: -48 is two days before it. */
export interface Cancelling {
  readonly by: 'client' | 'provider';
  readonly bookedHours: number;
  readonly cancelledHours: number;
}

export interface Example {
  readonly version: string;
  readonly section: string;
  readonly text: string;
  readonly outcome: Outcome;
  readonly price: Money;
  readonly decided?: Money;
  readonly cancelling?: Cancelling;
  /** When the session ended (ISO), and the days of the text on which the provider's part is released and sent. */
  readonly payday?: { readonly endedAt: string; readonly released: string; readonly sent: string };
  /** What staff give back after the release, and what the provider owes of it. */
  readonly later?: { readonly back: Money; readonly providersFault: boolean; readonly owed: Money };
  /** The amounts of the text. */
  readonly paid: Money;
  readonly back: Money;
  readonly toProvider: Money;
  readonly commission: Money;
}

const version = '2026-11-01';
const sixty = { version, price: money(6000), paid: money(6349) };

export const EXAMPLES: readonly Example[] = [
  {
    ...sixty,
    section: 'price',
    text: 'Your provider asks $60.00. You see $63.49 everywhere, and you pay $63.49.',
    outcome: 'delivered',
    back: money(0),
    toProvider: money(5700),
    commission: money(300),
  },
  {
    ...sixty,
    section: 'holding',
    text: 'You paid $63.49 for a $60.00 session, and it went well. Your provider gets $57.00, and $3.00 is our commission.',
    outcome: 'delivered',
    back: money(0),
    toProvider: money(5700),
    commission: money(300),
  },
  {
    ...sixty,
    section: 'cancelling',
    text: 'You paid $63.49 for a $60.00 session and cancel two days before it. You get $60.00 back.',
    outcome: 'client-cancelled-early',
    cancelling: { by: 'client', bookedHours: -100, cancelledHours: -48 },
    back: money(6000),
    toProvider: money(0),
    commission: money(0),
  },
  {
    ...sixty,
    section: 'cancelling',
    text: 'You book a $60.00 session that starts in three hours and cancel half an hour later. You get $60.00 back.',
    outcome: 'client-cancelled-early',
    cancelling: { by: 'client', bookedHours: -3, cancelledHours: -2.5 },
    back: money(6000),
    toProvider: money(0),
    commission: money(0),
  },
  {
    ...sixty,
    section: 'cancelling',
    text: 'You booked last week and cancel a $60.00 session five hours before the start. You get $30.00 back; your provider gets $28.50, and $1.50 is our commission.',
    outcome: 'client-cancelled-late',
    cancelling: { by: 'client', bookedHours: -168, cancelledHours: -5 },
    back: money(3000),
    toProvider: money(2850),
    commission: money(150),
  },
  {
    version,
    section: 'cancelling',
    text: 'A session costs $45.55 and you cancel late. You get $22.78 back, because the odd cent is yours.',
    outcome: 'client-cancelled-late',
    cancelling: { by: 'client', bookedHours: -168, cancelledHours: -1 },
    price: money(4555),
    paid: money(4904),
    back: money(2278),
    toProvider: money(2163),
    commission: money(114),
  },
  {
    ...sixty,
    section: 'cancelling',
    text: 'Your provider cancels a $60.00 session an hour before it. You get $60.00 back.',
    outcome: 'provider-cancelled',
    cancelling: { by: 'provider', bookedHours: -168, cancelledHours: -1 },
    back: money(6000),
    toProvider: money(0),
    commission: money(0),
  },
  {
    ...sixty,
    section: 'absence',
    text: 'You forget a $60.00 session. Your provider waited for you and gets $57.00.',
    outcome: 'client-absent',
    back: money(0),
    toProvider: money(5700),
    commission: money(300),
  },
  {
    ...sixty,
    section: 'absence',
    text: 'Your provider does not come to a $60.00 session. You get $60.00 back.',
    outcome: 'provider-absent',
    back: money(6000),
    toProvider: money(0),
    commission: money(0),
  },
  {
    ...sixty,
    section: 'guarantee',
    text: 'Half of a $60.00 session was lost to bad sound. Support decides that you get $25.00 back; your provider gets $33.25, and $1.75 is our commission.',
    outcome: 'claim-decided',
    decided: money(2500),
    back: money(2500),
    toProvider: money(3325),
    commission: money(175),
  },
  {
    ...sixty,
    section: 'our-errors',
    text: 'Your card was charged twice for one $60.00 session. The second $63.49 goes back whole.',
    outcome: 'our-error',
    back: money(6349),
    toProvider: money(0),
    commission: money(0),
  },
  {
    ...sixty,
    section: 'released',
    text: 'Your $60.00 session ends on December 2. We release your $57.00 on December 9 and send it on December 14, the next Monday.',
    outcome: 'delivered',
    payday: { endedAt: '2026-12-02T18:00:00.000Z', released: 'December 9', sent: 'December 14' },
    back: money(0),
    toProvider: money(5700),
    commission: money(300),
  },
  {
    ...sixty,
    section: 'after-release',
    text: 'Staff give a client $20.00 of $60.00 back out of goodwill. We pay it. You keep your $57.00.',
    outcome: 'delivered',
    later: { back: money(2000), providersFault: false, owed: money(0) },
    back: money(0),
    toProvider: money(5700),
    commission: money(300),
  },
  {
    ...sixty,
    section: 'after-release',
    text: 'Staff give a client $20.00 of $60.00 back and find that the fault was yours. You owe us $19.00, your part of it. We give up $1.00 of our commission.',
    outcome: 'delivered',
    later: { back: money(2000), providersFault: true, owed: money(1900) },
    back: money(0),
    toProvider: money(5700),
    commission: money(300),
  },
];
