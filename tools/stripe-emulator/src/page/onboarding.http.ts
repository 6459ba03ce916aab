/** Serves `/c/setup/<link>`, which begins a visit, `/c/onboarding/<visit>`, the visit itself, and `/c/express/<login>`. */
import { accountNamed, banksOf } from '../connect/account.store.ts';
import { usableBank } from '../connect/account.ts';
import { TEST_BANKS } from '../connect/bank.ts';
import { accountOfLogin, openLink, type Visit, visitNamed } from '../connect/link.store.ts';
import type { Emulator } from '../emulator.ts';
import { balanceOf } from '../money/balance.api.ts';
import type { Tree } from '../wire/form.ts';
import { noticePage } from './document.ts';
import { earningsPage } from './earnings.ts';
import { NOTHING_TOLD, onboardingPage, owingOf, readOnboarding, readTold, type Told, toldFor } from './onboarding.ts';
import type { Merchant } from './page.ts';
import type { Redirect, Shown } from './shown.ts';

const UNKNOWN: Shown = {
  status: 404,
  page: noticePage('No such page', 'Go back to where you came from and ask for a new link.', null),
};

export class Onboarding {
  private readonly emulator: Emulator;
  private readonly merchant: Merchant;

  constructor(emulator: Emulator, merchant: Merchant) {
    this.emulator = emulator;
    this.merchant = merchant;
  }

  /** A link is used up by being opened, so only by a reader, not by what looks ahead. */
  async begin(token: string, method: string): Promise<Shown | Redirect> {
    if (method !== 'GET')
      return { status: 405, page: noticePage('Not possible', 'Open this link in a browser.', null) };
    const leadsTo = await this.emulator.store.write(() => openLink(this.emulator.call(), token));
    return leadsTo ? { redirect: leadsTo } : UNKNOWN;
  }

  /** `posted` is the form, absent when the page is only read. */
  async visit(token: string, query: URLSearchParams, posted: Tree | undefined): Promise<Shown | Redirect> {
    const visit = visitNamed(this.emulator.call(), token);
    if (!visit) return UNKNOWN;
    if (visit.expiresAt <= this.emulator.call().at) return { redirect: visit.refreshUrl };
    const owing = owingOf(accountNamed(this.emulator.call(), visit.account));
    if (!owing.person && !owing.bank) return { redirect: visit.returnUrl };
    if (!posted) {
      const bank = TEST_BANKS.find(({ number }) => number === query.get('bank'));
      return this.form(visit, 200, bank ? toldFor(bank.number) : NOTHING_TOLD, {});
    }
    const told = readTold(posted);
    const read = readOnboarding(told, owing);
    if ('flaws' in read) return this.form(visit, 422, told, read.flaws);
    await this.emulator.onboard(visit.account, read.bank);
    return { redirect: visit.returnUrl };
  }

  /** What the person is paid, and where to. */
  earnings(token: string): Shown {
    const { store } = this.emulator;
    const id = accountOfLogin(this.emulator.call(), token);
    if (!id) return UNKNOWN;
    const call = this.emulator.call(id);
    const payouts = store.page('payout', { account: id, limit: 20 }).data;
    const bank = usableBank(banksOf(call, id));
    return { status: 200, page: earningsPage(this.merchant.name, balanceOf(call), payouts, bank) };
  }

  private form(visit: Visit, status: number, told: Told, flaws: Parameters<typeof onboardingPage>[0]['flaws']): Shown {
    const owing = owingOf(accountNamed(this.emulator.call(), visit.account));
    const view = { merchant: this.merchant.name, owing, told, flaws, leave: visit.returnUrl };
    return { status, page: onboardingPage(view), leadsTo: visit.returnUrl };
  }
}
