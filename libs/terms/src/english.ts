/** The plain-English terms, made from the table. The site renders the structure; nobody writes an amount by hand. */
import { format, type Money } from '@sounding/money';
import { EXAMPLES, type Example } from './examples.ts';
import { settle } from './settle.ts';
import { OUTCOMES, type Outcome, type Payer, type Terms } from './terms.ts';

export interface Section {
  /** Stable, for links: `/terms#cancelling`. */
  readonly id: string;
  readonly title: string;
  readonly sentences: readonly string[];
  readonly examples: readonly Example[];
}

/** One row of the table, in words. */
export interface Row {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly priceBack: string;
  readonly handlingFee: 'kept' | 'returned';
  readonly providerGets: string;
}

export interface PlainTerms {
  readonly version: string;
  readonly from: string;
  readonly sections: readonly Section[];
  readonly table: readonly Row[];
}

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

function fee(terms: Terms): string {
  return `${format(terms.handlingFee)} Handling Fee`;
}

/** Why a row applies, as the reason column and documents say it. */
export function reasonInPlainEnglish(terms: Terms, outcome: Outcome): string {
  const hours = count(terms.freeCancelHours, 'hour');
  const minutes = count(terms.secondThoughtsMinutes, 'minute');
  const reasons: Record<Outcome, string> = {
    delivered: 'The session took place',
    'client-cancelled-early': `The client cancelled ${hours} or more before the start, or within ${minutes} of booking`,
    'client-cancelled-late': `The client cancelled less than ${hours} before the start`,
    'client-absent': 'The client did not come',
    'provider-cancelled': 'The provider cancelled',
    'provider-absent': 'The provider did not come, or nobody came',
    'claim-decided': 'A guarantee claim was decided',
    'our-error': 'We made an error, such as a double charge or a payment after the time was lost',
  };
  return reasons[outcome];
}

/** What the client gets under a row, in one sentence with amounts, as the page for cancelling shows it. */
export function becauseOf(terms: Terms, outcome: Outcome, price: Money, decided?: Money): string {
  const got = settle(terms, outcome, decided ? { price, decided } : { price });
  const back = got.toClient.minor === 0 ? 'nothing of the price goes back' : `${format(got.toClient)} goes back`;
  const charge = got.feeToClient.minor > 0 ? `the ${fee(terms)} is returned too` : `the ${fee(terms)} is kept`;
  return `${reasonInPlainEnglish(terms, outcome)}: ${back} to the client; ${charge}.`;
}

function row(terms: Terms, outcome: Outcome): Row {
  const { priceBack, feeBack } = terms.rules[outcome];
  const commission = percent(terms.commissionBasisPoints);
  const kept = priceBack === 'decided' ? null : 10_000 - priceBack;
  return {
    outcome,
    reason: reasonInPlainEnglish(terms, outcome),
    priceBack: priceBack === 'decided' ? 'what is decided, up to the whole price' : partOfPrice(priceBack),
    handlingFee: feeBack ? 'returned' : 'kept',
    providerGets:
      kept === null
        ? `the rest, less our ${commission} commission`
        : kept === 0
          ? 'nothing'
          : `${partOfPrice(kept)}, less our ${commission} commission`,
  };
}

function paying(terms: Terms): Section[] {
  return [
    {
      id: 'price',
      title: 'What you pay',
      sentences: [
        `You pay the price your provider asks and one ${fee(terms)} per purchase. Every price we show already includes it.`,
        `Prices are between ${format(terms.price.least)} and ${format(terms.price.most)}. We add nothing later.`,
        'You see every line on your bill before you pay, and the same lines on your receipt afterwards.',
      ],
      examples: [],
    },
    {
      id: 'reserving',
      title: 'Reserving a time',
      sentences: [
        'Looking around and choosing a time costs nothing and reserves nothing.',
        `When you open your bill, the time is yours for ${count(terms.reservationMinutes, 'minute')}. If you do not pay in that time, it becomes free again and nothing is charged.`,
        'If a payment reaches us after your time went to somebody else, you get all of it back, Handling Fee included.',
      ],
      examples: [],
    },
    {
      id: 'holding',
      title: 'Where your money waits',
      sentences: [
        `We hold the price until ${count(terms.guaranteeDays, 'day')} after the scheduled end of your session. Only then is it released to your provider.`,
        `From the price we keep a ${percent(terms.commissionBasisPoints)} commission; the provider gets the rest.`,
      ],
      examples: [],
    },
  ];
}

