/** /v1/accounts, /v1/account, /v1/account_links */
import type Stripe from 'stripe';
import { z } from 'zod';
import { type Call, PLATFORM } from '../wire/call.ts';
import { pageOf } from '../wire/lists.ts';
import { changeMetadata } from '../wire/metadata.ts';
import {
  created,
  expand,
  flag,
  metadata,
  metadataChange,
  oneOf,
  paging,
  paramsFor,
  text,
  webUrl,
  whole,
} from '../wire/params.ts';
import { invalid, missing, unfit } from '../wire/problem.ts';
import { type Endpoint, endpoint } from '../wire/route.ts';
import {
  accountNamed,
  addBank,
  bankDetails,
  bankNamed,
  openAccount,
  rejudge,
  removeBank,
  requestCapabilities,
  standingOf,
  submitDetails,
} from './account.store.ts';
import { type CapabilityName, capabilityOf } from './account.ts';
import { newLink, newLoginLink } from './link.store.ts';

const asked = z.strictObject({ requested: flag }).optional();
const bank = z.union([
  text(255),
  z.strictObject({
    object: oneOf('bank_account'),
    account_number: text(34),
    country: text(2),
    currency: text(3).default('usd'),
    routing_number: text(20).optional(),
    account_holder_name: text(100).optional(),
    account_holder_type: oneOf('individual', 'company').optional(),
  }),
]);
const address = z.strictObject({
  city: text().optional(),
  country: text(2).optional(),
  line1: text().optional(),
  line2: text().optional(),
  postal_code: text().optional(),
  state: text().optional(),
});
/** Everything about a person is asked for, looked at for being there, and forgotten. */
const individual = z.strictObject({
  first_name: text(100).optional(),
  last_name: text(100).optional(),
  email: z.email().optional(),
  phone: text(20).optional(),
  dob: z.strictObject({ day: whole(1), month: whole(1), year: whole(1) }).optional(),
  ssn_last_4: text(4).optional(),
  id_number: text(20).optional(),
  address: address.optional(),
});
const about = {
  business_type: oneOf('individual', 'company').optional(),
  business_profile: z
    .strictObject({
      mcc: text(4).optional(),
      name: text().optional(),
      product_description: text(40_000).optional(),
      url: text().optional(),
    })
    .optional(),
  individual: individual.optional(),
  tos_acceptance: z.strictObject({ date: whole(), ip: text(45), user_agent: text().optional() }).optional(),
  external_account: bank.optional(),
  settings: z
    .strictObject({
      payouts: z.strictObject({
        debit_negative_balances: flag.optional(),
        schedule: z
          .strictObject({
            interval: oneOf('manual', 'daily', 'weekly', 'monthly').optional(),
            delay_days: whole(1).optional(),
            weekly_anchor: oneOf('monday', 'tuesday', 'wednesday', 'thursday', 'friday').optional(),
            monthly_anchor: whole(1).pipe(z.number().max(31)).optional(),
          })
          .optional(),
      }),
    })
    .optional(),
  capabilities: z.strictObject({ transfers: asked, card_payments: asked }).optional(),
  email: z.email().optional(),
};
const Create = paramsFor<Stripe.AccountCreateParams>()(
  z.strictObject({
    ...about,
    type: oneOf('express', 'custom', 'standard').optional(),
    country: text(2).optional(),
    metadata: metadata.optional(),
    ...expand,
  }),
);
const Update = paramsFor<Stripe.AccountUpdateParams>()(
  z.strictObject({ ...about, metadata: metadataChange.optional(), ...expand }),
);
const List = paramsFor<Stripe.AccountListParams>()(z.strictObject({ created: created.optional(), ...paging }));
const AddBank = paramsFor<Stripe.AccountCreateExternalAccountParams>()(
  z.strictObject({ external_account: bank, default_for_currency: flag.optional(), ...expand }),
);
const ListBanks = paramsFor<Stripe.AccountListExternalAccountsParams>()(
  z.strictObject({ object: oneOf('bank_account').optional(), ...paging }),
);
const UpdateCapability = paramsFor<Stripe.AccountUpdateCapabilityParams>()(
  z.strictObject({ requested: flag.optional(), ...expand }),
);
const Link = paramsFor<Stripe.AccountLinkCreateParams>()(
  z.strictObject({
    account: text(255),
    type: oneOf('account_onboarding', 'account_update'),
    refresh_url: webUrl.optional(),
    return_url: webUrl.optional(),
    collection_options: z.strictObject({ fields: oneOf('currently_due', 'eventually_due').optional() }).optional(),
    ...expand,
  }),
);
const Plain = z.strictObject(expand);

type About = Omit<z.output<typeof Update>, 'metadata' | 'expand'>;

const namesOf = (given: About['capabilities']): CapabilityName[] =>
  (['card_payments', 'transfers'] as const).filter((name) => given?.[name]?.requested);

