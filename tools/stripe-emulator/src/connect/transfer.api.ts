/** /v1/transfers */
import type Stripe from 'stripe';
import { z } from 'zod';
import { differences, say } from '../events/event.store.ts';
import type { Call } from '../wire/call.ts';
import { pageOf } from '../wire/lists.ts';
import { changeMetadata } from '../wire/metadata.ts';
import { created, currency, expand, metadata, metadataChange, paging, paramsFor, text, whole } from '../wire/params.ts';
import { missing } from '../wire/problem.ts';
import { type Endpoint, endpoint } from '../wire/route.ts';
import { reverse, transfer } from './transfer.store.ts';

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
const Update = paramsFor<Stripe.TransferUpdateParams>()(
  z.strictObject({ description: text(1_000).optional(), metadata: metadataChange.optional(), ...expand }),
);
const UpdateReversal = paramsFor<Stripe.TransferUpdateReversalParams>()(
  z.strictObject({ metadata: metadataChange.optional(), ...expand }),
);
const ListReversals = paramsFor<Stripe.TransferListReversalsParams>()(z.strictObject(paging));
const Plain = z.strictObject(expand);

const known = (call: Call, id: string): Stripe.Transfer => {
  const found = call.store.get('transfer', id, call.account);
  if (!found) throw missing('transfer', id);
  return found;
};

const reversal = (call: Call, transfer: string, id: string): Stripe.TransferReversal => {
  const found = call.store.get('transfer_reversal', id, call.account);
  if (!found || found.transfer !== transfer) throw missing('transfer reversal', id);
  return found;
};

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
  endpoint('GET', '/v1/transfers/:id/reversals/:reversal', Plain, (call, _, id, name) => reversal(call, id, name)),
  endpoint('POST', '/v1/transfers/:id/reversals/:reversal', UpdateReversal, (call, p, id, name) => {
    const before = reversal(call, id, name);
    return call.store.put({ ...before, metadata: changeMetadata(before.metadata ?? {}, p.metadata) }, call.account);
  }),
  endpoint('POST', '/v1/transfers/:id', Update, (call, p, id) => {
    const before = known(call, id);
    const { description = before.description } = p;
    const changed = { ...before, description, metadata: changeMetadata(before.metadata, p.metadata) };
    say(call, 'transfer.updated', call.store.put(changed, call.account), differences(before, changed));
    return changed;
  }),
];
