/** Money that keeps a person from leaving: what is on its way to them, or from them, or is argued about. */
import { Injectable } from '@nestjs/common';
import type { Obstacle } from '@sounding/contracts';
import { stored } from '@sounding/money';
import type { Tx } from '../tx.ts';

const MOST_TOLD = 50;

interface Found {
  readonly kind: Obstacle['kind'];
  readonly booking_id: string | null;
  readonly minor: bigint;
  readonly currency: string;
  readonly until: Date | null;
}

@Injectable()
export class MoneyInTheWay {
  async of(tx: Tx, accountId: string): Promise<Obstacle[]> {
    // A payment of a bill is in booking's way too; one of a tip is in nobody's but ours. A transfer on its way is not theirs yet.
    const rows = await tx.$queryRaw<Found[]>`
      WITH theirs AS (
        SELECT p.* FROM payment p LEFT JOIN bill b ON b.id = p.bill_id LEFT JOIN tip t ON t.id = p.tip_id
        WHERE ${accountId}::uuid IN (b.client_id, b.provider_id, t.client_id, t.provider_id)
      )
      SELECT 'payment' AS kind, booking_id, amount_minor AS minor, currency, session_expires_at AS until
        FROM theirs WHERE state IN ('intended', 'open')
      UNION ALL
      SELECT 'refund', r.booking_id, r.amount_minor, r.currency, NULL
        FROM refund r JOIN theirs ON theirs.id = r.payment_id WHERE r.state IN ('intended', 'asked', 'failed')
      UNION ALL
      SELECT 'dispute', d.booking_id, d.amount_minor, d.currency, d.evidence_by
        FROM dispute d JOIN theirs ON theirs.id = d.payment_id WHERE d.state IN ('inquiry', 'open')
      UNION ALL
      SELECT 'payable', NULL, sum(amount_minor - taken_minor - transferred_minor)::bigint, currency, NULL
        FROM earning WHERE provider_id = ${accountId}::uuid AND amount_minor > taken_minor + transferred_minor GROUP BY currency
      UNION ALL
      SELECT 'payable', booking_id, amount_minor, currency, NULL
        FROM transfer WHERE provider_id = ${accountId}::uuid AND state = 'intended'
      LIMIT ${MOST_TOLD}`;
    return rows.map(({ kind, booking_id, minor, currency, until }) => ({
      kind,
      id: booking_id,
      until: until?.toISOString() ?? null,
      amount: stored(minor, currency),
    }));
  }
}
