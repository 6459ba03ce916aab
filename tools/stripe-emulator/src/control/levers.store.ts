/** What the outside world does when told to: cardholders dispute, banks decide and send back. For tests, stories and the page for developers. */
import type Stripe from 'stripe';
import type { PayoutFailure } from '../connect/bank.ts';
import { appealDispute, escalateInquiry, loseDispute, openDispute, winDispute } from '../disputes/dispute.store.ts';
import type { Reason } from '../disputes/dispute.ts';
import { failPayout } from '../payouts/payout.store.ts';
import { failRefund, succeedRefund } from '../refunds/refund.store.ts';
import { refundable } from '../refunds/refund.ts';
import { idOf, type Kind, type OfKind } from '../store/kinds.ts';
import type { Call } from '../wire/call.ts';
import { missing } from '../wire/problem.ts';

/** The object, and a call in the account it is in. */
function reach<K extends Kind>(call: Call, kind: K, id: string): { object: OfKind<K>; there: Call } {
  const found = call.store.find(kind, id);
  if (!found) throw missing(kind, id);
  return { object: found.object, there: { ...call, account: found.account } };
}

export interface Complaint {
  readonly charge: string;
  /** All that is left of the charge when absent. */
  readonly amount?: number | undefined;
  readonly reason?: Reason | undefined;
  readonly inquiry?: boolean | undefined;
}

export function dispute(
  call: Call,
  { charge, amount, reason = 'fraudulent', inquiry = false }: Complaint,
): Stripe.Dispute {
  const { object, there } = reach(call, 'charge', charge);
  return openDispute(there, object, { amount: amount ?? refundable(object), reason, inquiry });
}

export type Verdict = 'win' | 'lose' | 'close' | 'escalate' | 'appeal';

/** `lose` and `close` end alike: a chargeback lost, an inquiry closed. */
export function decide(call: Call, id: string, verdict: Verdict): Stripe.Dispute {
  const { object, there } = reach(call, 'dispute', id);
  const work = {
    win: winDispute,
    lose: loseDispute,
    close: loseDispute,
    escalate: escalateInquiry,
    appeal: appealDispute,
  }[verdict];
  return work(there, object);
}

export function refundFails(call: Call, id: string): Stripe.Refund {
  const { object, there } = reach(call, 'refund', id);
  const charge = call.store.get('charge', idOf(object.charge) ?? '', there.account);
  if (!charge) throw missing('refund', id);
  return failRefund(there, object, charge);
}

export function refundSucceeds(call: Call, id: string): Stripe.Refund {
  const { object, there } = reach(call, 'refund', id);
  return succeedRefund(there, object);
}

/** Also one that was already paid: a bank may send it back days later. */
export function payoutFails(call: Call, id: string, code: PayoutFailure['code'] = 'could_not_process'): Stripe.Payout {
  const { object, there } = reach(call, 'payout', id);
  return failPayout(there, object, { code, message: 'The bank sent the payout back.' });
}
