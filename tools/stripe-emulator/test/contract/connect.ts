import Stripe from 'stripe';
import { refusal } from '../world.ts';
import { needsPerson, type Party, paidBy, skipped, soon } from './party.ts';

export const connectContract = (party: () => Party): void =>
  describe('connected accounts', () => {
    const accounts = () => party().stripe.accounts;
    const express = () =>
      accounts().create({ type: 'express', country: 'US', capabilities: { transfers: { requested: true } } });

    /** Told whole by the platform, which a custom account allows; the details are those that Stripe's test mode takes for true. */
    const custom = () =>
      accounts().create({
        type: 'custom',
        country: 'US',
        email: 'jenny.rosen@example.com',
        business_type: 'individual',
        business_profile: {
          mcc: '8999',
          product_description: 'Second opinions by the hour',
          url: 'https://example.com',
        },
        capabilities: { transfers: { requested: true } },
        individual: {
          first_name: 'Jenny',
          last_name: 'Rosen',
          email: 'jenny.rosen@example.com',
          phone: '0000000000',
          dob: { day: 1, month: 1, year: 1901 },
          ssn_last_4: '0000',
          address: { line1: 'address_full_match', city: 'Columbus', state: 'OH', postal_code: '43214', country: 'US' },
        },
        tos_acceptance: { date: Math.floor(Date.now() / 1000), ip: '127.0.0.1' },
        external_account: 'btok_us_verified',
        settings: { payouts: { schedule: { interval: 'manual' } } },
      });

    /** A Stripe account can use Connect only after its owner signed up for it. */
    const withConnect = (work: () => Promise<void>) => async (): Promise<void> => {
      try {
        await accounts().list({ limit: 1 });
      } catch (error) {
        if (!(error instanceof Stripe.errors.StripeError) || !/connect/i.test(error.message)) throw error;
        skipped(`connected accounts: ${error.message}`);
        return;
      }
      await work();
    };

    it(
      'owe details before they may receive, and get them by a link',
      withConnect(async () => {
        const account = await express();
        expect(account).toMatchObject({
          type: 'express',
          details_submitted: false,
          payouts_enabled: false,
          capabilities: { transfers: 'inactive' },
        });
        expect(account.requirements?.currently_due).toContain('external_account');
        const link = await party().stripe.accountLinks.create({
          account: account.id,
          type: 'account_onboarding',
          return_url: 'https://example.com/back',
          refresh_url: 'https://example.com/again',
        });
        expect(link.url).toMatch(/^https?:/);
        expect(link.expires_at).toBeGreaterThan(link.created);
        const transfer = party().stripe.transfers.create({ amount: 100, currency: 'usd', destination: account.id });
        expect(await refusal(transfer)).toMatchObject({
          statusCode: 400,
          code: 'insufficient_capabilities_for_transfer',
        });
      }),
    );

    it(
      'told through the API become active, receive a charge’s money with the charge, and give it back',
      withConnect(async () => {
        const { id } = await custom();
        await soon(async () => expect((await accounts().retrieve(id)).capabilities?.transfers).toBe('active'));
        const charge = await paidBy(party(), 'visa', 6000);
        const send = (amount: number, source?: string) =>
          party().stripe.transfers.create({
            amount,
            currency: 'usd',
            destination: id,
            metadata: { booking: 'b1' },
            ...(source ? { source_transaction: source } : {}),
            expand: ['destination_payment'],
          });
        const transfer = await send(4800, charge.id);
        expect(transfer).toMatchObject({ amount: 4800, amount_reversed: 0, source_transaction: charge.id });
        expect(transfer.destination_payment).toMatchObject({
          object: 'charge',
          amount: 4800,
          source_transfer: transfer.id,
        });
        expect((await refusal(send(1201, charge.id))).statusCode).toBe(400);
        const theirs = { stripeAccount: id };
        const { pending } = await party().stripe.balance.retrieve({}, theirs);
        expect(pending.reduce((sum, { amount }) => sum + amount, 0)).toBe(4800);
        const payout = party().stripe.payouts.create({ amount: 4800, currency: 'usd' }, theirs);
        expect(await refusal(payout)).toMatchObject({ statusCode: 400, code: 'balance_insufficient' });
        const back = await party().stripe.transfers.createReversal(transfer.id, { amount: 1800 });
        expect(back).toMatchObject({ amount: 1800, transfer: transfer.id });
        expect(await party().stripe.transfers.retrieve(transfer.id)).toMatchObject({
          amount_reversed: 1800,
          reversed: false,
        });
        expect((await refusal(party().stripe.transfers.createReversal(transfer.id, { amount: 3001 }))).statusCode).toBe(
          400,
        );
      }),
    );

    it(
      'pay out what is available, and nothing else is theirs to see',
      withConnect(async () => {
        const { id } = await custom();
        await soon(async () => expect((await accounts().retrieve(id)).payouts_enabled).toBe(true));
        const charge = await paidBy(party(), 'bypassPending', 3000);
        await party().stripe.transfers.create({
          amount: 2000,
          currency: 'usd',
          destination: id,
          source_transaction: charge.id,
        });
        const theirs = { stripeAccount: id };
        const payout = await party().stripe.payouts.create({ amount: 1500, currency: 'usd' }, theirs);
        expect(payout).toMatchObject({ amount: 1500, automatic: false, method: 'standard', failure_code: null });
        expect(await refusal(party().stripe.payouts.retrieve(payout.id))).toMatchObject({ code: 'resource_missing' });
        expect(await refusal(party().stripe.charges.retrieve(charge.id, {}, theirs))).toMatchObject({
          code: 'resource_missing',
        });
      }),
    );

    needsPerson('are active after their person was at the hosted page', async () => {
      const { id } = await express();
      await party().person?.onboard(id);
      expect(await accounts().retrieve(id)).toMatchObject({
        details_submitted: true,
        payouts_enabled: true,
        capabilities: { transfers: 'active' },
      });
    });
  });
