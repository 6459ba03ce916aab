/** When a tip may be given, and how much. */
import { type Refusal, refuse, StartTip } from '@sounding/contracts';
import { format, type Money, within } from '@sounding/money';
import { tipUntil } from '@sounding/terms';
import { type KeptBill, termsOfBill } from '../bill/bill.ts';

/** Endings after which there was no session to tip for. */
const NO_SESSION = new Set([
  'client-cancelled-early',
  'client-cancelled-late',
  'client-absent',
  'provider-cancelled',
  'provider-absent',
  'our-error',
]);

/** Why this tip cannot be given now; null when it can. */
export function refusalOfTip(bill: KeptBill, amount: Money, now: Date): Refusal | null {
  const terms = termsOfBill(bill);
  const { least, most } = terms.tip;
  if (!within(amount, least, most)) {
    return refuse(StartTip, 'tip-out-of-range', `A tip is between ${format(least)} and ${format(most)}.`, {
      least,
      most,
    });
  }
  if (bill.outcome && NO_SESSION.has(bill.outcome)) {
    return refuse(StartTip, 'not-allowed', 'This session did not take place, so there is nothing to tip for.');
  }
  if (!bill.paidAt || now < bill.endsAt) {
    return refuse(StartTip, 'too-early', 'You can give a tip once the session is over.', {
      from: bill.endsAt.toISOString(),
    });
  }
  const until = tipUntil(terms, bill.endsAt);
  if (now.getTime() > Date.parse(until)) {
    return refuse(StartTip, 'too-late', `A tip can be given until ${terms.tipDays} days after the session.`, { until });
  }
  return null;
}
