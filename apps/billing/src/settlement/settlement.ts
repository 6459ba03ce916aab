/**
 * Does a decision equal what is held? Booking decides; billing executes only what adds up, to the cent, under the terms that
 * the bill cites. What does not add up moves nothing and is shown to people.
 */
import type { Data, RefundDecided, ReleaseDecided } from '@sounding/contracts';
import {
  commissionKept,
  commissionOf,
  compare,
  equals,
  least,
  type Money,
  portion,
  shares,
  subtract,
  sum,
  zero,
} from '@sounding/money';
import { settle } from '@sounding/terms';
import { type KeptBill, partsOf, termsOfBill } from '../bill/bill.ts';
import { borneBy } from '../earning/earning.ts';
import type { Borne, Parts } from '../ledger/ledger.ts';

type Refunding = Pick<Data<typeof RefundDecided>, 'reason' | 'toClient' | 'feeToClient' | 'toProvider' | 'commission'>;
type Releasing = Pick<Data<typeof ReleaseDecided>, 'toProvider' | 'commission'>;

/** Raised in the handler: after five tries the decision is a dead letter, and the booking's money stands still. */
export class DoesNotAddUp extends Error {
  override readonly name = 'DoesNotAddUp';
}

function say(what: string, expected: Money, decided: Money): never {
  throw new DoesNotAddUp(`${what}: ${expected.minor} expected, ${decided.minor} decided`);
}

/** Tax goes back with its line: cumulative on the price, whole with the fee. */
function taxBack(bill: KeptBill, refundedPrice: Money, feeBack: boolean): Money {
  const none = zero(refundedPrice.currency);
  const taxOf = (kind: 'price' | 'handling-fee'): Money => {
    const at = bill.lines.findIndex((line) => line.kind === kind);
    const next = bill.lines[at + 1];
    return next?.kind === 'tax' ? next.amount : none;
  };
  const onPrice = portion(taxOf('price'), refundedPrice.minor, bill.parts.price.minor);
  return subtract(sum([onPrice, feeBack ? taxOf('handling-fee') : none]), bill.refunded.tax);
}

/** What of the price must be held before the release: all that neither a refund nor the client's bank has taken. */
function leftOf(bill: KeptBill): Money {
  return subtract(bill.parts.price, sum([bill.refunded.price, bill.chargedBack]));
}

/**
 * What of a refund the client has had from their bank already, and what is still to be sent. Of the price the bank gave what it kept
 * and nothing has made up for yet; fee and tax it gave when it took more than prices, and tax with the whole of its price.
 */
export function afterBank(
  bill: Pick<KeptBill, 'lost' | 'chargedBack' | 'lostBeside'>,
  back: Parts,
): { had: Money; left: Parts } {
  const had = least(back.price, subtract(bill.lost, bill.chargedBack));
  const price = subtract(back.price, had);
  const nothing = zero(price.currency);
  const beside = bill.lostBeside.minor > 0;
  const tax = beside || (had.minor > 0 && price.minor === 0) ? nothing : back.tax;
  return { had, left: { price, fee: beside ? nothing : back.fee, tax } };
}

/** The parts to send back. `held` is the ledger's balance for the booking. */
export function refundOf(bill: KeptBill, held: Money, decided: Refunding): Parts {
  if (!bill.paidAt) throw new DoesNotAddUp('the bill was never paid');
  if (bill.releasedAt) throw new DoesNotAddUp('the money was released already');
  const left = leftOf(bill);
  if (!equals(left, held)) say('held', left, held);
  const whole = sum([decided.toClient, decided.toProvider, decided.commission]);
  if (!equals(whole, held)) say('the parts of what is held', held, whole);
  const due = settle(termsOfBill(bill), decided.reason, {
    price: bill.parts.price,
    fee: subtract(bill.parts.fee, bill.refunded.fee),
    decided: decided.toClient,
    already: sum([bill.refunded.price, bill.chargedBack]),
  });
  for (const part of ['toClient', 'feeToClient', 'toProvider', 'commission'] as const) {
    if (!equals(due[part], decided[part])) say(part, due[part], decided[part]);
  }
  const refundedPrice = sum([bill.refunded.price, due.toClient]);
  return { price: due.toClient, fee: due.feeToClient, tax: taxBack(bill, refundedPrice, due.feeToClient.minor > 0) };
}

/** The provider's part of what is still held: our commission is kept on that alone. */
export function partOfHeld(bill: Pick<KeptBill, 'parts' | 'termsVersion'>, held: Money): Money {
  const { price } = bill.parts;
  return shares(price, termsOfBill(bill).commissionBasisPoints, subtract(price, held)).toProvider;
}

/** Checks a release: all that is held, and exactly our commission on what was not refunded. */
export function checkRelease(bill: KeptBill, held: Money, decided: Releasing): void {
  if (!bill.paidAt) throw new DoesNotAddUp('the bill was never paid');
  const left = leftOf(bill);
  if (!equals(left, held)) say('held', left, held);
  const whole = sum([decided.toProvider, decided.commission]);
  if (!equals(whole, held)) say('the parts of what is held', held, whole);
  const kept = subtract(held, partOfHeld(bill, held));
  if (!equals(kept, decided.commission)) say('commission', kept, decided.commission);
}

/** After the release: the parts that go back, and who bears them. `payable`: of the booking's earning, not transferred yet. */
export function giveBackOf(
  bill: KeptBill,
  on: { toClient: Money; bearer: 'platform' | 'provider'; payable: Money },
): { back: Parts; borne: Borne } {
  const { toClient, bearer, payable } = on;
  if (!bill.paidAt || !bill.releasedAt) throw new DoesNotAddUp('nothing was released that could be given back');
  const { price } = bill.parts;
  const before = sum([bill.refunded.price, bill.chargedBack, bill.givenBack]);
  const after = sum([before, toClient]);
  if (toClient.minor === 0 || compare(after, price) > 0)
    say('what is left of the price', subtract(price, before), toClient);
  const whole = commissionOf(price, termsOfBill(bill).commissionBasisPoints);
  const commission = subtract(commissionKept(price, whole, before), commissionKept(price, whole, after));
  const tax = taxBack(bill, sum([bill.refunded.price, bill.givenBack, toClient]), false);
  return {
    back: { price: toClient, fee: zero(price.currency), tax },
    borne: borneBy(bearer, { back: toClient, commission, payable }),
  };
}

/** The provider's part of a price nobody has taken back. */
export function providerPart(bill: { lines: KeptBill['lines'] } & Pick<KeptBill, 'termsVersion'>): Money {
  const { price } = partsOf(bill.lines);
  return subtract(price, commissionOf(price, termsOfBill(bill).commissionBasisPoints));
}
