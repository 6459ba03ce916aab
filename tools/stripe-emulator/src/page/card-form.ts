/** What the person typed into the card form, and what is wrong with it. */
import { type CardDetails, flawOf } from '../payments/method.ts';
import type { Tree } from '../wire/form.ts';

export type FieldName = 'email' | 'number' | 'expiry' | 'cvc' | 'name';

export type Typed = Record<FieldName, string>;

export type Flaws = Partial<Record<FieldName, string>>;

export const NOTHING_TYPED: Typed = { email: '', number: '', expiry: '', cvc: '', name: '' };

export const readTyped = (tree: Tree): Typed => {
  const field = (name: FieldName): string => {
    const value = tree[name];
    return typeof value === 'string' ? value.trim().slice(0, 200) : '';
  };
  return {
    email: field('email'),
    number: field('number'),
    expiry: field('expiry'),
    cvc: field('cvc'),
    name: field('name'),
  };
};

/** `12/34`, `12 / 2034`, `1234`. */
function expiryOf(text: string): { month: number; year: number } | null {
  const match = /^(\d{1,2})\s*[/.-]?\s*(\d{2}|\d{4})$/.exec(text);
  if (!match) return null;
  const year = Number(match[2]);
  return { month: Number(match[1]), year: year < 100 ? 2000 + year : year };
}

const FIELD = { number: 'number', exp_month: 'expiry', exp_year: 'expiry', cvc: 'cvc' } as const;

/** The card, or the flaws by field. `askEmail`: the merchant did not say it. */
export function readCard(typed: Typed, askEmail: boolean, at: number): { card: CardDetails } | { flaws: Flaws } {
  const flaws: Flaws = {};
  const number = typed.number.replace(/[\s-]/g, '');
  const expiry = expiryOf(typed.expiry);
  if (number === '') flaws.number = 'Enter the card number.';
  if (!expiry)
    flaws.expiry = typed.expiry === '' ? 'Enter the expiry date.' : 'Write the expiry date as MM / YY, like 04 / 29.';
  if (typed.cvc === '') flaws.cvc = 'Enter the security code (CVC).';
  if (typed.name === '') flaws.name = 'Enter the name on the card.';
  if (askEmail && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(typed.email))
    flaws.email = 'Enter an e-mail address, like name@example.com.';
  const card = { number, expMonth: expiry?.month ?? 12, expYear: expiry?.year ?? 9999, cvc: typed.cvc };
  const flaw = number !== '' && expiry && typed.cvc !== '' ? flawOf(card, at) : null;
  if (flaw) flaws[FIELD[flaw.field]] = flaw.message;
  return Object.keys(flaws).length > 0 ? { flaws } : { card };
}
