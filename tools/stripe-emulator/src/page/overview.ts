/** The page for developers: what is in the books, newest first, and plain buttons for what the outside world may do. */
import type Stripe from 'stripe';
import { isAnswerable, isInquiry, isOpen, REASONS } from '../disputes/dispute.ts';
import type { Conservation } from '../money/conservation.store.ts';
import { refundable } from '../refunds/refund.ts';
import { document } from './document.ts';
import { type Html, html } from './html.ts';
import { moment, price } from './page.ts';

export interface Mine<T> {
  readonly object: T;
  readonly account: string;
}

export interface Overview {
  readonly at: number;
  readonly platform: string;
  readonly balance: Stripe.Balance;
  readonly conservation: Conservation;
  readonly deliveries: { readonly open: number; readonly done: number };
  readonly charges: readonly Mine<Stripe.Charge>[];
  readonly refunds: readonly Mine<Stripe.Refund>[];
  readonly disputes: readonly Mine<Stripe.Dispute>[];
  readonly transfers: readonly Mine<Stripe.Transfer>[];
  readonly payouts: readonly Mine<Stripe.Payout>[];
  readonly accounts: readonly Mine<Stripe.Account>[];
  /** What the last button did, or why it did not. */
  readonly said: { readonly text: string; readonly wrong: boolean } | null;
}

export function overviewPage(view: Overview): string {
  const { balance, conservation, deliveries } = view;
  const sums = (list: readonly { amount: number; currency: string }[]): string =>
    list.map(({ amount, currency }) => price(amount, currency)).join(', ');
  const body = html`<h1 class="plain">Stripe, emulated</h1>
<p>It is ${moment(view.at)} here. Everything below is also in the API; the levers are listed by <a href="/_emulator">/_emulator</a>.</p>
${view.said ? html`<p class="${view.said.wrong ? 'alert' : 'said'}" role="${view.said.wrong ? 'alert' : 'status'}">${view.said.text}</p>` : null}
<dl>
<div><dt>Available</dt><dd>${sums(balance.available)}</dd></div>
<div><dt>Pending</dt><dd>${sums(balance.pending)}</dd></div>
<div><dt>Webhooks</dt><dd>${deliveries.done} delivered, ${deliveries.open} waiting</dd></div>
<div><dt>Books</dt><dd>${conservation.holds ? 'balance' : conservation.differences.join('; ')}</dd></div>
</dl>
${table('Charges', ['Charge', 'Amount', 'On the statement', 'State', 'What may happen'], view.charges.map(chargeRow))}
${table('Refunds', ['Refund', 'Amount', 'State', 'What may happen'], view.refunds.map(refundRow))}
${table('Disputes', ['Dispute', 'Amount', 'State', 'What may happen'], view.disputes.map(disputeRow))}
${table('Transfers', ['Transfer', 'Amount', 'To'], view.transfers.map(transferRow))}
${table(
  'Payouts',
  ['Payout', 'Amount', 'State', 'What may happen'],
  view.payouts.map((one) => payoutRow(one, view.platform)),
)}
${table('Connected accounts', ['Account', 'Transfers', 'Payouts', 'What may happen'], view.accounts.map(accountRow))}`;
  return document('Stripe, emulated', body, 'wide');
}

function table(title: string, heads: readonly string[], rows: readonly Html[]): Html {
  const name = title.toLowerCase().replace(' ', '-');
  return html`<div>
<h2 id="${name}">${title}</h2>
${
  rows.length === 0
    ? html`<p class="hint">None yet.</p>`
    : html`<div class="scroll" role="region" aria-labelledby="${name}" tabindex="0"><table>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`
}
</div>`;
}

const row = (id: string, ...cells: readonly (Html | string)[]): Html =>
  html`<tr><th scope="row"><code>${id}</code></th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`;

/** A button that is told apart from its neighbours by what it is about, also when only its name is read out. */
const button = (lever: string, id: string, label: string): Html =>
  html`<form method="post"><input type="hidden" name="id" value="${id}"><button class="small" name="lever" value="${lever}" aria-label="${label} ${id}">${label}</button></form>`;

const chargeRow = ({ object }: Mine<Stripe.Charge>): Html =>
  row(
    object.id,
    price(object.amount, object.currency),
    object.calculated_statement_descriptor ?? '',
    object.disputed
      ? 'disputed'
      : object.amount_refunded > 0
        ? `${price(object.amount_refunded, object.currency)} refunded`
        : object.status,
    object.status === 'succeeded' &&
      object.captured &&
      object.payment_intent &&
      !object.disputed &&
      refundable(object) > 0
      ? disputeForm(object)
      : '',
  );

function disputeForm({ id }: Stripe.Charge): Html {
  return html`<form method="post"><input type="hidden" name="id" value="${id}">
<select name="reason" aria-label="Reason of a dispute of ${id}">${REASONS.map((reason) => html`<option${reason === 'fraudulent' ? html` selected` : null}>${reason}</option>`)}</select>
<button class="small" name="lever" value="dispute" aria-label="Charge back ${id}">Charge back</button>
<button class="small" name="lever" value="inquire" aria-label="Inquire about ${id}">Inquire</button></form>`;
}

const refundRow = ({ object }: Mine<Stripe.Refund>): Html =>
  row(
    object.id,
    price(object.amount, object.currency),
    object.status ?? '',
    [
      object.status === 'pending' ? button('refund-succeeds', object.id, 'Succeed') : '',
      !object.source_transfer_reversal && ['pending', 'succeeded'].includes(object.status ?? '')
        ? button('refund-fails', object.id, 'Fail')
        : '',
    ].reduce<Html>((all, one) => html`${all}${one}`, html``),
  );

const disputeRow = ({ object }: Mine<Stripe.Dispute>): Html =>
  row(
    object.id,
    price(object.amount, object.currency),
    html`${object.status}, ${object.reason}${isAnswerable(object) && object.evidence_details.due_by ? html`, until ${moment(object.evidence_details.due_by)}` : null}`,
    isOpen(object)
      ? html`${isInquiry(object) ? button('escalate', object.id, 'Escalate') : button('win', object.id, 'Win')}${button('lose', object.id, isInquiry(object) ? 'Close' : 'Lose')}`
      : '',
  );

const transferRow = ({ object }: Mine<Stripe.Transfer>): Html =>
  row(
    object.id,
    `${price(object.amount, object.currency)}${object.amount_reversed > 0 ? `, ${price(object.amount_reversed, object.currency)} taken back` : ''}`,
    html`<code>${String(object.destination)}</code>`,
  );

const payoutRow = ({ object, account }: Mine<Stripe.Payout>, platform: string): Html =>
  row(
    object.id,
    html`${price(object.amount, object.currency)} of ${account === platform ? 'the platform' : html`<code>${account}</code>`}`,
    object.failure_code ? `${object.status}: ${object.failure_code}` : object.status,
    object.status === 'failed' || object.status === 'canceled' ? '' : button('payout-fails', object.id, 'Fail'),
  );

const accountRow = ({ object }: Mine<Stripe.Account>): Html =>
  row(
    object.id,
    String(object.capabilities?.transfers ?? 'not requested'),
    object.payouts_enabled ? 'enabled' : 'not yet',
    object.payouts_enabled ? '' : button('onboard', object.id, 'Onboard and verify'),
  );
