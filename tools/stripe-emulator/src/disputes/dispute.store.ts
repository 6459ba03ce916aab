/** Disputes over time: opened by a card or by hand, answered, decided; with the money that each step moves and the events it is told by. */
import type Stripe from 'stripe';
import { differences, say } from '../events/event.store.ts';
import { move } from '../money/balance.store.ts';
import { cardByFingerprint } from '../payments/cards.ts';
import { refundable } from '../refunds/refund.ts';
import { idOf } from '../store/kinds.ts';
import { newId } from '../store/objects.store.ts';
import type { Call } from '../wire/call.ts';
import { missing, unfit } from '../wire/problem.ts';
import {
  answered,
  DISPUTE_FEE,
  type DisputeTerms,
  escalated,
  INQUIRY_SECONDS,
  isAnswerable,
  isInquiry,
  isOpen,
  newDispute,
  VERDICTS,
} from './dispute.ts';

/** How long the bank thinks about test evidence, and a test card waits before it disputes; seconds of business time. */
const MOMENT = 1;

/** The dispute of a charge; a charge has at most one. */
export const disputeOf = (call: Call, charge: string): Stripe.Dispute | undefined =>
  call.store.page('dispute', { account: call.account, limit: 1, where: [['charge', charge]] }).data[0];

const chargeOf = (call: Call, dispute: Stripe.Dispute): Stripe.Charge => {
  const id = idOf(dispute.charge) ?? '';
  const charge = call.store.get('charge', id, call.account);
  if (!charge) throw missing('charge', id);
  return charge;
};

/** A charge of a card that disputes is disputed a moment later. */
export function disputeLater(call: Call, charge: Stripe.Charge): void {
  if (cardOf(charge)?.dispute) call.store.setDue('dispute-opens', charge.id, call.at + MOMENT);
}

const cardOf = (charge: Stripe.Charge) => cardByFingerprint(charge.payment_method_details?.card?.fingerprint ?? '');

/** Called by the clock. What was refunded before is not disputed. */
export function disputeByCard(call: Call, id: string): void {
  const charge = call.store.get('charge', id, call.account);
  const terms = charge && cardOf(charge)?.dispute;
  if (!charge || !terms || charge.disputed || refundable(charge) === 0) return;
  openDispute(call, charge, { ...terms, amount: refundable(charge) });
}

export function openDispute(call: Call, charge: Stripe.Charge, terms: DisputeTerms): Stripe.Dispute {
  if (charge.status !== 'succeeded' || !charge.captured || charge.source_transfer)
    throw unfit(`Charge ${charge.id} was not paid by a card, so no bank can dispute it.`);
  if (charge.disputed) throw unfit(`Charge ${charge.id} is disputed already.`);
  if (terms.amount < 1 || terms.amount > refundable(charge))
    throw unfit(`Between 1 and ${refundable(charge)} of charge ${charge.id} can be disputed.`, undefined, 'amount');
  const made = call.store.put(newDispute(newId('du'), charge, terms, call.at), call.account);
  call.store.put({ ...charge, disputed: true }, call.account);
  say(call, 'charge.dispute.created', made);
  call.store.setDue('dispute-overdue', made.id, made.evidence_details.due_by ?? 0);
  if (terms.inquiry) call.store.setDue('inquiry-ends', made.id, call.at + INQUIRY_SECONDS);
  return terms.inquiry ? made : withdraw(call, made);
}

function withdraw(call: Call, dispute: Stripe.Dispute): Stripe.Dispute {
  const taken = move(call, {
    type: 'adjustment',
    category: 'dispute',
    amount: -dispute.amount,
    fee: DISPUTE_FEE,
    currency: dispute.currency,
    source: dispute.id,
    description: `Chargeback withdrawal for ${idOf(dispute.charge)}`,
    availableOn: call.at,
  });
  const kept = call.store.put(
    { ...dispute, balance_transactions: [...dispute.balance_transactions, taken] },
    call.account,
  );
  say(call, 'charge.dispute.funds_withdrawn', kept);
  return kept;
}

export function answerDispute(
  call: Call,
  dispute: Stripe.Dispute,
  evidence: Partial<Stripe.Dispute.Evidence>,
  submit: boolean,
): Stripe.Dispute {
  if (!isAnswerable(dispute)) throw unfit(`This dispute is ${dispute.status}: evidence cannot be given any more.`);
  const after = call.store.put(answered(dispute, evidence, submit), call.account);
  say(call, 'charge.dispute.updated', after, differences(dispute, after));
  if (submit) {
    call.store.clearDue('dispute-overdue', dispute.id);
    call.store.setDue('dispute-decided', dispute.id, call.at + MOMENT);
  }
  return after;
}