function changingPlans(terms: Terms): Section[] {
  const back = (outcome: Outcome) => {
    const { priceBack } = terms.rules[outcome];
    return priceBack === 'decided' ? 'what is decided' : partOfPrice(priceBack);
  };
  const hours = count(terms.freeCancelHours, 'hour');
  return [
    {
      id: 'cancelling',
      title: 'Cancelling',
      sentences: [
        `Cancel ${hours} or more before the start and you get ${back('client-cancelled-early')} back.`,
        `The same holds within ${count(terms.secondThoughtsMinutes, 'minute')} of booking, as long as the session has not begun.`,
        `Cancel later than that and you get ${back('client-cancelled-late')} back. If half of the price is not a whole cent, the cent is yours.`,
        `If your provider cancels, you get ${back('provider-cancelled')} back.`,
        `In all of these cases we keep the ${fee(terms)}. You see the exact refund before you confirm.`,
      ],
      examples: [],
    },
    {
      id: 'absence',
      title: 'If somebody does not come',
      sentences: [
        `Your room opens ${count(terms.joinMinutes, 'minute')} before the start. Who has not joined ${count(terms.noShowMinutes, 'minute')} after the start did not come.`,
        `If you do not come, ${back('client-absent')} goes back to you.`,
        `If your provider does not come, you get ${back('provider-absent')} back; also when neither of you comes. We keep the ${fee(terms)}.`,
      ],
      examples: [],
    },
  ];
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** What only providers need to know. */
function beingPaid(terms: Terms): Section[] {
  const day = WEEKDAYS[terms.transfer.weekday - 1];
  const bears = (payer: Payer) => (payer === 'platform' ? 'we pay it, and you keep yours' : 'you owe us your part');
  const { refund, chargeback } = terms.afterRelease;
  return [
    {
      id: 'released',
      title: 'For providers: when you are paid',
      sentences: [
        `Your part of the price is released ${count(terms.guaranteeDays, 'day')} after the scheduled end. Tips are yours at once.`,
        `We send you what was released every ${day} at 00:00 UTC, once it comes to ${format(terms.transfer.least)} or more. Less than that waits for the next ${day}.`,
      ],
      examples: [],
    },
    {
      id: 'after-release',
      title: 'For providers: when money goes back later',
      sentences: [
        `After the release only our support staff can give money back. If they do so out of goodwill, ${bears(refund.otherwise)}. If they record that the fault was yours, ${bears(refund.providersFault)}.`,
        `If the client's bank takes the money back, ${bears(chargeback.otherwise)}. If the record of who came, or a claim that was upheld, shows that the fault was yours, ${bears(chargeback.providersFault)}.`,
        `We take what you owe from your next releases. What is still owed after ${count(terms.receivableDays, 'day')} is written off.`,
      ],
      examples: [],
    },
  ];
}

function puttingRight(terms: Terms): Section[] {
  return [
    {
      id: 'guarantee',
      title: 'The money-back guarantee',
      sentences: [
        `If a session was not what it should have been, claim your money back within ${count(terms.guaranteeDays, 'day')} of its scheduled end. You can claim once per booking.`,
        `Our support staff decide within ${count(terms.claimHours, 'hour')}. If they do not, your claim is upheld in full.`,
        `You can get back up to the whole price. We keep the ${fee(terms)}.`,
      ],
      examples: [],
    },
    {
      id: 'our-errors',
      title: 'If we make an error',
      sentences: [
        'If we charge you twice, charge you without your consent, or take a payment for a time that was already lost, you get all of it back.',
        `This is the only case in which we return the ${fee(terms)}.`,
      ],
      examples: [],
    },
    {
      id: 'tips',
      title: 'Tips',
      sentences: [
        `You may tip between ${format(terms.tip.least)} and ${format(terms.tip.most)}, from the end of the session until ${count(terms.tipDays, 'day')} after it.`,
        'No fee and no commission: your provider gets all of it at once. A tip goes back only if we made an error.',
      ],
      examples: [],
    },
  ];
}

function version(terms: Terms): Section {
  return {
    id: 'version',
    title: 'Which terms apply',
    sentences: [
      `These are the terms of ${terms.version}. Your bill names the terms it was made under, and later changes do not touch it.`,
    ],
    examples: [],
  };
}

/** All of it, in the order in which people read. Same terms, same words: safe to cache by version. */
export function termsInPlainEnglish(terms: Terms): PlainTerms {
  const examples = EXAMPLES.filter((example) => example.version === terms.version);
  const sections = [
    ...paying(terms),
    ...changingPlans(terms),
    ...puttingRight(terms),
    ...beingPaid(terms),
    version(terms),
  ].map((section) => ({
    ...section,
    examples: examples.filter((example) => example.section === section.id),
  }));
  return {
    version: terms.version,
    from: terms.from,
    sections,
    table: OUTCOMES.map((outcome) => row(terms, outcome)),
  };
}
