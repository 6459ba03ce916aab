/** The plain-English terms, made from the table. The site renders the structure; nobody writes an amount by hand. */
import { format } from '@sounding/money';
import { EXAMPLES, type Example } from './examples.ts';
import { OUTCOMES, type Outcome, type Payer, type Terms } from './terms.ts';
import { dayInWords, fee, partOfPrice, percent, windows } from './words.ts';

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

/** Why a row applies, as the reason column and documents say it. */
export function reasonInPlainEnglish(terms: Terms, outcome: Outcome): string {
  const { freeCancel: hours, secondThoughts: minutes } = windows(terms);
  const reasons: Record<Outcome, string> = {
    delivered: 'The session took place',
    'client-cancelled-early': `The client cancelled ${hours} or more before the start, or within ${minutes} of booking`,
    'client-cancelled-late': `The client cancelled less than ${hours} before the start`,
    'client-absent': 'The client did not come',
    'provider-cancelled': 'The provider cancelled, or moved the session and the client did not want the new time',
    'provider-absent': 'The provider did not come, or nobody came',
    'claim-decided': 'A guarantee claim was decided',
    'our-error': 'We made an error, such as a double charge or a payment after the time was lost',
  };
  return reasons[outcome];
}

function row(terms: Terms, outcome: Outcome): Row {
  const { priceBack, feeBack } = terms.rules[outcome];
  const commission = percent(terms.commissionBasisPoints);
  const kept = priceBack === 'decided' ? null : 10_000 - priceBack;
  return {
    outcome,
    reason: reasonInPlainEnglish(terms, outcome),
    priceBack: backOf(terms, outcome),
    handlingFee: feeBack ? 'returned' : 'kept',
    providerGets:
      kept === null
        ? `the rest, less our ${commission} commission`
        : kept === 0
          ? 'nothing'
          : `${partOfPrice(kept)}, less our ${commission} commission`,
  };
}

/** What of the price goes back under a row: `half of the price`. */
export function backOf(terms: Terms, outcome: Outcome): string {
  const { priceBack } = terms.rules[outcome];
  return priceBack === 'decided' ? 'what is decided, up to the whole price' : partOfPrice(priceBack);
}

/** Title and sentences; examples come to it by its id. */
type Written = Omit<Section, 'examples'>;

/** What a person with a worry looks for first. */
function inShort(terms: Terms): Written {
  const { freeCancel, secondThoughts, guarantee, claim } = windows(terms);
  return {
    id: 'short',
    title: 'In short',
    sentences: [
      `You pay the price you see. It includes one ${fee(terms)}. We add nothing later.`,
      `We hold your money until ${guarantee} after your session.`,
      `Cancel ${freeCancel} or more before the start, or within ${secondThoughts} of booking, and you get ${backOf(terms, 'client-cancelled-early')} back.`,
      `If your provider cancels or does not come, you get ${backOf(terms, 'provider-absent')} back.`,
      `Was it not what it should have been? Claim your money back within ${guarantee}. We decide within ${claim}. If we are late, you get the whole price back.`,
      `We keep the ${fee(terms)}, unless the error was ours.`,
    ],
  };
}

function paying(terms: Terms): Written[] {
  const { reservation, answer, accepted, guarantee } = windows(terms);
  return [
    {
      id: 'price',
      title: 'What you pay',
      sentences: [
        `You pay the price your provider asks and one ${fee(terms)} each time you book. It is part of every price you see.`,
        `Prices are between ${format(terms.price.least)} and ${format(terms.price.most)}. We add nothing later.`,
        'You see every line on your bill before you pay. You see the same lines on your receipt afterwards.',
      ],
    },
    {
      id: 'reserving',
      title: 'Reserving a time',
      sentences: [
        'You can look around and pick a time for free. That does not reserve it yet.',
        `When you open your bill, the time is yours for ${reservation}. If you do not pay by then, it is free again and we charge nothing.`,
        'Did you pay too late, and the time went to somebody else? Then you get all of it back, Handling Fee included.',
      ],
    },
    {
      id: 'asking',
      title: 'Asking for a time',
      sentences: [
        'Some providers want to be asked first. A request costs nothing, and it does not keep the time. You can take it back at any time.',
        `Your provider has ${answer} to say yes or no, or less if the start is near. If they do not answer, the request ends.`,
        `If they say yes, the time is yours for ${accepted}. You see your bill and pay as usual. If you do not, it is free again and we charge nothing.`,
      ],
    },
    {
      id: 'weeks',
      title: 'Several weeks at once',
      sentences: [
        'Some providers let you book the same time for some weeks. You get all of these weeks or none.',
        `You see one bill and pay once, with one ${fee(terms)}. After that each week stands by itself. You can move it, cancel it or claim your money back for it alone.`,
      ],
    },
    {
      id: 'holding',
      title: 'Where your money waits',
      sentences: [
        `We hold the price until ${guarantee} after the planned end of your session. Only then do we release it to your provider.`,
        `Of the price, ${percent(terms.commissionBasisPoints)} is our commission. Your provider gets the rest.`,
      ],
    },
  ];
}

