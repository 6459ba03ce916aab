/** What the person of an express account sees: their balance, and the payouts to their bank. */
import type Stripe from 'stripe';
import { document } from './document.ts';
import { type Html, html } from './html.ts';
import { moment, price } from './page.ts';

export function earningsPage(
  merchant: string,
  { available, pending }: Stripe.Balance,
  payouts: readonly Stripe.Payout[],
  bank: Stripe.BankAccount | undefined,
): string {
  const sums = (list: readonly { amount: number; currency: string }[]): string =>
    list.map(({ amount, currency }) => price(amount, currency)).join(', ');
  const body = html`<section class="pay" aria-labelledby="what">
<h1 class="plain" id="what">Paid by ${merchant}</h1>
<dl>
<div><dt>On its way to you</dt><dd>${sums(available)}</dd></div>
<div><dt>Not available yet</dt><dd>${sums(pending)}</dd></div>
<div><dt>Bank account</dt><dd>${bank ? `ending in ${bank.last4}` : 'to be given again'}</dd></div>
</dl>
<h2>Payouts</h2>
${payouts.length === 0 ? html`<p class="hint">None yet.</p>` : html`<table><tbody>${payouts.map(payoutRow)}</tbody></table>`}
</section>`;
  return document(`Paid by ${merchant}`, body, 'narrow');
}

const SAID: Record<string, string> = {
  pending: 'leaves soon, there on',
  in_transit: 'there on',
  paid: 'arrived on',
  failed: 'came back; was to arrive on',
  canceled: 'canceled; was to arrive on',
};

const payoutRow = ({ amount, currency, status, arrival_date }: Stripe.Payout): Html =>
  html`<tr><th scope="row">${SAID[status] ?? status} ${moment(arrival_date)}</th><td>${price(amount, currency)}</td></tr>`;
