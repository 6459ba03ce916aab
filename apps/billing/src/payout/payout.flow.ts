/** Payouts: a provider's own are shown to them; ours are booked. Stripe alone begins them. */
import { Injectable } from '@nestjs/common';
import { Bus, emit } from '@sounding/bus';
import { AttentionWanted, BillingMail } from '@sounding/contracts';
import { Clock } from '@sounding/service';
import { attention } from '../attention.ts';
import { LedgerStore } from '../ledger/ledger.store.ts';
import { payoutAsked, payoutConfirmed, payoutFailed } from '../ledger/ledger.ts';
import type { Tx } from '../tx.ts';
import { AccountStore } from './account.store.ts';
import { Connect } from './connect.stripe.ts';
import { PayoutStore } from './payout.store.ts';
import { isNews, type KeptPayout, type PayoutFacts } from './payout.ts';

@Injectable()
export class Payouts {
  constructor(
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly connect: Connect,
    private readonly accounts: AccountStore,
    private readonly store: PayoutStore,
    private readonly ledger: LedgerStore,
  ) {}

  /** Asks Stripe how a payout stands and moves it forward; `account` is null for our own. */
  async look(payoutId: string, account: string | null): Promise<void> {
    await this.apply(await this.connect.readPayout(payoutId, account), account);
  }

  async apply(facts: PayoutFacts, account: string | null): Promise<void> {
    await this.bus.commit(async (tx: Tx) => {
      const owner = account ? await this.accounts.ofStripe(account, tx) : null;
      if (account && !owner) return;
      const known = await this.store.lock(tx, facts.stripePayoutId);
      if (!isNews(known?.state ?? null, facts.state)) return;
      await this.store.put(tx, facts, owner?.providerId ?? null, this.clock.now());
      if (owner) await this.providers(tx, owner.providerId, facts);
      else await this.ours(tx, known, facts);
    });
  }

  /** The money is in the provider's own account at Stripe: our books do not move. */
  private async providers(tx: Tx, providerId: string, { stripePayoutId, amount, state }: PayoutFacts): Promise<void> {
    if (state !== 'failed') return;
    await this.store.bankRefused(tx, providerId);
    await emit(tx, BillingMail, {
      accountId: providerId,
      key: `payout-failed:${stripePayoutId}`,
      template: 'payout-failed',
      data: { amount },
    });
  }

  private async ours(tx: Tx, known: KeptPayout | null, facts: PayoutFacts): Promise<void> {
    const { stripePayoutId: payoutId, amount, state } = facts;
    const now = this.clock.now();
    const on = { payoutId, amount, at: now.toISOString() };
    const confirmed = known?.state === 'arrived';
    await this.ledger.post(tx, [
      ...(known ? [] : [payoutAsked(on)]),
      ...(state === 'arrived' ? [payoutConfirmed(on)] : []),
      ...(state === 'failed' ? [payoutFailed({ ...on, confirmed })] : []),
    ]);
    if (state !== 'failed') return;
    const told = { payout: payoutId, amount: amount.minor };
    await emit(tx, AttentionWanted, attention('payout-failed', { id: payoutId, bookingId: null, facts: told, now }));
  }
}
