/** Who accepted which version of the terms and of the privacy notice, and when. Rows are only ever added. */
import { Inject, Injectable } from '@nestjs/common';
import {
  type Acceptance,
  AcceptDocument,
  AgreedDocument,
  type Input,
  type MyAgreements,
  type Output,
  refuse,
  type Session,
} from '@sounding/contracts';
import { Clock, textHashOf } from '@sounding/service';
import { type LegalTexts, legalAt, legalVersion } from '@sounding/terms';
import { type Prisma, PrismaClient } from '../generated/prisma/client.ts';
import { type Accepted, askedOf, wantedAt } from './agreements.ts';

export const LEGAL_TEXTS = Symbol('legal texts');

type Tx = Pick<Prisma.TransactionClient, 'acceptance'>;

/** So many accounts are remembered to have answered everything; then all are forgotten and looked up anew. */
const REMEMBERED = 10_000;

@Injectable()
export class Agreements {
  /** Who has answered everything that is asked, and what that was. An acceptance is never taken back. */
  private readonly settled = new Map<string, string>();

  constructor(
    private readonly db: PrismaClient,
    private readonly clock: Clock,
    @Inject(LEGAL_TEXTS) private readonly texts: LegalTexts,
  ) {}

  /** What somebody accepts by opening an account: the versions that were on the pages then. */
  async atSignUp(tx: Tx, accountId: string, termsVersion: string, at: Date): Promise<void> {
    const terms = legalVersion('terms', termsVersion, this.texts);
    const shown = [...(terms ? [terms] : []), legalAt('privacy', at, this.texts)];
    await tx.acceptance.createMany({
      data: shown.map((one) => ({
        accountId,
        document: one.document,
        version: one.version,
        textHash: textHashOf(one),
        at,
      })),
      skipDuplicates: true,
    });
  }

  async mine(accountId: string): Promise<Output<typeof MyAgreements>> {
    const rows = await this.db.acceptance.findMany({
      where: { accountId },
      orderBy: [{ at: 'desc' }, { document: 'asc' }],
    });
    const accepted = await this.acceptedBy(accountId);
    return { accepted: rows.map(said), asked: askedOf(accepted, this.clock.now(), this.texts) };
  }

  /** Refuses `not-found` for a version that is neither in force nor announced, and `text-changed` for other words. */
  async accept(accountId: string, input: Input<typeof AcceptDocument>): Promise<Acceptance> {
    const now = this.clock.now();
    const asked = wantedAt(now, this.texts).map(({ version }) => version);
    const version = [...asked, legalAt(input.document, now, this.texts)].find(
      (one) => one.document === input.document && one.version === input.version,
    );
    if (!version) throw refuse(AcceptDocument, 'not-found', 'There is no such version to agree to.');
    if (textHashOf(version) !== input.textHash) {
      throw refuse(
        AcceptDocument,
        'text-changed',
        'The words are not those that you had before you. Please read them again.',
      );
    }
    const { document } = input;
    const data = { accountId, document, version: version.version, textHash: input.textHash, at: now };
    await this.db.acceptance.createMany({ data: [data], skipDuplicates: true });
    const where = { accountId_document_version: { accountId, document, version: version.version } };
    return said(await this.db.acceptance.findUniqueOrThrow({ where }));
  }

  /** The session with what waits for the person's answer. On days on which nothing is asked it costs nothing. */
  async mark(session: Session): Promise<Session> {
    const now = this.clock.now();
    const wanted = wantedAt(now, this.texts)
      .map(({ state, version }) => `${state}/${version.document}/${version.version}`)
      .join(' ');
    if (wanted === '' || this.settled.get(session.accountId) === wanted) return session;
    const [agreement] = askedOf(await this.acceptedBy(session.accountId), now, this.texts);
    if (agreement) return { ...session, agreement };
    if (this.settled.size >= REMEMBERED) this.settled.clear();
    this.settled.set(session.accountId, wanted);
    return session;
  }

  /** Accounts that were opened before acceptances were kept, or by an older copy of this service, carry the version of their terms. */
  private async acceptedBy(accountId: string): Promise<Accepted> {
    const [newest, account] = await Promise.all([
      this.db.acceptance.groupBy({ by: ['document'], where: { accountId }, _max: { version: true } }),
      this.db.account.findUnique({ where: { id: accountId }, select: { termsVersion: true } }),
    ]);
    const of = (document: string) => newest.find((one) => one.document === document)?._max.version ?? null;
    const atSignUp = account?.termsVersion ?? null;
    return { terms: newer(of('terms'), atSignUp), privacy: of('privacy') };
  }
}

function newer(one: string | null, other: string | null): string | null {
  return (
    [one, other]
      .filter((version) => version !== null)
      .sort()
      .at(-1) ?? null
  );
}

function said(row: { document: string; version: string; textHash: string; at: Date }): Acceptance {
  const { version, textHash, at } = row;
  return { document: AgreedDocument.parse(row.document), version, textHash, at: at.toISOString() };
}
