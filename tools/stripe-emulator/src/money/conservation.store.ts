/** The sums that must agree at every moment: what the books say against what happened. */
import type { Store } from '../store/objects.store.ts';

export interface Conservation {
  readonly holds: boolean;
  readonly differences: string[];
}

interface Check {
  /** Answers a row per difference. */
  readonly sql: string;
  tell(row: Record<string, unknown>): string;
}

const CHECKS: readonly Check[] = [
  {
    sql: `select account, currency, sum(total) as off from (
        select account, currency, total from funds
        union all select account, body ->> '$.currency', -(body ->> '$.net') from object where kind = 'balance_transaction')
      group by account, currency having off <> 0`,
    tell: (row) => `balance of ${row.account} in ${row.currency} is off by ${row.off}`,
  },
  {
    sql: `select c.id, c.body ->> '$.amount_refunded' as said, coalesce(sum(r.body ->> '$.amount'), 0) as made from object c
        left join object r on r.kind = 'refund' and r.body ->> '$.charge' = c.id and r.body ->> '$.status' in ('succeeded', 'pending')
      where c.kind = 'charge' group by c.id having said <> made or made > c.body ->> '$.amount_captured'`,
    tell: (row) => `charge ${row.id} says ${row.said} refunded, its refunds are ${row.made}`,
  },
  {
    sql: `select t.id, t.body ->> '$.amount' as sent, t.body ->> '$.amount_reversed' as back, p.body ->> '$.amount' as came,
        p.body ->> '$.amount_refunded' as went from object t
        left join object p on p.id = t.body ->> '$.destination_payment' and p.account = t.body ->> '$.destination'
      where t.kind = 'transfer' and (sent is not came or back is not went or back > sent)`,
    tell: (row) =>
      `transfer ${row.id} is ${row.sent} less ${row.back} here, but ${row.came} less ${row.went} in the connected account`,
  },
  {
    // All money in all accounts is what cards paid, less what went back to cards, to banks and to Stripe.
    sql: `select currency, sum(amount) as off from (
        select currency, total as amount from funds
        union all select body ->> '$.currency', -(body ->> '$.amount_captured') from object where kind = 'charge' and id like 'ch_%'
        union all select body ->> '$.currency', body ->> '$.amount' from object where kind = 'refund' and id like 're_%'
          and body ->> '$.balance_transaction' is not null and body ->> '$.status' in ('succeeded', 'pending')
        union all select body ->> '$.currency', body ->> '$.fee' from object where kind = 'balance_transaction'
        union all select body ->> '$.currency', body ->> '$.amount' from object where kind = 'payout'
          and body ->> '$.status' in ('pending', 'in_transit', 'paid')
        union all select body ->> '$.currency', body ->> '$.amount' from object where kind = 'dispute'
          and body ->> '$.status' not like 'warning_%' and body ->> '$.status' not in ('won', 'prevented'))
      group by currency having off <> 0`,
    tell: (row) =>
      `the money in all accounts in ${row.currency} is off by ${row.off} from what cards paid and banks received`,
  },
];

export function conservation(store: Store): Conservation {
  const differences = CHECKS.flatMap(({ sql, tell }) => store.rows(sql).map(tell));
  return { holds: differences.length === 0, differences };
}
