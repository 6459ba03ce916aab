/** Issues documents: the gapless number, the frozen document, its place in the queues and the event's effect share one commit. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type DocumentForm, IssuedDocument, ReceiptKind } from '@sounding/contracts';
import { Clock, crashpoint } from '@sounding/service';
import type { Prisma } from '../generated/prisma/client.ts';
import { SETTINGS, type Settings } from '../settings.ts';
import { type Draft, freeze, numberOf, proofOf, type Series, seriesOf } from './freeze.ts';

export type Tx = Prisma.TransactionClient;

/** A call or a message: whatever commits. */
export interface Committer {
  commit<R>(work: (tx: unknown) => Promise<R>): Promise<R>;
}

/** So long the first mail waits for its PDF; then it goes without. The whole is to arrive within a minute. */
const MAIL_WAITS_MS = 40_000;

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Whoever issues in this series and year waits here until the one before has committed. */
async function takeTurn(tx: Tx, series: Series, year: number): Promise<number> {
  const [row] = await tx.$queryRaw<{ last: number }[]>`
    INSERT INTO series (series, year, last) VALUES (${series}, ${year}, 0)
    ON CONFLICT (series, year) DO UPDATE SET last = series.last
    RETURNING last`;
  if (!row) throw new Error(`series ${series} ${year} gave no turn`);
  return row.last;
}

@Injectable()
export class IssueStore {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** Issues a document once; one that is already there (same source) is answered as it is. */
  issue(by: Committer, draft: Draft): Promise<IssuedDocument> {
    return by.commit((tx) => this.issueIn(tx as Tx, draft));
  }

  private async issueIn(tx: Tx, draft: Draft): Promise<IssuedDocument> {
    const { issuedAt, kind } = draft.document;
    const series = seriesOf(kind);
    const year = new Date(issuedAt).getUTCFullYear();
    // First the turn, then the look: two that issue the same document at once would otherwise both see none.
    const last = await takeTurn(tx, series, year);
    const known = await tx.receipt.findUnique({ where: { source: draft.source } });
    if (known) return IssuedDocument.parse(known.document);
    await tx.series.update({ where: { series_year: { series, year } }, data: { last: last + 1 } });
    crashpoint('receipts.number-given');
    const proof = proofOf(randomBytes(26));
    const given = {
      id: randomUUID(),
      number: numberOf(series, year, last + 1),
      verifyAt: new URL(`/verify/${proof}`, this.settings.PUBLIC_URL).href,
    };
    const document = freeze(draft.document, given, sha256);
    const [bookingId = null, ...alsoOf] = draft.bookingIds;
    await tx.receipt.create({
      data: {
        ...{ id: given.id, source: draft.source, kind, series, year, sequence: last + 1, ofYear: draft.year },
        ...{ bookingId, alsoOf, holderId: draft.holderId, proof, document, issuedAt },
      },
    });
    if (draft.replaces) await tx.replacement.create({ data: { replacedId: draft.replaces, byId: given.id } });
    if (ReceiptKind.safeParse(kind).success) await this.queue(tx, given.id);
    return document;
  }

  /** Documents of payments are rendered and mailed by themselves; the others when somebody asks for them. */
  private async queue(tx: Tx, receiptId: string): Promise<void> {
    await tx.rendering.create({ data: { receiptId, form: 'discreet' satisfies DocumentForm } });
    const dueAt = new Date(this.clock.now().getTime() + MAIL_WAITS_MS);
    await tx.mailing.create({ data: { receiptId, dueAt } });
  }
}
