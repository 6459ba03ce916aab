/** What providers ask about how they are paid. */
import { Controller } from '@nestjs/common';
import { Bus, type Call, Handle, sentenceOf } from '@sounding/bus';
import { type Input, MyPayouts, MyStatement, type Output, refuse, StartOnboarding } from '@sounding/contracts';
import { Clock, Host } from '@sounding/service';
import { nextTransferAt, termsAt } from '@sounding/terms';
import { EarningStore } from '../earning/earning.store.ts';
import { LedgerStore } from '../ledger/ledger.store.ts';
import { firstLook } from '../payment/payment.ts';
import type { Tx } from '../tx.ts';
import { Accounts } from './account.flow.ts';
import { AccountStore } from './account.store.ts';
import { standingOf } from './account.ts';
import { Connect } from './connect.stripe.ts';
import { PayoutStore } from './payout.store.ts';
import { StatementStore } from './statement.store.ts';
import { lineOf, placeOf, placeText, refusalOfPeriod, totalsOf } from './statement.ts';
import { TransferStore } from './transfer.store.ts';
import { nextSum, payoutLine, transferLines } from './transfer.ts';

const ROWS = 50;

@Controller()
export class PayoutHandlers {
  constructor(
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly host: Host,
    private readonly connect: Connect,
    private readonly accounts: Accounts,
    private readonly accountStore: AccountStore,
    private readonly transfers: TransferStore,
    private readonly payouts: PayoutStore,
    private readonly earnings: EarningStore,
    private readonly ledger: LedgerStore,
    private readonly statements: StatementStore,
  ) {}

  /** The same account every time; a page of its own for each visit. */
  @Handle(StartOnboarding)
  async onboard(input: Input<typeof StartOnboarding>, call: Call<Tx>): Promise<Output<typeof StartOnboarding>> {
    const provider = call.person();
    try {
      const account = await this.accounts.made(provider);
      await this.bus.commit((tx: Tx) => this.accountStore.expect(tx, provider, firstLook(this.clock.now())));
      return { url: await this.connect.onboardingPage(account, input) };
    } catch (error) {
      this.host.log.warn({ error: sentenceOf(error) }, 'Stripe gave no page for a provider');
      throw refuse(
        StartOnboarding,
        'payouts-unavailable',
        'The page for your details cannot be reached at the moment. Nothing is lost. Please try again in a minute.',
      );
    }
  }

  @Handle(MyPayouts)
  async payoutsOf(_input: Input<typeof MyPayouts>, call: Call): Promise<Output<typeof MyPayouts>> {
    const provider = call.person();
    const now = this.clock.now();
    const terms = termsAt(now);
    const nextAt = nextTransferAt(terms, now);
    const [account, payable, owed, open, transfers, payouts] = await Promise.all([
      this.accountStore.find(provider),
      this.ledger.payable(provider),
      this.ledger.receivable(provider),
      this.earnings.open(provider, { before: new Date(nextAt) }),
      this.transfers.newest(provider, ROWS),
      this.payouts.newest(provider, ROWS),
    ]);
    const state = standingOf(account);
    return {
      account: state,
      bank: account?.bankLast4 ?? null,
      bankRefused: account?.bankRefused ?? false,
      payable,
      owed,
      least: terms.transfer.least,
      nextAt,
      next: nextSum(terms, state === 'ready', open, account?.leavingAt != null),
      transfers: transfers.flatMap(transferLines),
      payouts: payouts.map(payoutLine),
    };
  }

  @Handle(MyStatement)
  async statement(input: Input<typeof MyStatement>, call: Call): Promise<Output<typeof MyStatement>> {
    const provider = call.person();
    const period = { from: new Date(input.from), to: new Date(input.to) };
    const refused = refusalOfPeriod(period);
    if (refused) throw refused;
    const after = input.after === null || input.after === undefined ? null : placeOf(input.after);
    if (input.after && !after) throw refuse(MyStatement, 'bad-range', 'A statement has no such page.');
    const { opening, closing, rows, sums, next } = await this.statements.page(provider, period, after);
    const lines = rows.map(lineOf);
    return { opening, closing, lines, totals: totalsOf(sums), next: next ? placeText(next) : null };
  }
}
