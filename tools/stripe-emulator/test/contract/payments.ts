import type Stripe from 'stripe';
import { refusal } from '../world.ts';
import { intentOf, needsPerson, type Party, paidBy, soon } from './party.ts';

/** Token, code, and what the bank said. */
const DECLINES = [
  ['visa_chargeDeclined', 'card_declined', 'generic_decline'],
  ['visa_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
  ['visa_chargeDeclinedLostCard', 'card_declined', 'lost_card'],
  ['visa_chargeDeclinedStolenCard', 'card_declined', 'stolen_card'],
  ['chargeDeclinedExpiredCard', 'expired_card', undefined],
  ['chargeDeclinedIncorrectCvc', 'incorrect_cvc', undefined],
  ['chargeDeclinedProcessingError', 'processing_error', undefined],
] as const;

export const paymentsContract = (party: () => Party): void =>
  describe('payments', () => {
    const intents = () => party().stripe.paymentIntents;

    it('go from requires_payment_method over confirmation to succeeded, and no further', async () => {
      const made = await intentOf(party());
      expect(made).toMatchObject({ status: 'requires_payment_method', amount_received: 0, livemode: false });
      const chosen = await intentOf(party(), { payment_method: 'pm_card_visa' });
      expect(chosen.status).toBe('requires_confirmation');
      const paid = await intents().confirm(chosen.id);
      expect(paid).toMatchObject({ status: 'succeeded', amount_received: 2500 });
      expect(await refusal(intents().cancel(paid.id))).toMatchObject({ code: 'payment_intent_unexpected_state' });
    });

    it.each(DECLINES)('with %s are declined as %s %s, and can be tried again', async (token, code, said) => {
      const made = await intentOf(party());
      const error = await refusal(intents().confirm(made.id, { payment_method: `pm_card_${token}` }));
      expect(error).toMatchObject({ type: 'StripeCardError', statusCode: 402, code });
      if (said) expect(error.decline_code).toBe(said);
      const after = await intents().retrieve(made.id);
      expect(after).toMatchObject({ status: 'requires_payment_method', last_payment_error: { code } });
      expect((await intents().confirm(made.id, { payment_method: 'pm_card_visa' })).status).toBe('succeeded');
    });

    it('wait for 3-D Secure, and are declined when the owner of the card is away', async () => {
      const asked = await intentOf(party(), { payment_method: 'pm_card_authenticationRequired', confirm: true });
      expect(asked.status).toBe('requires_action');
      expect(asked.next_action).not.toBeNull();
      const customer = await party().stripe.customers.create();
      const away = intentOf(party(), {
        customer: customer.id,
        payment_method: 'pm_card_authenticationRequired',
        confirm: true,
        off_session: true,
      });
      expect(await refusal(away)).toMatchObject({
        type: 'StripeCardError',
        statusCode: 402,
        code: 'authentication_required',
        payment_intent: { status: 'requires_payment_method' },
      });
    });

    it('can be canceled before they are paid, and not confirmed afterwards', async () => {
      const made = await intentOf(party());
      expect(await intents().cancel(made.id, { cancellation_reason: 'abandoned' })).toMatchObject({
        status: 'canceled',
        cancellation_reason: 'abandoned',
      });
      const late = intents().confirm(made.id, { payment_method: 'pm_card_visa' });
      expect(await refusal(late)).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' });
    });

    it('can be authorized now and captured in part later', async () => {
      const held = await intentOf(party(), { capture_method: 'manual', payment_method: 'pm_card_visa', confirm: true });
      expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 2500, amount_received: 0 });
      const taken = await intents().capture(held.id, { amount_to_capture: 2000 });
      expect(taken).toMatchObject({ status: 'succeeded', amount_received: 2000, amount_capturable: 0 });
    });

    it('reach the balance less a fee: later as a rule, at once by one card', async () => {
      const transaction = async (token: string) => {
        const { balance_transaction } = await soon(async () => {
          const charge = await party().stripe.charges.retrieve((await paid(token)).id, {
            expand: ['balance_transaction'],
          });
          if (!charge.balance_transaction) throw new Error('not settled yet');
          return charge;
        });
        return balance_transaction as Stripe.BalanceTransaction;
      };
      const charges = new Map<string, Stripe.Charge>();
      const paid = async (token: string) => {
        const known = charges.get(token) ?? (await paidBy(party(), token));
        charges.set(token, known);
        return known;
      };
      const usual = await transaction('visa');
      expect(usual).toMatchObject({ type: 'charge', amount: 2500, status: 'pending', reporting_category: 'charge' });
      expect([usual.net, usual.available_on > usual.created]).toEqual([2500 - usual.fee, true]);
      expect((await transaction('bypassPending')).status).toBe('available');
      const { data } = await party().stripe.balanceTransactions.list({ source: charges.get('visa')?.id ?? '' });
      expect(data.map(({ id }) => id)).toEqual([usual.id]);
      const { available, pending } = await party().stripe.balance.retrieve();
      expect([available[0]?.currency, pending[0]?.currency]).toEqual(['usd', 'usd']);
    });

    it('carry a word to the card’s statement, and refuse one that no statement could show', async () => {
      const shown = { payment_method: 'pm_card_visa', confirm: true, statement_descriptor_suffix: 'PAYMENT' };
      expect(await intentOf(party(), shown)).toMatchObject({
        status: 'succeeded',
        statement_descriptor_suffix: 'PAYMENT',
      });
      for (const statement_descriptor_suffix of ['<PAID>', '12345', 'A'.repeat(23)]) {
        expect((await refusal(intentOf(party(), { ...shown, statement_descriptor_suffix }))).statusCode).toBe(400);
      }
    });

    it('by a saved card work while its owner is away, and no more once it is detached', async () => {
      const { stripe } = party();
      const customer = (await stripe.customers.create()).id;
      const card = await stripe.paymentMethods.attach('pm_card_visa', { customer });
      expect((await stripe.customers.listPaymentMethods(customer)).data).toMatchObject([
        { id: card.id, card: { brand: 'visa', last4: '4242' } },
      ]);
      const tip = () =>
        intentOf(party(), { customer, payment_method: card.id, confirm: true, off_session: true, amount: 500 });
      expect((await tip()).status).toBe('succeeded');
      await stripe.paymentMethods.detach(card.id);
      expect((await refusal(tip())).statusCode).toBe(400);
      const bad = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer });
      const declined = intentOf(party(), { customer, payment_method: bad.id, confirm: true, off_session: true });
      expect(await refusal(declined)).toMatchObject({ statusCode: 402, code: 'card_declined' });
      const never = stripe.paymentMethods.attach('pm_card_visa_chargeDeclined', { customer });
      expect(await refusal(never)).toMatchObject({ statusCode: 402, code: 'card_declined' });
    });

    const hire = (): Stripe.Checkout.SessionCreateParams => ({
      mode: 'payment',
      line_items: [
        { price_data: { currency: 'usd', unit_amount: 6000, product_data: { name: 'Session' } }, quantity: 1 },
        { price_data: { currency: 'usd', unit_amount: 349, product_data: { name: 'Handling Fee' } }, quantity: 1 },
      ],
      payment_intent_data: { metadata: { booking: 'b1' } },
      success_url: 'https://example.com/paid?session={CHECKOUT_SESSION_ID}',
      cancel_url: 'https://example.com/back',
    });

    it('at Checkout are open until they are ended', async () => {
      const made = await party().stripe.checkout.sessions.create(hire());
      expect(made).toMatchObject({
        status: 'open',
        payment_status: 'unpaid',
        amount_total: 6349,
        payment_intent: null,
      });
      expect(made.url).toMatch(/^https?:/);
      const items = await party().stripe.checkout.sessions.listLineItems(made.id);
      expect(items.data.map(({ amount_total }) => amount_total).sort()).toEqual([349, 6000]);
      expect(await party().stripe.checkout.sessions.expire(made.id)).toMatchObject({ status: 'expired', url: null });
      expect((await refusal(party().stripe.checkout.sessions.expire(made.id))).statusCode).toBe(400);
      const soonOver = party().stripe.checkout.sessions.create({
        ...hire(),
        expires_at: Math.floor(Date.now() / 1000) + 20 * 60,
      });
      expect(await refusal(soonOver)).toMatchObject({ param: 'expires_at' });
    });

    needsPerson('at Checkout are complete when a person has paid', async () => {
      const made = await party().stripe.checkout.sessions.create(hire());
      await party().person?.pay(made.id, '4242424242424242');
      const paid = await party().stripe.checkout.sessions.retrieve(made.id, { expand: ['payment_intent'] });
      expect(paid).toMatchObject({
        status: 'complete',
        payment_status: 'paid',
        payment_intent: { status: 'succeeded', metadata: { booking: 'b1' } },
      });
    });
  });
