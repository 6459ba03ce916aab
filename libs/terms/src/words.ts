/** The numbers of the terms as people say them: on the terms page, in sentences, in letters and beside buttons. */
import { format } from '@sounding/money';
import { type Terms, toMs, type Weekday, type When } from './terms.ts';

/** 500 -> `5%`, 250 -> `2.5%`. */
export function percent(basisPoints: number): string {
  return `${basisPoints / 100}%`;
}

function count(n: number, unit: string): string {
  return `${n} ${unit}${n === 1 ? '' : 's'}`;
}

/** How much of the price, as people say it: `the whole price`, `half of the price`, `30% of the price`. */
export function partOfPrice(basisPoints: number): string {
  if (basisPoints === 0) return 'nothing';
  if (basisPoints === 5_000) return 'half of the price';
  return basisPoints === 10_000 ? 'the whole price' : `${percent(basisPoints)} of the price`;
}

/** `$3.49 Handling Fee`. */
export function fee(terms: Terms): string {
  return `${format(terms.handlingFee)} Handling Fee`;
}

const WEEKDAYS: Readonly<Record<Weekday, string>> = {
  1: 'Monday',
  2: 'Tuesday',
  3: 'Wednesday',
  4: 'Thursday',
  5: 'Friday',
  6: 'Saturday',
  7: 'Sunday',
};

/** Every window of the terms: `10 minutes`, `7 days`, and the weekday of transfers. */
export function windows(terms: Terms) {
  return {
    /** For this long a time stays reserved while the client pays. */
    reservation: count(terms.reservationMinutes, 'minute'),
    /** So long a provider may take to answer a request. */
    answer: count(terms.answerHours, 'hour'),
    /** For this long a time stays reserved once its provider has said yes to a request. */
    accepted: count(terms.acceptedHours, 'hour'),
    /** So long before the start the room opens. */
    join: count(terms.joinMinutes, 'minute'),
    /** So long after the start, who has not joined did not come. */
    noShow: count(terms.noShowMinutes, 'minute'),
    freeCancel: count(terms.freeCancelHours, 'hour'),
    secondThoughts: count(terms.secondThoughtsMinutes, 'minute'),
    move: count(terms.moveHours, 'hour'),
    guarantee: count(terms.guaranteeDays, 'day'),
    claim: count(terms.claimHours, 'hour'),
    tip: count(terms.tipDays, 'day'),
    receivable: count(terms.receivableDays, 'day'),
    transferDay: WEEKDAYS[terms.transfer.weekday],
  };
}

const DAY = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });

/** `November 1, 2026`, the day in UTC. */
export function dayInWords(when: When): string {
  return DAY.format(toMs(when));
}
