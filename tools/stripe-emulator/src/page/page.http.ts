/** Serves the hosted pages: `/c/pay/<session>`, for 3-D Secure `/c/authenticate/<intent>`, onboarding, and `/` for developers. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type Stripe from 'stripe';
import { cardsOffered, type Means } from '../checkout/session.store.ts';
import { successUrlOf } from '../checkout/session.ts';
import type { Emulator } from '../emulator.ts';
import { TEST_CARDS } from '../payments/cards.ts';
import { readBody } from '../wire/body.http.ts';
import { PLATFORM } from '../wire/call.ts';
import { decodeForm, type Tree } from '../wire/form.ts';
import { StripeProblem } from '../wire/problem.ts';
import { type Flaws, NOTHING_TYPED, readCard, readTyped, type Typed } from './card-form.ts';
import { noticePage } from './document.ts';
import { Onboarding } from './onboarding.http.ts';
import { overview } from './overview.http.ts';
import { authenticatePage, type Merchant, payPage, price, typedFor } from './page.ts';
import type { Redirect, Shown } from './shown.ts';
import { STYLE } from './style.ts';

export class Pages {
  private readonly emulator: Emulator;
  private readonly merchant: Merchant;
  private readonly onboarding: Onboarding;

  constructor(emulator: Emulator, merchant: Merchant) {
    this.emulator = emulator;
    this.merchant = merchant;
    this.onboarding = new Onboarding(emulator, merchant);
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname === '/c/style.css') {
      response.writeHead(200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'max-age=300' }).end(STYLE);
      return;
    }
    const shown = await this.route(request, url);
    if ('redirect' in shown) {
      response.writeHead(303, { location: shown.redirect, ...SAFE }).end();
      return;
    }
    const target = shown.leadsTo && URL.canParse(shown.leadsTo) ? ` ${new URL(shown.leadsTo).origin}` : '';
    response.writeHead(shown.status, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'self'; img-src data:; form-action 'self'${target}; base-uri 'none'; frame-ancestors 'none'`,
      ...SAFE,
    });
    response.end(request.method === 'HEAD' ? undefined : shown.page);
  }

  private async route(request: IncomingMessage, url: URL): Promise<Shown | Redirect> {
    const [, id] = /^\/c\/pay\/(cs_\w+)$/.exec(url.pathname) ?? [];
    const [, intent] = /^\/c\/authenticate\/(pi_\w+)$/.exec(url.pathname) ?? [];
    const posted = request.method === 'POST';
    if (!posted && request.method !== 'GET' && request.method !== 'HEAD')
      return { status: 405, page: noticePage('Not possible', 'This page can only be read or paid.', null) };
    if (url.pathname === '/')
      return overview(this.emulator, request, posted ? decodeForm(await readBody(request)) : undefined);
    if (id) {
      const session = this.emulator.store.get('checkout.session', id, PLATFORM);
      if (!session) return UNKNOWN;
      return posted ? this.pay(session, decodeForm(await readBody(request))) : this.show(session, url);
    }
    const [, link] = /^\/c\/setup\/(link_\w+)$/.exec(url.pathname) ?? [];
    if (link) return this.onboarding.begin(link, request.method ?? '');
    const [, visit] = /^\/c\/onboarding\/(visit_\w+)$/.exec(url.pathname) ?? [];
    if (visit)
      return this.onboarding.visit(visit, url.searchParams, posted ? decodeForm(await readBody(request)) : undefined);
    const [, login] = /^\/c\/express\/(login_\w+)$/.exec(url.pathname) ?? [];
    if (login) return this.onboarding.earnings(login);
    if (intent) return this.authenticate(intent, posted ? decodeForm(await readBody(request)).answer : undefined);
    return UNKNOWN;
  }

  private show(session: Stripe.Checkout.Session, url: URL): Shown {
    const number = url.searchParams.get('card') ?? '';
    const card = TEST_CARDS.find((known) => known.number === number);
    const intent = this.emulator.store.get('payment_intent', String(session.payment_intent), PLATFORM);
    const typed = card ? typedFor(card.number, this.testExpiry()) : NOTHING_TYPED;
    return (
      this.ended(session) ??
      this.form(session, 200, typed, {}, card ? null : (intent?.last_payment_error?.message ?? null))
    );
  }

  private form(
    session: Stripe.Checkout.Session,
    status: number,
    typed: Typed,
    flaws: Flaws,
    declined: string | null,
  ): Shown {
    const { merchant, emulator } = this;
    const cards = cardsOffered(emulator.call(), session);
    const view = { session, merchant, typed, flaws, declined, cards, testExpiry: this.testExpiry() };
    return { status, page: payPage(view), leadsTo: session.success_url };
  }

  private testExpiry(): string {
    return `12 / ${(new Date(this.emulator.call().at * 1000).getUTCFullYear() + 3) % 100}`;
  }

  /** The page of a session that cannot be paid (any more); nothing when it can. */
  private ended(session: Stripe.Checkout.Session): Shown | null {
    const { name } = this.merchant;
    if (session.status === 'complete') {
      const link = { href: successUrlOf(session), label: `Back to ${name}` };
      return {
        status: 200,
        page: noticePage('Already paid', 'This payment is complete. You were charged once.', link),
      };
    }
    if (session.status === 'open' && session.expires_at > this.emulator.call().at) return null;
    const link = session.cancel_url ? { href: session.cancel_url, label: `Back to ${name}` } : null;
    const sentence = `The time to pay is over, and nothing was charged. Go back to ${name} to start again.`;
    return { status: 410, page: noticePage('This payment page has expired', sentence, link) };
  }

  private async pay(session: Stripe.Checkout.Session, form: Tree): Promise<Shown | Redirect> {
    if (session.status === 'complete') return { redirect: successUrlOf(session) };
    const over = this.ended(session);
    if (over) return over;
    const typed = readTyped(form);
    const means = typeof form.saved === 'string' ? { saved: form.saved } : this.meansOf(session, typed, form);
    if ('flaws' in means) return this.form(session, 422, { ...typed, cvc: '' }, means.flaws, null);
    try {
      const paid = await this.emulator.payWith(session.id, means);
      if (paid.intent.status !== 'requires_action') return { redirect: successUrlOf(paid.session) };
      return { redirect: `/c/authenticate/${paid.intent.id}` };
    } catch (error) {
      if (!(error instanceof StripeProblem)) throw error;
      const now = this.emulator.store.get('checkout.session', session.id, PLATFORM) ?? session;
      return this.ended(now) ?? this.form(now, 402, { ...typed, number: '', expiry: '', cvc: '' }, {}, error.message);
    }
  }

  private meansOf(session: Stripe.Checkout.Session, typed: Typed, form: Tree): Means | { flaws: Flaws } {
    const known = session.customer_email !== null || session.customer !== null;
    const read = readCard(typed, !known, this.emulator.call().at);
    if ('flaws' in read) return read;
    const holder = { name: typed.name, ...(typed.email ? { email: typed.email } : {}) };
    return { card: read.card, holder, keep: form.keep === 'yes' };
  }

  private async authenticate(id: string, answer: unknown): Promise<Shown | Redirect> {
    const { store } = this.emulator;
    const intent = store.get('payment_intent', id, PLATFORM);
    if (!intent) return UNKNOWN;
    const query = { account: PLATFORM, limit: 1, where: [['payment_intent', id] as const] };
    const session = store.page('checkout.session', query).data[0];
    const onward = session ? `/c/pay/${session.id}` : (intent.next_action?.redirect_to_url?.return_url ?? null);
    if (intent.status !== 'requires_action')
      return onward ? { redirect: onward } : this.settled(intent.status === 'succeeded');
    if (answer !== 'complete' && answer !== 'fail') {
      const leadsTo = session?.success_url ?? onward;
      return { status: 200, page: authenticatePage(price(intent.amount, intent.currency), this.merchant), leadsTo };
    }
    const passed = answer === 'complete';
    const outcome = await this.emulator.authenticate(intent, session ?? null, passed);
    if (session) return { redirect: outcome.status === 'succeeded' ? successUrlOf(session) : `/c/pay/${session.id}` };
    if (!onward) return this.settled(passed);
    const back = new URL(onward);
    back.searchParams.set('payment_intent', id);
    back.searchParams.set('redirect_status', passed ? 'succeeded' : 'failed');
    return { redirect: back.href };
  }

  private settled(passed: boolean): Shown {
    const title = passed ? 'Payment complete' : 'Not authenticated';
    return { status: 200, page: noticePage(title, 'You can close this page.', null) };
  }
}

const SAFE = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' };

const UNKNOWN: Shown = {
  status: 404,
  page: noticePage(
    'No such payment page',
    'Check the address, or go back to where you came from and start again.',
    null,
  ),
};
