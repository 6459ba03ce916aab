/**
 * Login links show a person for five minutes what they are paid. Account links lead to onboarding: an address for one visit, good for five minutes. Opening it begins the visit, which has an address of its own; opened again it
 * leads to the refresh page, where the platform makes a new link.
 */
import type Stripe from 'stripe';
import { newId } from '../store/objects.store.ts';
import type { Call } from '../wire/call.ts';

const LINK_SECONDS = 5 * 60;
const VISIT_SECONDS = 60 * 60;

export interface Visit {
  readonly account: string;
  readonly returnUrl: string;
  readonly refreshUrl: string;
  readonly expiresAt: number;
}

interface Link extends Visit {
  readonly used: boolean;
}

export function newLink(call: Call, wish: Omit<Visit, 'expiresAt'>): Stripe.AccountLink {
  const token = newId('link', 32);
  const expiresAt = call.at + LINK_SECONDS;
  call.store.remember(token, { ...wish, expiresAt, used: false });
  return { object: 'account_link', created: call.at, expires_at: expiresAt, url: `${call.origin}/c/setup/${token}` };
}

/** Where opening the link leads. Nothing when there was never such a link. */
export function openLink(call: Call, token: string): string | null {
  const link = call.store.recall<Link>(token);
  if (!link) return null;
  if (link.used || link.expiresAt <= call.at) return link.refreshUrl;
  const visit = newId('visit', 32);
  call.store.remember(token, { ...link, used: true });
  call.store.remember(visit, { ...link, expiresAt: call.at + VISIT_SECONDS });
  return `${call.origin}/c/onboarding/${visit}`;
}

export const visitNamed = (call: Call, visit: string): Visit | undefined => call.store.recall<Visit>(visit);

export function newLoginLink(call: Call, account: string): Stripe.LoginLink {
  const token = newId('login', 32);
  call.store.remember(token, { account, expiresAt: call.at + LINK_SECONDS });
  return { object: 'login_link', created: call.at, url: `${call.origin}/c/express/${token}` };
}

/** The account a login link opens; nothing when it is too old. */
export function accountOfLogin(call: Call, token: string): string | null {
  const login = call.store.recall<{ account: string; expiresAt: number }>(token);
  return login && login.expiresAt > call.at ? login.account : null;
}
