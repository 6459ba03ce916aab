import type Stripe from 'stripe';
import { refusal } from '../world.ts';
import { type Party, paidBy, soon } from './party.ts';

export const refundsContract = (party: () => Party): void =>
  describe('refunds', () => {
    const refund = (charge: Stripe.Charge, amount?: number) =>
      party().stripe.refunds.create({ charge: charge.id, ...(amount ? { amount } : {}) });

    it('give back in parts up to the whole charge, and not a cent more', async () => {
      const charge = await paidBy(party(), 'visa');
      expect(await refund(charge, 1000)).toMatchObject({ status: 'succeeded', amount: 1000, charge: charge.id });
      expect(await refusal(refund(charge, 1501))).toMatchObject({ statusCode: 400, type: 'StripeInvalidRequestError' });
      expect((await refund(charge)).amount).toBe(1500);
      expect(await party().stripe.charges.retrieve(charge.id)).toMatchObject({ amount_refunded: 2500, refunded: true });
      expect(await refusal(refund(charge))).toMatchObject({ code: 'charge_already_refunded' });
      expect((await party().stripe.refunds.list({ charge: charge.id })).data).toHaveLength(2);
    });

    it('can be pending at first', async () => {
      const made = await refund(await paidBy(party(), 'pendingRefund'));
      expect(made.status).toBe('pending');
      await soon(async () => expect((await party().stripe.refunds.retrieve(made.id)).status).toBe('succeeded'));
    });

    it('can fail after they succeeded', async () => {
      const made = await refund(await paidBy(party(), 'refundFail'));
      expect(made.status).toBe('succeeded');
      await soon(async () =>
        expect(await party().stripe.refunds.retrieve(made.id)).toMatchObject({
          status: 'failed',
          failure_balance_transaction: expect.stringMatching(/^txn_/),
        }),
      );
    });
  });

export const disputesContract = (party: () => Party): void =>
  describe('disputes', () => {
    const disputed = async (token: string): Promise<Stripe.Dispute> => {
      const charge = await paidBy(party(), token);
      return soon(async () => {
        const [found] = (await party().stripe.disputes.list({ charge: charge.id })).data;
        if (!found) throw new Error('not disputed yet');
        return found;
      });
    };
    const becomes = (id: string, status: Stripe.Dispute.Status) =>
      soon(async () => expect((await party().stripe.disputes.retrieve(id)).status).toBe(status));

    it('take amount and fee at once, forbid a refund, and are won by winning evidence', async () => {
      const dispute = await disputed('createDispute');
      expect(dispute).toMatchObject({
        reason: 'fraudulent',
        amount: 2500,
        status: 'needs_response',
        is_charge_refundable: false,
      });
      const [taken] = dispute.balance_transactions;
      expect(taken).toMatchObject({ type: 'adjustment', reporting_category: 'dispute', amount: -2500 });
      expect(taken?.net).toBe(-2500 - (taken?.fee ?? 0));
      const charge = String(dispute.charge);
      expect((await party().stripe.charges.retrieve(charge)).disputed).toBe(true);
      expect(await refusal(party().stripe.refunds.create({ charge }))).toMatchObject({
        statusCode: 400,
        code: 'charge_disputed',
      });
      await party().stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'winning_evidence' } });
      await becomes(dispute.id, 'won');
    });

    it('are lost by losing evidence', async () => {
      const { id } = await disputed('createDisputeProductNotReceived');
      await party().stripe.disputes.update(id, { evidence: { uncategorized_text: 'losing_evidence' } });
      await becomes(id, 'lost');
    });

    it('are lost when they are given up', async () => {
      const { id } = await disputed('createDispute');
      expect((await party().stripe.disputes.close(id)).status).toBe('lost');
    });

    it('begin as inquiries that move no money', async () => {
      const inquiry = await disputed('createDisputeInquiry');
      expect(inquiry).toMatchObject({
        status: 'warning_needs_response',
        balance_transactions: [],
        is_charge_refundable: true,
      });
      const refund = await party().stripe.refunds.create({ charge: String(inquiry.charge), amount: 100 });
      expect(refund.amount).toBe(100);
    });
  });
