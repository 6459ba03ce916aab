/** The hosted onboarding page: what is still owed is asked, nothing else. */
import type Stripe from 'stripe';
import { type BankDetails, flawOfBank, TEST_BANKS, TEST_ROUTING } from '../connect/bank.ts';
import type { Tree } from '../wire/form.ts';
import { document, field } from './document.ts';
import { type Html, html } from './html.ts';

const NAMES = ['first_name', 'last_name', 'routing_number', 'account_number'] as const;
type Name = (typeof NAMES)[number];
export type Told = Record<Name, string> & { readonly agreed: boolean };
export type Missing = Partial<Record<Name | 'agreement', string>>;

export const NOTHING_TOLD: Told = {
  first_name: '',
  last_name: '',
  routing_number: '',
  account_number: '',
  agreed: false,
};

export function readTold(tree: Tree): Told {
  const said = (name: string): string => {
    const value = tree[name];
    return typeof value === 'string' ? value.trim().slice(0, 100) : '';
  };
  return {
    first_name: said('first_name'),
    last_name: said('last_name'),
    routing_number: said('routing_number'),
    account_number: said('account_number'),
    agreed: said('agreement') === 'yes',
  };
}

/** Which of the two groups the account still owes. */
export interface Owing {
  readonly person: boolean;
  readonly bank: boolean;
}

export const owingOf = (account: Stripe.Account): Owing => {
  const due = account.requirements?.currently_due ?? [];
  return { person: !account.details_submitted, bank: due.includes('external_account') };
};

/** The bank account, when one is asked for, or everything that is wrong by field. */
export function readOnboarding(told: Told, owing: Owing): { bank: BankDetails | null } | { flaws: Missing } {
  const flaws: Missing = {};
  if (owing.person && told.first_name === '') flaws.first_name = 'Enter your first name.';
  if (owing.person && told.last_name === '') flaws.last_name = 'Enter your last name.';
  if (owing.person && !told.agreed) flaws.agreement = 'Tick the box to go on.';
  const holder = [told.first_name, told.last_name].join(' ').trim();
  const bank = {
    number: told.account_number.replace(/[\s-]/g, ''),
    routing: told.routing_number.replace(/[\s-]/g, ''),
    holder: holder === '' ? undefined : holder,
  };
  if (owing.bank && bank.routing === '') flaws.routing_number = 'Enter the routing number.';
  if (owing.bank && bank.number === '') flaws.account_number = 'Enter the account number.';
  const wrong = owing.bank && bank.routing !== '' && bank.number !== '' ? flawOfBank(bank) : null;
  if (wrong) flaws[wrong.field] = wrong.message;
  return Object.keys(flaws).length > 0 ? { flaws } : { bank: owing.bank ? bank : null };
}

export interface OnboardingView {
  readonly merchant: string;
  readonly owing: Owing;
  readonly told: Told;
  readonly flaws: Missing;
  /** Where leaving without an answer goes. */
  readonly leave: string;
}

const FIELDS: Record<Name, { label: string; complete: string; mode: string; hint?: string }> = {
  first_name: { label: 'First name', complete: 'given-name', mode: 'text' },
  last_name: { label: 'Last name', complete: 'family-name', mode: 'text' },
  routing_number: {
    label: 'Routing number',
    complete: 'off',
    mode: 'numeric',
    hint: `Nine digits, like ${TEST_ROUTING}`,
  },
  account_number: { label: 'Account number', complete: 'off', mode: 'numeric' },
};

export function onboardingPage(view: OnboardingView): string {
  const { merchant, owing, flaws } = view;
  const wrong = Object.keys(flaws).length > 0;
  const title = owing.person ? `Get paid by ${merchant}` : 'Give another bank account';
  const ask = (...names: Name[]): Html[] => names.map((name) => asked(view, name));
  const body = html`<section class="pay" aria-labelledby="what">
<h1 class="plain" id="what">${title}</h1>
<p class="hint">${owing.person ? `So that ${merchant} can send you what you earn: who you are, and where your money goes.` : 'The last payout came back from your bank. Your money is safe; say where it should go instead.'}</p>
${wrong ? html`<div class="alert" role="alert"><strong>Something is missing or mistyped.</strong>Nothing was saved. See the marked fields.</div>` : null}
<form method="post" novalidate>
${owing.person ? html`<fieldset><legend>You</legend>${ask('first_name', 'last_name')}</fieldset>` : null}
${owing.bank ? html`<fieldset><legend>Your bank account</legend>${ask('routing_number', 'account_number')}</fieldset>` : null}
${owing.person ? agreement(view) : null}
<button type="submit">${owing.person ? 'Agree and finish' : 'Save bank account'}</button>
</form>
<p class="foot"><a href="${view.leave}">Not now: back to ${merchant}</a></p>
${owing.bank ? testBanks() : null}
</section>`;
  return document(`${wrong ? 'Not saved yet: ' : ''}${title}`, body, 'narrow');
}

function asked(view: OnboardingView, name: Name): Html {
  const first = NAMES.find((one) => view.flaws[one] !== undefined) === name;
  return field({ ...FIELDS[name], name, value: view.told[name], flaw: view.flaws[name], first });
}

function agreement({ told, flaws, merchant }: OnboardingView): Html {
  const flaw = flaws.agreement;
  return html`<div class="field">
<label class="tick"><input type="checkbox" name="agreement" value="yes"${told.agreed ? html` checked` : null}${flaw ? html` aria-invalid="true" aria-describedby="agreement-wrong"` : null}>
<span>What I said is true, and ${merchant} may pay me this way. (A real page shows the processor's agreement here.)</span></label>
${flaw ? html`<p class="wrong" id="agreement-wrong">${flaw}</p>` : null}
</div>`;
}

function testBanks(): Html {
  return html`<details>
<summary>Test bank accounts</summary>
<p class="hint">Choose one to fill it in. The routing number is ${TEST_ROUTING}.</p>
<ul>${TEST_BANKS.map((bank) => html`<li><a href="?bank=${bank.number}">${bank.number}</a><span>${bank.label}</span></li>`)}</ul>
</details>`;
}

/** What a test bank account's link fills in. */
export const toldFor = (number: string): Told => ({
  first_name: 'Jenny',
  last_name: 'Rosen',
  routing_number: TEST_ROUTING,
  account_number: number,
  agreed: true,
});
