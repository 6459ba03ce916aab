/** /v1/balance, /v1/balance_transactions */
import type Stripe from 'stripe';
import { z } from 'zod';
import type { Call } from '../wire/call.ts';
import { pageOf } from '../wire/lists.ts';
import { created, currency, expand, paging, paramsFor, text } from '../wire/params.ts';
import { invalid, missing } from '../wire/problem.ts';
import { type Endpoint, endpoint } from '../wire/route.ts';
import { fundsOf } from './balance.store.ts';

const Retrieve = z.strictObject(expand);
const List = paramsFor<Stripe.BalanceTransactionListParams>()(
  z.strictObject({
    created: created.optional(),
    currency: currency.optional(),
    payout: text(255).optional(),
    source: text(255).optional(),
    type: text(50).optional(),
    ...paging,
  }),
);

export function balanceOf(call: Call): Stripe.Balance {
  const rows = fundsOf(call);
  const funds = rows.length > 0 ? rows : [{ currency: 'usd', total: 0, pending: 0 }];
  return {
    object: 'balance',
    available: funds.map((row) => ({
      amount: row.total - row.pending,
      currency: row.currency,
      source_types: { card: row.total - row.pending },
    })),
    livemode: false,
    pending: funds.map((row) => ({
      amount: row.pending,
      currency: row.currency,
      source_types: { card: row.pending },
    })),
  };
}

/** As at Stripe: nobody knows which transactions a manual payout consists of. */
function checkPayout(call: Call, id: string): void {
  const payout = call.store.get('payout', id, call.account);
  if (!payout) throw missing('payout', id, 'payout');
  if (!payout.automatic)
    throw invalid('Balance transactions can be listed by automatic payouts only, and this one is manual.', 'payout');
}

export const balanceEndpoints: Endpoint[] = [
  endpoint('GET', '/v1/balance', Retrieve, balanceOf),
  endpoint('GET', '/v1/balance_transactions', List, (call, p) => {
    if (p.payout) checkPayout(call, p.payout);
    const where = { currency: p.currency, source: p.source, type: p.type };
    return pageOf(call, 'balance_transaction', '/v1/balance_transactions', p, where, p.payout);
  }),
  endpoint('GET', '/v1/balance_transactions/:id', Retrieve, (call, _, id) => {
    const found = call.store.get('balance_transaction', id, call.account);
    if (!found) throw missing('balance_transaction', id);
    return found;
  }),
];
