/** What differs between two versions, in plain English, so that a coming change announces itself. */
import { format } from '@sounding/money';
import { backOf, reasonInPlainEnglish } from './english.ts';
import { type GivenBack, OUTCOMES, type Payer, type Terms } from './terms.ts';
import { percent, windows } from './words.ts';

/** One fact of a version: what it is called, and its value as people say it. */
type Fact = readonly [name: string, value: string];

function bearer(payer: Payer): string {
  return payer === 'platform' ? 'we pay it' : 'the provider pays it';
}

function losses(terms: Terms): Fact[] {
  const names: Record<GivenBack, string> = {
    refund: 'If staff give money back after the release',
    chargeback: 'If a bank takes money back after the release',
  };
  return (['refund', 'chargeback'] as const).flatMap((what): Fact[] => [
    [names[what], bearer(terms.afterRelease[what].otherwise)],
    [`${names[what]} and the provider was at fault`, bearer(terms.afterRelease[what].providersFault)],
  ]);
}

/** Every fact that a person or a provider could be touched by; a test changes each value of the table and looks for it here. */
function facts(terms: Terms): Fact[] {
  const words = windows(terms);
  return [
    ['The Handling Fee', format(terms.handlingFee)],
    ['Our commission', percent(terms.commissionBasisPoints)],
    ['Tax on the price', percent(terms.taxBasisPoints.price)],
    ['Tax on the Handling Fee', percent(terms.taxBasisPoints['handling-fee'])],
    ['The lowest price', format(terms.price.least)],
    ['The highest price', format(terms.price.most)],
    ['The smallest tip', format(terms.tip.least)],
    ['The largest tip', format(terms.tip.most)],
    ['Time to tip after the session', words.tip],
    ['Time to pay once you open your bill', words.reservation],
    ['Time for a provider to answer a request', words.answer],
    ['Time to pay once your provider said yes', words.accepted],
    ['The room opens before the start by', words.join],
    ['Time to join after the start', words.noShow],
    ['Notice for cancelling free of charge', words.freeCancel],
    ['Time after booking to cancel free of charge', words.secondThoughts],
    ['Notice for moving a session', words.move],
    ['Time to claim after the session, while we hold your money', words.guarantee],
    ['Time for us to decide a claim', words.claim],
    ['Providers are paid every', words.transferDay],
    ['The least we send to a provider', format(terms.transfer.least)],
    ['Time until we write off what a provider owes', words.receivable],
    ...losses(terms),
    ...OUTCOMES.flatMap((outcome): Fact[] => {
      const reason = reasonInPlainEnglish(terms, outcome);
      return [
        [`${reason}. Back to the client`, backOf(terms, outcome)],
        [`${reason}. The Handling Fee is`, terms.rules[outcome].feeBack ? 'returned' : 'kept'],
      ];
    }),
  ];
}

/** One number of the terms before and after; `was` equals `is` where it stays. */
export interface NumberChange {
  readonly name: string;
  readonly was: string;
  readonly is: string;
}

/** The numbers that people look for first, whether or not they change, and behind them every other that does. */
export function numbersBetween(now: Terms, next: Terms): NumberChange[] {
  const before = facts(now);
  return facts(next)
    .map(([name, is], index) => ({ name, was: before[index]?.[1] ?? is, is, first: FIRST.includes(name) }))
    .filter(({ was, is, first }) => first || was !== is)
    .sort((a, b) => Number(b.first) - Number(a.first))
    .map(({ name, was, is }) => ({ name, was, is }));
}

const FIRST = ['The Handling Fee', 'Our commission', 'Notice for cancelling free of charge'];

/** One sentence for each difference: `The Handling Fee: $2.99 (now $3.49).` Empty when nothing that people notice differs. */
export function changesBetween(now: Terms, next: Terms): string[] {
  const before = facts(now);
  return facts(next).flatMap(([name, value], index) => {
    const was = before[index]?.[1];
    return value === was ? [] : [`${name}: ${value} (now ${was}).`];
  });
}
