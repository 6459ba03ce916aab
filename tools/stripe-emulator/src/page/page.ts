/** The hosted card page and its neighbour, the bank's question, as markup. */
import type Stripe from 'stripe';
import { TEST_CARDS } from '../payments/cards.ts';
import type { FieldName, Flaws, Typed } from './card-form.ts';
import { document, field } from './document.ts';
import { type Html, html } from './html.ts';

export interface Merchant {
  readonly name: string;
}

export function price(minor: number, currency: string): string {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

const totalOf = (session: Stripe.Checkout.Session): string =>
  price(session.amount_total ?? 0, session.currency ?? 'usd');

export interface PayView {
  readonly session: Stripe.Checkout.Session;
  readonly merchant: Merchant;
  readonly typed: Typed;
  readonly flaws: Flaws;
  /** What the bank said to the last try. */
  readonly declined: string | null;
  readonly testExpiry: string;
  /** Cards that the person kept before. */
  readonly cards: readonly Stripe.PaymentMethod[];
}

export function payPage(view: PayView): string {
  const { session, merchant } = view;
  const wrong = Object.keys(view.flaws).length > 0 || view.declined !== null;
  const body = html`<section aria-labelledby="what">
${session.cancel_url ? html`<a class="back" href="${session.cancel_url}">Back to ${merchant.name}</a>` : null}
<h1 id="what">Pay ${merchant.name}</h1>
<p class="total">${totalOf(session)}</p>
<table>
<tbody>${(session.line_items?.data ?? []).map(lineRow)}</tbody>
<tfoot><tr><th scope="row">Total</th><td>${totalOf(session)}</td></tr></tfoot>
</table>
<p class="foot">You can pay here until ${moment(session.expires_at)}.</p>
</section>
<section class="pay" aria-labelledby="card">
<h2 id="card">Your card</h2>
${view.declined ? html`<div class="alert" role="alert"><strong>${view.declined}</strong>Nothing was charged. Check the details, or use another card.</div>` : null}
${Object.keys(view.flaws).length > 0 ? html`<div class="alert" role="alert"><strong>Something is missing or mistyped.</strong>Nothing was charged. See the marked fields.</div>` : null}
${view.cards.length > 0 ? savedCards(view) : null}
<form method="post" novalidate>
${session.customer_email ? html`<p class="field hint">Paying as ${session.customer_email}</p>` : session.customer ? null : cardField(view, 'email')}
${cardField(view, 'number')}
<div class="pair">${cardField(view, 'expiry')}${cardField(view, 'cvc')}</div>
${cardField(view, 'name')}
${session.saved_payment_method_options?.payment_method_save === 'enabled' ? keepTick(merchant) : null}
<button type="submit">Pay ${totalOf(session)}</button>
</form>
${testCards(view.testExpiry)}
</section>`;
  return document(`${wrong ? 'Not paid yet: ' : ''}Pay ${totalOf(session)} · ${merchant.name}`, body, 'columns');
}

function savedCards({ session, cards }: PayView): Html {
  return html`<form method="post">${cards.map(
    ({ id, card }) =>
      html`<button class="quiet" type="submit" name="saved" value="${id}">Pay ${totalOf(session)} with ${named(card?.brand)} ending in ${card?.last4}</button>`,
  )}</form>
<h3>Or another card</h3>`;
}

const named = (brand = 'card'): string => brand.charAt(0).toUpperCase() + brand.slice(1);

const keepTick = ({ name }: Merchant): Html =>
  html`<div class="field"><label class="tick"><input type="checkbox" name="keep" value="yes"><span>Keep this card for the next time you pay ${name}.</span></label></div>`;

const lineRow = (item: Stripe.LineItem): Html =>
  html`<tr><th scope="row">${item.description}${(item.quantity ?? 1) > 1 ? ` × ${item.quantity}` : ''}</th><td>${price(item.amount_total, item.currency)}</td></tr>`;

export function moment(seconds: number): Html {
  const date = new Date(seconds * 1000);
  const shown = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(
    date,
  );
  return html`<time datetime="${date.toISOString()}">${shown} UTC</time>`;
}

const FIELDS: Record<FieldName, { label: string; complete: string; mode: string; hint?: string }> = {
  email: { label: 'E-mail', complete: 'email', mode: 'email' },
  number: { label: 'Card number', complete: 'cc-number', mode: 'numeric' },
  expiry: { label: 'Expiry date', complete: 'cc-exp', mode: 'numeric', hint: 'MM / YY' },
  cvc: { label: 'CVC', complete: 'cc-csc', mode: 'numeric', hint: '3 or 4 digits' },
  name: { label: 'Name on card', complete: 'cc-name', mode: 'text' },
};

function cardField(view: PayView, name: FieldName): Html {
  const first =
    Object.keys(view.flaws).length > 0 ? firstFlaw(view.flaws) === name : name === 'number' && view.declined !== null;
  return field({ ...FIELDS[name], name, value: view.typed[name], flaw: view.flaws[name], first });
}

const firstFlaw = (flaws: Flaws): FieldName | undefined =>
  (['email', 'number', 'expiry', 'cvc', 'name'] as const).find((name) => flaws[name] !== undefined);

const grouped = (number: string): string =>
  number.length === 15 ? number.replace(/(.{4})(.{6})(.{5})/, '$1 $2 $3') : number.replace(/(.{4})(?=.)/g, '$1 ');

function testCards(expiry: string): Html {
  return html`<details>
<summary>Test cards</summary>
<p class="hint">Choose one to fill it in. Any later expiry date (like ${expiry}) and any security code will do.</p>
<ul>${TEST_CARDS.map((card) => html`<li><a href="?card=${card.number}">${grouped(card.number)}</a><span>${card.label}</span></li>`)}</ul>
</details>`;
}

/** What a test card's link fills in. */
export const typedFor = (number: string, expiry: string): Typed => ({
  email: 'someone@example.com',
  number: grouped(number),
  expiry,
  cvc: number.startsWith('3') ? '1234' : '123',
  name: 'Some One',
});

export function authenticatePage(amount: string, merchant: Merchant): string {
  const body = html`<section class="pay" aria-labelledby="what">
<h1 class="plain" id="what">Is it you?</h1>
<p>Your bank asks whether you want to pay <strong>${amount}</strong> to ${merchant.name}. A real bank would ask on your phone; here you decide.</p>
<form method="post">
<button type="submit" name="answer" value="complete">Complete authentication</button>
<button class="quiet" type="submit" name="answer" value="fail">Fail authentication</button>
</form>
</section>`;
  return document(`Your bank asks · ${merchant.name}`, body, 'narrow');
}
