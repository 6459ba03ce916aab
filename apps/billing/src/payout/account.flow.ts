/** Providers' accounts at Stripe: made once, and known as Stripe tells them. Stripe is asked between commits, never inside one. */
import { Injectable } from '@nestjs/common';
import { Bus } from '@sounding/bus';
import { Clock, erasedBefore } from '@sounding/service';
import { ProcessorBroken, ProcessorRefused } from '../payment/payment.stripe.ts';
import type { Tx } from '../tx.ts';
import { AccountStore } from './account.store.ts';
import { type AccountFacts, KEY_LIVES_MS, type KeptAccount, moved } from './account.ts';
import { Connect } from './connect.stripe.ts';
import { Payouts } from './payout.flow.ts';

/** Payouts that began this long ago have ended; older ones are known. */
const RECENT_MS = 14 * 24 * 3_600_000;

@Injectable()
export class Accounts {
  constructor(
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly connect: Connect,
    private readonly store: AccountStore,
    private readonly payouts: Payouts,
  ) {}

  /** Makes the provider's account at Stripe, or finds the one that an earlier, unanswered try has made. */
  async made(providerId: string): Promise<string> {
    const account = await this.bus.commit((tx: Tx) => this.store.intend(tx, providerId, this.clock.now()));
    if (account.stripeAccountId) return account.stripeAccountId;
    const facts = await this.created(account);
    await this.apply(providerId, facts);
    return facts.stripeAccountId;
  }

  /** Asking twice under one key makes one account; a key that Stripe may have forgotten, or answers with its error, is replaced. */
  private async created(account: KeptAccount): Promise<AccountFacts> {
    const { providerId } = account;
    if (this.clock.now().getTime() - account.madeAt.getTime() >= KEY_LIVES_MS) {
      const found = await this.connect.findAccount(account);
      if (found) return found;
      const fresh = await this.bus.commit((tx: Tx) => this.store.newKey(tx, providerId, this.clock.now()));
      return this.connect.createAccount(fresh);
    }
    try {
      return await this.connect.createAccount(account);
    } catch (error) {
      if (!(error instanceof ProcessorBroken || error instanceof ProcessorRefused)) throw error;
      const found = await this.connect.findAccount(account);
      if (found) return found;
      await this.bus.commit((tx: Tx) => this.store.newKey(tx, providerId, this.clock.now()));
      throw error;
    }
  }

  /** Asks Stripe how an account stands, and what it paid out lately. Safe at any time, in any order, and twice at once. */
  async look(stripeAccountId: string): Promise<void> {
    const account = await this.store.ofStripe(stripeAccountId);
    // What Stripe still says of somebody who is erased is not taken in.
    if (!account || (await this.bus.commit((tx: Tx) => erasedBefore(tx, account.providerId)))) return;
    await this.apply(account.providerId, await this.connect.readAccount(stripeAccountId));
  }

  /** What the clock does for each account, in case that events of it were lost. */
  async lookAtAll(stripeAccountId: string): Promise<void> {
    await this.look(stripeAccountId);
    const since = new Date(this.clock.now().getTime() - RECENT_MS);
    for (const facts of await this.connect.payoutsSince(since, stripeAccountId)) {
      await this.payouts.apply(facts, stripeAccountId);
    }
  }

  private async apply(providerId: string, facts: AccountFacts): Promise<void> {
    await this.bus.commit(async (tx: Tx) => {
      const account = await this.store.lock(tx, providerId);
      if (account.stripeAccountId !== null && account.stripeAccountId !== facts.stripeAccountId) {
        throw new Error(`provider ${providerId} has two accounts at Stripe`);
      }
      if (moved(account, facts)) await this.store.told(tx, providerId, facts, this.clock.now());
    });
  }
}
