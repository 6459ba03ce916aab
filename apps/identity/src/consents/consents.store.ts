/** Consents: each given and withdrawn by itself. The newest row of a kind counts, unless a later text that matters asks again. */
import { Inject, Injectable } from '@nestjs/common';
import {
  ChangeConsent,
  type Consent,
  type ConsentKind,
  type Input,
  type Output,
  refuse,
  type ShownNames,
} from '@sounding/contracts';
import { Clock, textHashOf } from '@sounding/service';
import { CONSENTS, consentCounts, type LegalTexts, legalAt } from '@sounding/terms';
import { AddressBook } from '../accounts/address-book.crypto.ts';
import { LEGAL_TEXTS } from '../agreements/agreements.store.ts';
import { type Prisma, PrismaClient } from '../generated/prisma/client.ts';

type Tx = Prisma.TransactionClient;
type Row = { readonly kind: string; readonly given: boolean; readonly version: string; readonly at: Date };

@Injectable()
export class Consents {
  constructor(
    private readonly db: PrismaClient,
    private readonly clock: Clock,
    private readonly addresses: AddressBook,
    @Inject(LEGAL_TEXTS) private readonly texts: LegalTexts,
  ) {}

  async mine(accountId: string): Promise<{ consents: Consent[] }> {
    const [rows, account] = await Promise.all([
      this.db.consent.findMany({ where: { accountId }, orderBy: { number: 'desc' } }),
      this.db.account.findUnique({
        where: { id: accountId },
        select: { id: true, ownName: true, ownNameSealed: true },
      }),
    ]);
    const [ownName = null] = await this.addresses.ownNames(account ? [account] : []);
    const of = (kind: ConsentKind) => rows.filter((row) => row.kind === kind);
    return { consents: CONSENTS.map((kind) => this.said(kind, of(kind), ownName)) };
  }

  /** Refuses `text-changed` and `name-needed`. */
  async change(accountId: string, input: Input<typeof ChangeConsent>): Promise<Consent> {
    const { kind, given, textHash, name } = input;
    const text = legalAt(kind, this.clock.now(), this.texts);
    const hash = textHashOf(text);
    if (given && textHash !== hash) {
      throw refuse(
        ChangeConsent,
        'text-changed',
        'The words are not those that you had before you. Please read them again.',
      );
    }
    if (given && kind === 'own-name' && name === undefined) {
      throw refuse(ChangeConsent, 'name-needed', 'Please write the name that your providers shall see.');
    }
    await this.db.$transaction(async (tx) => {
      await this.lock(tx, accountId);
      const [last] = await tx.consent.findMany({ where: { accountId, kind }, orderBy: { number: 'desc' }, take: 1 });
      const version = given ? text.version : (last?.version ?? text.version);
      // A no where nothing was said is how things stand already; so is a yes to the same words.
      const stands = last ? last.given === given && last.version === version : !given;
      if (!stands) {
        const at = this.clock.now();
        await tx.consent.create({
          data: { accountId, kind, given, version, textHash: given ? hash : (last?.textHash ?? hash), at },
        });
      }
      if (kind === 'own-name') {
        const data = await this.addresses.ownName(tx, accountId, given ? (name ?? null) : null);
        await tx.account.updateMany({ where: { id: accountId }, data });
      }
    });
    const { consents } = await this.mine(accountId);
    const changed = consents.find((one) => one.kind === kind);
    if (!changed) throw new Error(`no consent of kind ${kind}`);
    return changed;
  }

  async has(accountId: string, kind: ConsentKind): Promise<{ given: boolean }> {
    const [last] = await this.db.consent.findMany({ where: { accountId, kind }, orderBy: { number: 'desc' }, take: 1 });
    return { given: this.counts(kind, last) };
  }

  /** What providers call these clients, in the order asked; unknown accounts are left out. */
  async shownNames(accountIds: readonly string[]): Promise<Output<typeof ShownNames>> {
    const rows = await this.db.account.findMany({
      where: { id: { in: [...new Set(accountIds)] } },
      select: { id: true, alias: true, ownName: true, ownNameSealed: true },
    });
    const names = await this.addresses.ownNames(rows);
    const byId = new Map(rows.map(({ id, alias }, at) => [id, { accountId: id, alias: names[at] ?? alias }]));
    return { names: accountIds.flatMap((id) => byId.get(id) ?? []) };
  }

  /** Two changes of one person come one after the other. */
  private async lock(tx: Tx, accountId: string): Promise<void> {
    await tx.$queryRaw`SELECT 1 FROM account WHERE id = ${accountId}::uuid FOR UPDATE`;
  }

  private counts(kind: ConsentKind, last: Row | undefined): boolean {
    return last?.given === true && consentCounts(kind, last.version, this.clock.now(), this.texts);
  }

  private said(kind: ConsentKind, rows: readonly Row[], ownName: string | null): Consent {
    const text = legalAt(kind, this.clock.now(), this.texts);
    return {
      kind,
      given: this.counts(kind, rows[0]),
      version: text.version,
      textHash: textHashOf(text),
      since: rows[0]?.at.toISOString() ?? null,
      name: kind === 'own-name' ? ownName : null,
      history: rows.map(({ given, version, at }) => ({ given, version, at: at.toISOString() })),
    };
  }
}