function changingPlans(terms: Terms): Written[] {
  const { freeCancel, secondThoughts, move, join, noShow } = windows(terms);
  return [
    {
      id: 'cancelling',
      title: 'Cancelling',
      sentences: [
        `Cancel ${freeCancel} or more before the start and you get ${backOf(terms, 'client-cancelled-early')} back.`,
        `The same is true within ${secondThoughts} of booking, as long as the session has not begun.`,
        `Cancel later than that and you get ${backOf(terms, 'client-cancelled-late')} back. If it does not come out even, we round it up for you.`,
        `If your provider cancels, you get ${backOf(terms, 'provider-cancelled')} back.`,
        `In all of these cases we keep the ${fee(terms)}. You see what you get back before you confirm.`,
      ],
    },
    {
      id: 'moving',
      title: 'Moving to another time',
      sentences: [
        `You may move your session to another free time until ${move} before the start. It costs nothing. Your payment moves with it.`,
        `Your provider may move it until the room opens. If the new time does not suit you, cancel before it starts and you get ${backOf(terms, 'provider-cancelled')} back.`,
      ],
    },
    {
      id: 'absence',
      title: 'If somebody does not come',
      sentences: [
        `Your room opens ${join} before the start. If you have not joined ${noShow} after the start, you did not come.`,
        `If you do not come, you get ${backOf(terms, 'client-absent')} back.`,
        `If your provider does not come, you get ${backOf(terms, 'provider-absent')} back. This is also true if neither of you comes. We keep the ${fee(terms)}.`,
      ],
    },
  ];
}

function puttingRight(terms: Terms): Written[] {
  const { guarantee, claim, tip } = windows(terms);
  return [
    {
      id: 'guarantee',
      title: 'The money-back guarantee',
      sentences: [
        `Was a session not what it should have been? Claim your money back within ${guarantee} of its planned end. You can claim once per booking.`,
        `Our support staff decide within ${claim}. If they do not, you get the whole price back.`,
        `You can get back up to the whole price. We keep the ${fee(terms)}.`,
      ],
    },
    {
      id: 'our-errors',
      title: 'If we make an error',
      sentences: [
        'We may charge you twice. We may charge you when you did not agree to it. We may take your money for a time that was already gone. Each time, you get all of it back.',
        `These are the only cases in which you get the ${fee(terms)} back.`,
      ],
    },
    {
      id: 'tips',
      title: 'Tips',
      sentences: [
        `You can tip between ${format(terms.tip.least)} and ${format(terms.tip.most)}, from the end of the session until ${tip} after it.`,
        'We take no fee and no commission. Your provider gets all of it at once. A tip goes back only if the error was ours.',
      ],
    },
  ];
}

/** What only providers need to know. */
function beingPaid(terms: Terms): Written[] {
  const { guarantee, receivable, transferDay } = windows(terms);
  const bears = (payer: Payer) => (payer === 'platform' ? 'we pay it and you keep your part' : 'you owe us your part');
  const { refund, chargeback } = terms.afterRelease;
  return [
    {
      id: 'released',
      title: 'For providers: when you are paid',
      sentences: [
        `We release your part of the price ${guarantee} after the planned end. Tips are yours at once.`,
        `Every ${transferDay} at 00:00 UTC we send you what is released, if it is ${format(terms.transfer.least)} or more. If it is less, it waits for the next ${transferDay}.`,
      ],
    },
    {
      id: 'after-release',
      title: 'For providers: when money goes back later',
      sentences: [
        `After the release, only our support staff can give money back. If they do it out of goodwill, ${bears(refund.otherwise)}. If they find that the fault was yours, ${bears(refund.providersFault)}.`,
        `The client can also ask their bank to take the money back. If the bank does, ${bears(chargeback.otherwise)}. But if our records show that you did not come, or we upheld a claim, the fault was yours. Then ${bears(chargeback.providersFault)}.`,
        `We take what you owe from your next releases. After ${receivable} we write off the rest.`,
      ],
    },
  ];
}

function version(terms: Terms): Written {
  return {
    id: 'version',
    title: 'Which terms apply',
    sentences: [
      `These are the terms of ${dayInWords(terms.from)}. Your bill names the terms it was made under. Later changes do not touch it.`,
    ],
  };
}

/** All of it, in the order in which people read. Same terms, same words: safe to cache by version. */
export function termsInPlainEnglish(terms: Terms): PlainTerms {
  const examples = EXAMPLES.filter((example) => example.version === terms.version);
  const written = [
    inShort(terms),
    ...paying(terms),
    ...changingPlans(terms),
    ...puttingRight(terms),
    ...beingPaid(terms),
    version(terms),
  ];
  const sections = written.map((section) => ({
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
