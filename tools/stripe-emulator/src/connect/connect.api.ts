/** /v1/accounts and /v1/transfers */
import type Stripe from 'stripe';
import { z } from 'zod';
import { say } from '../events/event.store.ts';
import { newId } from '../store/objects.store.ts';
import type { Call } from '../wire/call.ts';
import { pageOf } from '../wire/lists.ts';
import { changeMetadata } from '../wire/metadata.ts';
import {
  created,
  currency,
  expand,
  flag,
  metadata,
  metadataChange,
  oneOf,
  paging,
  paramsFor,
  text,
  whole,
} from '../wire/params.ts';
import { missing } from '../wire/problem.ts';
import { type Endpoint, endpoint } from '../wire/route.ts';
import { newAccount } from './account.ts';
import { reverse, transfer } from './transfer.store.ts';

const asked = z.strictObject({ requested: flag }).optional();
const CreateAccount = paramsFor<Stripe.AccountCreateParams>()(
  z.strictObject({
    type: oneOf('express', 'custom', 'standard').optional(),
    country: text(2).optional(),
    email: z.email().optional(),
    capabilities: z.strictObject({ transfers: asked, card_payments: asked }).optional(),
    metadata: metadata.optional(),
    ...expand,
  }),
);
const UpdateAccount = paramsFor<Stripe.AccountUpdateParams>()(
  z.strictObject({ email: z.email().optional(), metadata: metadataChange.optional(), ...expand }),
);
const ListAccounts = paramsFor<Stripe.AccountListParams>()(z.strictObject({ created: created.optional(), ...paging }));
const CreateTransfer = paramsFor<Stripe.TransferCreateParams>()(
  z.strictObject({
    amount: whole(1),
    currency,
    destination: text(255),
    description: text(1_000).optional(),
    metadata: metadata.optional(),
    source_transaction: text(255).optional(),
    transfer_group: text(255).optional(),
    ...expand,
  }),
);
const ListTransfers = paramsFor<Stripe.TransferListParams>()(
  z.strictObject({
    created: created.optional(),
    destination: text(255).optional(),
    transfer_group: text(255).optional(),
    ...paging,
  }),
);
const CreateReversal = paramsFor<Stripe.TransferCreateReversalParams>()(
  z.strictObject({ amount: whole(1).optional(), metadata: metadata.optional(), ...expand }),
);
const ListReversals = paramsFor<Stripe.TransferListReversalsParams>()(z.strictObject(paging));
const Plain = z.strictObject(expand);

const account = (call: Call, id: string): Stripe.Account => {
  const found = call.store.get('account', id, call.account);
  if (!found) throw missing('account', id);
  return found;
};

const known = (call: Call, id: string): Stripe.Transfer => {
  const found = call.store.get('transfer', id, call.account);
  if (!found) throw missing('transfer', id);
  return found;
};

export const accountEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/accounts', CreateAccount, (call, p) => {
    const terms = { ...p, type: p.type ?? 'standard', country: p.country ?? 'US' };
    return call.store.put(newAccount(newId('acct', 16), terms, call.at), call.account);
  }),
  endpoint('GET', '/v1/accounts', ListAccounts, (call, p) => pageOf(call, 'account', '/v1/accounts', p)),
  endpoint('GET', '/v1/accounts/:id', Plain, (call, _, id) => account(call, id)),
  endpoint('POST', '/v1/accounts/:id', UpdateAccount, (call, p, id) => {
    const before = account(call, id);
    const { email = before.email } = p;
    const changed = { ...before, email, metadata: changeMetadata(before.metadata ?? {}, p.metadata) };
    say(call, 'account.updated', call.store.put(changed, call.account), { metadata: before.metadata });
    return changed;
  }),
];

export const transferEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/transfers', CreateTransfer, (call, p) =>
    transfer(call, { ...p, sourceTransaction: p.source_transaction, transferGroup: p.transfer_group }),
  ),
  endpoint('GET', '/v1/transfers', ListTransfers, (call, p) =>
    pageOf(call, 'transfer', '/v1/transfers', p, { destination: p.destination, transfer_group: p.transfer_group }),
  ),
  endpoint('GET', '/v1/transfers/:id', Plain, (call, _, id) => known(call, id)),
  endpoint('POST', '/v1/transfers/:id/reversals', CreateReversal, (call, p, id) => reverse(call, known(call, id), p)),
  endpoint('GET', '/v1/transfers/:id/reversals', ListReversals, (call, p, id) =>
    pageOf(call, 'transfer_reversal', `/v1/transfers/${known(call, id).id}/reversals`, p, { transfer: id }),
  ),
  endpoint('GET', '/v1/transfers/:id/reversals/:reversal', Plain, (call, _, id, reversal) => {
    const found = call.store.get('transfer_reversal', reversal, call.account);
    if (!found || found.transfer !== id) throw missing('transfer reversal', reversal);
    return found;
  }),
];