/** The platform of a custom account tells its person's details itself; the people of the others say them on the hosted page. */
function tell(call: Call, before: Stripe.Account, p: About, metadata = before.metadata): Stripe.Account {
  if ((p.individual || p.tos_acceptance) && before.type !== 'custom')
    throw invalid(
      `The person of an ${before.type} account says this on the onboarding page; make an account link.`,
      p.individual ? 'individual' : 'tos_acceptance',
    );
  const payouts = before.settings?.payouts;
  const changed: Stripe.Account = {
    ...before,
    ...(metadata ? { metadata } : {}),
    email: p.email ?? before.email,
    business_type: p.business_type ?? before.business_type ?? null,
    business_profile: p.business_profile
      ? { ...NO_PROFILE, ...before.business_profile, ...p.business_profile }
      : (before.business_profile ?? null),
    settings:
      before.settings && payouts && p.settings
        ? {
            ...before.settings,
            payouts: {
              ...payouts,
              ...p.settings.payouts,
              schedule: { ...payouts.schedule, ...p.settings.payouts.schedule },
            },
          }
        : (before.settings ?? null),
  };
  requestCapabilities(call, before, namesOf(p.capabilities));
  let now = rejudge(call, changed, before);
  if (p.external_account !== undefined) {
    addBank(call, now, bankDetails(p.external_account));
    now = accountNamed(call, now.id);
  }
  const complete = p.individual?.first_name && p.individual.last_name && p.tos_acceptance;
  return complete ? submitDetails(call, now) : now;
}

const NO_PROFILE = {
  mcc: null,
  minority_owned_business_designation: null,
  name: null,
  specified_commercial_transactions_act_url: null,
  support_address: null,
  support_email: null,
  support_phone: null,
  support_url: null,
  url: null,
};

function create(call: Call, p: z.output<typeof Create>): Stripe.Account {
  const { type = 'standard', country = 'US' } = p;
  if (country !== 'US') throw invalid('Only accounts in the US are emulated.', 'country');
  const asked = namesOf(p.capabilities);
  const requested: readonly CapabilityName[] = asked.length > 0 ? asked : type === 'express' ? ['transfers'] : [];
  const { email, metadata: said } = p;
  const opened = openAccount(call, { type, country, email, metadata: said }, requested);
  return tell(call, opened, p);
}

function link(call: Call, p: z.output<typeof Link>): Stripe.AccountLink {
  const account = accountNamed(call, p.account);
  if (p.type === 'account_update' && account.type !== 'custom')
    throw invalid(
      'Only accounts whose requirements the platform collects can be updated by link; use account_onboarding.',
      'type',
    );
  if (!p.refresh_url || !p.return_url)
    throw invalid(
      'Pass refresh_url and return_url.',
      p.refresh_url ? 'return_url' : 'refresh_url',
      'parameter_missing',
    );
  return newLink(call, { account: account.id, returnUrl: p.return_url, refreshUrl: p.refresh_url });
}

const capability = (call: Call, id: string, name: string): Stripe.Capability => {
  if (name !== 'transfers' && name !== 'card_payments') throw missing('capability', name);
  return capabilityOf(accountNamed(call, id), name, standingOf(call, id));
};

export const accountEndpoints: Endpoint[] = [
  endpoint('GET', '/v1/account', Plain, (call) => accountNamed(call, call.account)),
  endpoint('POST', '/v1/accounts', Create, create),
  endpoint('GET', '/v1/accounts', List, (call, p) => pageOf(call, 'account', '/v1/accounts', p)),
  endpoint('GET', '/v1/accounts/:id', Plain, (call, _, id) => accountNamed(call, id)),
  endpoint('POST', '/v1/accounts/:id', Update, (call, p, id) => {
    const before = accountNamed(call, id);
    if (id === PLATFORM) throw invalid('The platform changes its own account elsewhere.', 'id');
    return tell(call, before, p, changeMetadata(before.metadata ?? {}, p.metadata));
  }),
  endpoint('GET', '/v1/accounts/:id/capabilities', Plain, (call, _, id) => ({
    object: 'list',
    url: `/v1/accounts/${id}/capabilities`,
    has_more: false,
    data: standingOf(call, accountNamed(call, id).id).requested.map((name) => capability(call, id, name)),
  })),
  endpoint('GET', '/v1/accounts/:id/capabilities/:name', Plain, (call, _, id, name) => capability(call, id, name)),
  endpoint('POST', '/v1/accounts/:id/capabilities/:name', UpdateCapability, (call, p, id, name) => {
    const before = accountNamed(call, id);
    const { id: known } = capability(call, id, name);
    if (p.requested === false) throw invalid('A requested capability cannot be taken back here.', 'requested');
    requestCapabilities(call, before, [known as CapabilityName]);
    rejudge(call, before, before);
    return capability(call, id, name);
  }),
  endpoint('POST', '/v1/accounts/:id/external_accounts', AddBank, (call, p, id) =>
    addBank(call, accountNamed(call, id), bankDetails(p.external_account)),
  ),
  endpoint('GET', '/v1/accounts/:id/external_accounts', ListBanks, (call, p, id) =>
    pageOf({ ...call, account: accountNamed(call, id).id }, 'bank_account', `/v1/accounts/${id}/external_accounts`, p),
  ),
  endpoint('GET', '/v1/accounts/:id/external_accounts/:bank', Plain, (call, _, id, name) =>
    bankNamed(call, accountNamed(call, id).id, name),
  ),
  endpoint('DELETE', '/v1/accounts/:id/external_accounts/:bank', Plain, (call, _, id, name) => {
    removeBank(call, id, name);
    return { id: name, object: 'bank_account', deleted: true };
  }),
  endpoint('POST', '/v1/accounts/:id/login_links', Plain, (call, _, id) => {
    const account = accountNamed(call, id);
    if (account.type !== 'express' || !account.details_submitted)
      throw unfit('Only an express account that has completed onboarding has a page to log in to.');
    return newLoginLink(call, account.id);
  }),
  endpoint('POST', '/v1/account_links', Link, link),
];
