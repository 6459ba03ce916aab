import { randomUUID } from 'node:crypto';
import type Stripe from 'stripe';
import { refusal } from '../world.ts';
import { intentOf, type Party, paidBy, soon } from './party.ts';

export const wireContract = (party: () => Party): void =>
  describe('the wire', () => {
    const run = `contract-${randomUUID()}`;
    const customer = (params: Stripe.CustomerCreateParams, idempotencyKey?: string) =>
      party().stripe.customers.create(params, idempotencyKey ? { idempotencyKey: `${run}-${idempotencyKey}` } : {});

    it('refuses a key that is none', async () => {
      expect(await refusal(party().stranger.balance.retrieve())).toMatchObject({
        type: 'StripeAuthenticationError',
        statusCode: 401,
      });
    });

    it('names an unknown parameter, a missing one, and an object that does not exist', async () => {
      const unknown = customer({ colour: 'red' } as Stripe.CustomerCreateParams);
      expect(await refusal(unknown)).toMatchObject({
        type: 'StripeInvalidRequestError',
        statusCode: 400,
        code: 'parameter_unknown',
        param: 'colour',
      });
      const missing = party().stripe.paymentIntents.create({ currency: 'usd' } as Stripe.PaymentIntentCreateParams);
      expect(await refusal(missing)).toMatchObject({ code: 'parameter_missing', param: 'amount', statusCode: 400 });
      expect(await refusal(party().stripe.customers.retrieve('cus_none'))).toMatchObject({
        statusCode: 404,
        code: 'resource_missing',
        param: 'id',
      });
    });

    it('repeats the answer of an idempotency key, and says that it does', async () => {
      const first = await customer({ name: 'A' }, 'repeat');
      const again = await customer({ name: 'A' }, 'repeat');
      expect(again.id).toBe(first.id);
      expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined();
      expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
      expect(again.lastResponse.requestId).not.toBe(first.lastResponse.requestId);
    });

    it('refuses an idempotency key with other parameters', async () => {
      await customer({ name: 'A' }, 'other');
      expect(await refusal(customer({ name: 'B' }, 'other'))).toMatchObject({
        type: 'StripeIdempotencyError',
        statusCode: 400,
      });
    });

    it('repeats a decline under its key and charges nobody a second time', async () => {
      const intent = await intentOf(party());
      const confirm = () =>
        party().stripe.paymentIntents.confirm(
          intent.id,
          { payment_method: 'pm_card_visa_chargeDeclined' },
          { idempotencyKey: `${run}-decline` },
        );
      const [first, again] = [await refusal(confirm()), await refusal(confirm())];
      expect([first.statusCode, again.statusCode]).toEqual([402, 402]);
      expect(again.charge).toBe(first.charge);
      expect((await party().stripe.charges.list({ payment_intent: intent.id })).data).toHaveLength(1);
    });

    it('sets, changes and unsets metadata key by key', async () => {
      const made = await customer({ metadata: { a: '1', b: '2' } });
      const changed = await party().stripe.customers.update(made.id, { metadata: { a: '', c: '3' } });
      expect(changed.metadata).toEqual({ b: '2', c: '3' });
      expect((await party().stripe.customers.update(made.id, { metadata: '' })).metadata).toEqual({});
    });

    it('lists newest first, page by page, in both directions', async () => {
      const email = `${run}@example.com`;
      const made: string[] = [];
      for (let n = 0; n < 3; n++) made.unshift((await customer({ email })).id);
      const list = (params: Stripe.CustomerListParams) => party().stripe.customers.list({ email, ...params });
      const first = await list({ limit: 2 });
      expect([first.data.map(({ id }) => id), first.has_more]).toEqual([made.slice(0, 2), true]);
      const next = await list({ limit: 2, starting_after: made[1] ?? '' });
      expect([next.data.map(({ id }) => id), next.has_more]).toEqual([made.slice(2), false]);
      expect((await list({ ending_before: made[2] ?? '' })).data.map(({ id }) => id)).toEqual(made.slice(0, 2));
      const all: string[] = [];
      for await (const { id } of list({ limit: 1 })) all.push(id);
      expect(all).toEqual(made);
    });

    it('expands what is asked for, several steps deep, and nothing else', async () => {
      const charge = await paidBy(party(), 'visa');
      const plain = await party().stripe.charges.retrieve(charge.id);
      expect(typeof plain.balance_transaction).toBe('string');
      const intent = await party().stripe.paymentIntents.retrieve(String(charge.payment_intent), {
        expand: ['latest_charge.balance_transaction'],
      });
      expect(intent.latest_charge).toMatchObject({
        object: 'charge',
        balance_transaction: { object: 'balance_transaction', source: charge.id },
      });
    });

    it('tells events with their version, their mode and the object of that moment', async () => {
      const intent = await intentOf(party(), { payment_method: 'pm_card_visa', confirm: true });
      const event = await soon(async () => {
        const { data } = await party().stripe.events.list({ type: 'payment_intent.succeeded', limit: 20 });
        const found = data.find((one) => (one.data.object as { id: string }).id === intent.id);
        if (!found) throw new Error('not told yet');
        return found;
      });
      expect(event).toMatchObject({ object: 'event', livemode: false, data: { object: { status: 'succeeded' } } });
      expect(event.api_version).toMatch(/^20\d\d-\d\d-\d\d/);
    });
  });
