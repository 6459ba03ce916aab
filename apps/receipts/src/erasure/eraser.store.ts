/** What receipts holds of a person: documents, of which the law wants numbers and amounts kept, and wishes. */
import { Injectable } from '@nestjs/common';
import { forgetAnswersAbout } from '@sounding/bus';
import type { DocumentKind, Erased, Weighed } from '@sounding/contracts';
import { counted, type Eraser } from '@sounding/service';
import { KeepingStore } from '../keeping/keeping.store.ts';
import { keptUntil, RULES } from '../keeping/retention.ts';
import type { Tx } from '../receipt/issue.store.ts';

@Injectable()
export class ReceiptsEraser implements Eraser<Tx> {
  constructor(private readonly keeping: KeepingStore) {}

  async weigh(tx: Tx, accountId: string): Promise<Weighed> {
    return { inTheWay: [], ...(await this.held(tx, accountId)) };
  }

  async erase(tx: Tx, accountId: string, now: Date): Promise<Erased> {
    const held = await this.held(tx, accountId);
    const ids = await this.keeping.erase(tx, accountId, now);
    // Support's answers of the last day name the document.
    await forgetAnswersAbout(tx, ids);
    return held;
  }

  private async held(tx: Tx, accountId: string): Promise<Erased> {
    const theirs = await tx.receipt.findMany({ where: { holderId: accountId }, select: { kind: true, ofYear: true } });
    const wishes = await tx.wish.count({ where: { accountId } });
    const ofOthers = await tx.$queryRaw<{ n: number; year: number | null }[]>`
      SELECT count(*)::int AS n, max(of_year) AS year FROM receipt
      WHERE document ->> 'providerId' = ${accountId} AND client_id IS DISTINCT FROM ${accountId}::uuid`;
    const byRule = new Map<string, { count: number; until: number }>();
    for (const { kind, ofYear } of theirs) {
      const rule = RULES[kind as DocumentKind];
      const had = byRule.get(rule) ?? { count: 0, until: 0 };
      const until = Math.max(had.until, keptUntil(kind as DocumentKind, ofYear).getTime());
      byRule.set(rule, { count: had.count + 1, until });
    }
    const stays = [...byRule].map(([rule, { count, until }]) => ({
      rule,
      count,
      until: new Date(until).toISOString(),
    }));
    const other = ofOthers[0];
    const named = { rule: 'receipts.of-others', count: other?.n ?? 0, until: null as string | null };
    if (other?.year) named.until = keptUntil('receipt', other.year).toISOString();
    return { goes: counted([{ rule: 'receipts.wishes', count: wishes }]), stays: counted([...stays, named]) };
  }
}
