import { Controller } from '@nestjs/common';
import { type Call, Handle, sentenceOf } from '@sounding/bus';
import { ForgetCard, type Input, MyCard, type Output, refuse } from '@sounding/contracts';
import { Host } from '@sounding/service';
import type { Tx } from '../tx.ts';
import { CardStore } from './card.store.ts';
import { CardProcessor } from './card.stripe.ts';

@Controller()
export class CardHandlers {
  constructor(
    private readonly host: Host,
    private readonly store: CardStore,
    private readonly processor: CardProcessor,
  ) {}

  @Handle(MyCard)
  async mine(_input: Input<typeof MyCard>, call: Call): Promise<Output<typeof MyCard>> {
    const card = await this.store.find(call.person());
    return { card: card ? { brand: card.brand, last4: card.last4 } : null };
  }

  /** At Stripe first: what is shown as forgotten is forgotten. */
  @Handle(ForgetCard)
  async forget(_input: Input<typeof ForgetCard>, call: Call<Tx>): Promise<Output<typeof ForgetCard>> {
    const client = call.person();
    const customer = await this.store.customerOf(client);
    try {
      if (customer) await this.processor.detachAll(customer);
    } catch (error) {
      this.host.log.warn({ error: sentenceOf(error) }, 'Stripe did not detach a card');
      throw refuse(
        ForgetCard,
        'payment-unavailable',
        'Our payment company cannot be reached at the moment, so your card is still kept. Please try again in a minute.',
      );
    }
    return call.commit(async (tx) => {
      await this.store.forget(tx, client);
      return { card: null };
    });
  }
}
