/** Providers' accounts, transfers and payouts at Stripe. Amounts are explicit, keys are our own, and answers become facts of ours. */

import { Injectable } from '@nestjs/common';
import { processorMinor } from '@sounding/money';
import type Stripe from 'stripe';
import { amountOf } from '../payment/amount.stripe.ts';
import { Processor, told } from '../payment/payment.stripe.ts';
import type { AccountFacts } from './account.ts';
import type { PayoutFacts } from './payout.ts';
import type { KeptReturn } from './return.ts';
import type { KeptTransfer } from './transfer.ts';

@Injectable()
export class Connect {
  private readonly stripe: Stripe;

  constructor(processor: Processor) {
    this.stripe = processor.stripe;
  }

  /** An account whose person tells Stripe, not us, who they are. */
  async createAccount(on: { providerId: string; idempotencyKey: string }): Promise<AccountFacts> {
    const asked = {
      type: 'express',
      capabilities: { transfers: { requested: true } },
      metadata: { provider_id: on.providerId },
    } as const;
    return accountFacts(await told(this.stripe.accounts.create(asked, { idempotencyKey: on.idempotencyKey })));
  }

  async readAccount(stripeAccountId: string): Promise<AccountFacts> {
    return accountFacts(await told(this.stripe.accounts.retrieve(stripeAccountId)));
  }

  /** The account of a provider whose creation was never answered; null when Stripe has none. */
  async findAccount(on: { providerId: string; madeAt: Date }): Promise<AccountFacts | null> {
    const created = { gte: Math.floor(on.madeAt.getTime() / 1_000) - 60 };
    for await (const account of this.stripe.accounts.list({ created, limit: 100 })) {
      if (account.metadata?.provider_id === on.providerId) return accountFacts(account);
    }
    return null;
  }

  /** Stripe's page where the provider tells what is missing. Links work once and for minutes, so that each visit has its own. */
  async onboardingPage(stripeAccountId: string, pages: { returnUrl: string; refreshUrl: string }): Promise<string> {
    const link = await told(
      this.stripe.accountLinks.create({
        account: stripeAccountId,
        type: 'account_onboarding',
        return_url: pages.returnUrl,
        refresh_url: pages.refreshUrl,
      }),
    );
    return link.url;
  }

  /** Tied to the charge: it may use that charge's money before it is available, and no other charge's. Answers Stripe's id. */
  async createTransfer(transfer: KeptTransfer, chargeId: string): Promise<string> {
    const made = await told(
      this.stripe.transfers.create(
        {
          amount: processorMinor(transfer.amount),
          currency: transfer.amount.currency.toLowerCase(),
          destination: transfer.stripeAccountId,
          source_transaction: chargeId,
          transfer_group: transfer.id,
          metadata: { transfer_id: transfer.id, booking_id: transfer.bookingId },
        },
        { idempotencyKey: transfer.idempotencyKey },
      ),
    );
    return made.id;
  }

  /** Stripe's id of a transfer whose creation was never answered; null when Stripe has none. */
  async findTransfer(transferId: string): Promise<string | null> {
    for await (const made of this.stripe.transfers.list({ transfer_group: transferId, limit: 100 })) {
      if (made.metadata.transfer_id === transferId) return made.id;
    }
    return null;
  }

  /** Takes part of a transfer back. Answers Stripe's id. */
  async createReversal(back: KeptReturn, stripeTransferId: string): Promise<string> {
    const asked = { amount: processorMinor(back.amount), metadata: { return_id: back.id } };
    const { idempotencyKey } = back;
    return (await told(this.stripe.transfers.createReversal(stripeTransferId, asked, { idempotencyKey }))).id;
  }

  async findReversal(returnId: string, stripeTransferId: string): Promise<string | null> {
    for await (const made of this.stripe.transfers.listReversals(stripeTransferId, { limit: 100 })) {
      if (made.metadata?.return_id === returnId) return made.id;
    }
    return null;
  }

  /** `account` is the connected one; null asks for a payout of our own. */
  async readPayout(payoutId: string, account: string | null): Promise<PayoutFacts> {
    return payoutFacts(
      await told(this.stripe.payouts.retrieve(payoutId, {}, account ? { stripeAccount: account } : {})),
    );
  }

  /** Payouts of an account that were made since. */
  async payoutsSince(since: Date, account: string): Promise<PayoutFacts[]> {
    const facts: PayoutFacts[] = [];
    const created = { gte: Math.floor(since.getTime() / 1_000) };
    const listed = this.stripe.payouts.list({ created, limit: 100 }, { stripeAccount: account });
    for await (const payout of listed) facts.push(payoutFacts(payout));
    return facts.reverse();
  }
}

function accountFacts(account: Stripe.Account): AccountFacts {
  const due = account.requirements;
  const bank = (account.external_accounts?.data ?? []).find(
    (one): one is Stripe.BankAccount => one.object === 'bank_account' && one.default_for_currency === true,
  );
  return {
    stripeAccountId: account.id,
    transfersOn: account.capabilities?.transfers === 'active',
    payoutsOn: account.payouts_enabled,
    asksProvider: !account.details_submitted || (due?.currently_due ?? []).length > 0,
    bankLast4: bank?.last4 ?? null,
    bankRefused: bank?.status === 'errored' || bank?.status === 'verification_failed',
  };
}

function payoutFacts(payout: Stripe.Payout): PayoutFacts {
  const failed = payout.status === 'failed' || payout.status === 'canceled';
  return {
    stripePayoutId: payout.id,
    amount: amountOf(payout.amount, payout.currency),
    state: failed ? 'failed' : payout.status === 'paid' ? 'arrived' : 'under-way',
    madeAt: new Date(payout.created * 1_000),
  };
}
