/** Connected accounts over time: opened, told who they are and where their bank is, verified a moment later. Every change is judged anew and said. */
import type Stripe from 'stripe';
import { differences, say } from '../events/event.store.ts';
import { nextPayoutAt } from '../payouts/payout.ts';
import { newId } from '../store/objects.store.ts';
import { type Call, PLATFORM } from '../wire/call.ts';
import { invalid, missing, StripeProblem } from '../wire/problem.ts';
import {
  type AccountTerms,
  type CapabilityName,
  capabilityOf,
  judged,
  newAccount,
  platformAccount,
  type Standing,
} from './account.ts';
import { type BankDetails, bankByToken, errored, flawOfBank, newBank, TEST_BANKS, TEST_ROUTING } from './bank.ts';

/** How long a complete account is looked at before it may receive, seconds of business time. */
export const VERIFIED_AFTER = 2;

export function accountNamed(call: Call, id: string): Stripe.Account {
  if (id === PLATFORM) return platformAccount(id);
  const found = call.store.get('account', id, PLATFORM);
  if (!found) throw missing('account', id);
  return found;
}

export const standingOf = (call: Call, id: string): Standing =>
  call.store.recall<Standing>(id) ?? { requested: [], requestedAt: 0, verified: true };

export const banksOf = (call: Call, account: string): Stripe.BankAccount[] =>
  call.store.page('bank_account', { account, limit: 100 }).data;

/** What happens in a connected account is told to Connect endpoints, with its id. */
const inside = (call: Call, account: string): Call => ({ ...call, account });

export function openAccount(call: Call, terms: AccountTerms, requested: readonly CapabilityName[]): Stripe.Account {
  const made = newAccount(newId('acct', 16), terms, call.at);
  const standing = { requested, requestedAt: call.at, verified: false };
  call.store.remember(made.id, standing);
  return call.store.put(judged(made, [], standing), PLATFORM);
}

/** Puts the changed account under the rules again; what came out different is said. A complete one waits for its verification. */
export function rejudge(call: Call, changed: Stripe.Account, before: Stripe.Account): Stripe.Account {
  const standing = standingOf(call, changed.id);
  const after = call.store.put(judged(changed, banksOf(call, changed.id), standing), PLATFORM);
  if (after.requirements?.pending_verification?.length)
    call.store.setDue('account-verified', after.id, call.at + VERIFIED_AFTER);
  const there = inside(call, after.id);
  for (const name of standing.requested)
    if (after.capabilities?.[name] !== before.capabilities?.[name])
      say(there, 'capability.updated', capabilityOf(after, name, standing));
  const previous = differences(before, after);
  if (Object.keys(previous).length > 0) say(there, 'account.updated', after, previous);
  if (previous.payouts_enabled === false || previous.settings) schedulePayouts(call, after.id);
  return after;
}

export function requestCapabilities(call: Call, account: Stripe.Account, names: readonly CapabilityName[]): void {
  const standing = standingOf(call, account.id);
  const requested = [...new Set([...standing.requested, ...names])];
  call.store.remember(account.id, { ...standing, requested });
}

/** The person (or, for a custom account, the platform) said who they are and accepted the agreement. */
export function submitDetails(call: Call, account: Stripe.Account): Stripe.Account {
  const said = {
    ...account,
    business_type: account.business_type ?? 'individual',
    details_submitted: true,
    tos_acceptance: { date: call.at },
  };
  return rejudge(call, said, account);
}

/** The new bank account becomes the default; the old ones stay, unused. */
export function addBank(call: Call, account: Stripe.Account, details: BankDetails): Stripe.BankAccount {
  const flaw = flawOfBank(details);
  if (flaw) throw invalid(flaw.message, `external_account[${flaw.field}]`, flaw.code);
  for (const old of banksOf(call, account.id))
    if (old.default_for_currency) call.store.put({ ...old, default_for_currency: false }, account.id);
  const made = call.store.put(newBank(newId('ba'), account.id, details), account.id);
  say(inside(call, account.id), 'account.external_account.created', made);
  rejudge(call, accountNamed(call, account.id), account);
  return made;
}

/** Details given by the API: a token, or numbers. */
export function bankDetails(
  given:
    | string
    | { account_number: string; routing_number?: string | undefined; account_holder_name?: string | undefined },
): BankDetails {
  if (typeof given !== 'string')
    return {
      number: given.account_number,
      routing: given.routing_number ?? '',
      holder: given.account_holder_name,
    };
  const bank = bankByToken(given);
  if (!bank) throw missing('token', given, 'external_account');
  return { number: bank.number, routing: TEST_ROUTING };
}

export function removeBank(call: Call, account: string, id: string): void {
  const bank = bankNamed(call, account, id);
  if (bank.default_for_currency)
    throw new StripeProblem(
      400,
      {
        type: 'invalid_request_error',
        message: 'The default external account for a currency cannot be deleted. Make another one the default first.',
      },
      'answer',
    );
  call.store.remove(id);
  say(inside(call, account), 'account.external_account.deleted', bank);
}

export function bankNamed(call: Call, account: string, id: string): Stripe.BankAccount {
  const found = call.store.get('bank_account', id, account);
  if (!found) throw missing('external account', id);
  return found;
}

/** A payout came back: the bank account is not used again, and the account owes another one. */
export function disableBank(call: Call, account: string, id: string): void {
  const bank = call.store.get('bank_account', id, account);
  if (!bank || account === PLATFORM) return;
  const failed = call.store.put(errored(bank), account);
  say(inside(call, account), 'account.external_account.updated', failed, { status: bank.status });
  const owner = accountNamed(call, account);
  rejudge(call, owner, owner);
}

/** The next automatic payout, by the account's schedule; the platform is paid out only when it asks. */
export function schedulePayouts(call: Call, id: string): void {
  const { settings } = accountNamed(call, id);
  const next = id === PLATFORM || !settings?.payouts ? null : nextPayoutAt(settings.payouts.schedule, call.at);
  if (next === null) call.store.clearDue('automatic-payout', id);
  else call.store.setDue('automatic-payout', id, next);
}

/** Called by the clock, or at once by the control door. */
export function verifyAccount(call: Call, id: string): Stripe.Account {
  call.store.clearDue('account-verified', id);
  const account = accountNamed(call, id);
  if (!account.requirements?.pending_verification?.length) return account;
  call.store.remember(id, { ...standingOf(call, id), verified: true });
  return rejudge(call, account, account);
}

/** The platform has a bank account from the start, so that its own payouts have a destination. */
export function ensurePlatformBank(call: Call): void {
  if (banksOf(call, PLATFORM).length > 0) return;
  const [good] = TEST_BANKS;
  if (good) call.store.put(newBank(newId('ba'), PLATFORM, { number: good.number, routing: TEST_ROUTING }), PLATFORM);
}