/** Called by the clock: the bank read the evidence. */
export function decideByEvidence(call: Call, id: string): void {
  const dispute = call.store.get('dispute', id, call.account);
  const verdict = VERDICTS[dispute?.evidence.uncategorized_text ?? ''];
  if (!dispute || !verdict || !isOpen(dispute)) return;
  if (verdict === 'win') winDispute(call, dispute);
  else if (verdict === 'lose') loseDispute(call, dispute);
  else if (isInquiry(dispute)) escalateInquiry(call, dispute);
}

/** Called by the clock: nobody answered in time. An unanswered inquiry just goes on. */
export function disputeOverdue(call: Call, id: string): void {
  const dispute = call.store.get('dispute', id, call.account);
  if (!dispute || !isAnswerable(dispute)) return;
  const late = { ...dispute, evidence_details: { ...dispute.evidence_details, past_due: true } };
  if (isInquiry(dispute)) call.store.put(late, call.account);
  else loseDispute(call, late);
}

/** Called by the clock. */
export function inquiryEnds(call: Call, id: string): void {
  const dispute = call.store.get('dispute', id, call.account);
  if (dispute && isInquiry(dispute) && isOpen(dispute)) conclude(call, dispute, 'warning_closed');
}

function conclude(call: Call, dispute: Stripe.Dispute, status: 'won' | 'lost' | 'warning_closed'): Stripe.Dispute {
  for (const what of ['dispute-overdue', 'dispute-decided', 'inquiry-ends']) call.store.clearDue(what, dispute.id);
  const ended = call.store.put({ ...dispute, status }, call.account);
  say(call, 'charge.dispute.closed', ended, { status: dispute.status });
  return ended;
}

export function winDispute(call: Call, dispute: Stripe.Dispute): Stripe.Dispute {
  checkOpen(dispute);
  if (isInquiry(dispute)) return conclude(call, dispute, 'warning_closed');
  const back = move(call, {
    type: 'adjustment',
    category: 'dispute_reversal',
    amount: dispute.amount,
    fee: 0,
    currency: dispute.currency,
    source: dispute.id,
    description: `Chargeback reversal for ${idOf(dispute.charge)}`,
    availableOn: call.at,
  });
  const won = conclude(call, { ...dispute, balance_transactions: [...dispute.balance_transactions, back] }, 'won');
  say(call, 'charge.dispute.funds_reinstated', won);
  return won;
}

/** Lost, or given up. An inquiry costs nothing: it is only closed. */
export function loseDispute(call: Call, dispute: Stripe.Dispute): Stripe.Dispute {
  checkOpen(dispute);
  return conclude(call, dispute, isInquiry(dispute) ? 'warning_closed' : 'lost');
}

export function escalateInquiry(call: Call, dispute: Stripe.Dispute): Stripe.Dispute {
  checkOpen(dispute);
  const left = refundable(chargeOf(call, dispute));
  if (!isInquiry(dispute) || left === 0) throw unfit('Only an inquiry about money that was not refunded can escalate.');
  call.store.clearDue('inquiry-ends', dispute.id);
  const after = call.store.put(escalated(dispute, left, call.at), call.account);
  call.store.setDue('dispute-overdue', after.id, after.evidence_details.due_by ?? 0);
  say(call, 'charge.dispute.updated', after, differences(dispute, after));
  return withdraw(call, after);
}

/** A status that younger API versions added: a lost dispute goes on. */
export function appealDispute(call: Call, dispute: Stripe.Dispute): Stripe.Dispute {
  if (dispute.status !== 'lost') throw unfit(`Only a lost dispute can be appealed; this one is ${dispute.status}.`);
  const after = call.store.put<Stripe.Dispute>({ ...dispute, status: 'appeal_needs_response' }, call.account);
  say(call, 'charge.dispute.updated', after, { status: dispute.status });
  return after;
}

const checkOpen = (dispute: Stripe.Dispute): void => {
  if (!isOpen(dispute)) throw unfit(`This dispute is already closed: it is ${dispute.status}.`);
};

/** A charge that was charged back gives nothing back any more, whoever won. */
export function refuseRefundOf(call: Call, charge: Stripe.Charge): void {
  if (charge.disputed && disputeOf(call, charge.id)?.is_charge_refundable === false)
    throw unfit(`Charge ${charge.id} has been charged back; cannot issue a refund.`, 'charge_disputed');
}

/** A charge that was refunded whole has nothing left to ask about. */
export function settleInquiry(call: Call, refunded: Stripe.Charge): void {
  const inquiry = refunded.disputed && refunded.refunded ? disputeOf(call, refunded.id) : undefined;
  if (inquiry && isInquiry(inquiry) && isOpen(inquiry)) conclude(call, inquiry, 'warning_closed');
}
