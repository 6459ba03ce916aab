/** What identity holds of a person, and the way to their copy: the password once more, and a ticket for ten minutes. */
import { Inject, Injectable } from '@nestjs/common';
import { type BeginExport, type Input, OpenExport, type Output, refuse } from '@sounding/contracts';
import { byId, Clock, few, type Part } from '@sounding/service';
import { AddressBook } from '../accounts/address-book.crypto.ts';
import { after, EXPORT_LIVES_MS, EXPORT_OPENED, EXPORTS } from '../accounts/limits.ts';
import { CLIENT_REALM, type Realm } from '../accounts/realm.store.ts';
import { Secrets } from '../accounts/secrets.crypto.ts';
import { Tallies } from '../accounts/tally.store.ts';
import { PrismaClient } from '../generated/prisma/client.ts';

@Injectable()
export class Exported {
  constructor(
    private readonly db: PrismaClient,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
    private readonly tallies: Tallies,
    private readonly addresses: AddressBook,
    @Inject(CLIENT_REALM) private readonly clients: Realm,
  ) {}

  /**
   * Refuses `wrong-credentials`, and `too-many-requests` to who tries too often or takes too many. Whoever has an app gives its code: all
   * there is of a person is worth more than the password that thieves have.
   */
  async begin(accountId: string, { proof }: Input<typeof BeginExport>): Promise<Output<typeof BeginExport>> {
    const now = this.clock.now();
    await this.clients.mustProve(accountId, proof, now, true);
    await this.tallies.count(EXPORTS, this.secrets.whom(accountId), now);
    const expiresAt = after(now, EXPORT_LIVES_MS);
    return { ticket: this.secrets.ticket(accountId, expiresAt), expiresAt: expiresAt.toISOString() };
  }

  /** Refuses `not-found` for a ticket that is over, made up or somebody else's. */
  async open(accountId: string, { ticket }: Input<typeof OpenExport>): Promise<Output<typeof OpenExport>> {
    const now = this.clock.now();
    if (!this.secrets.isTicket(accountId, ticket, now)) {
      throw refuse(
        OpenExport,
        'not-found',
        'This copy is not open any more. Please ask for it again on your data page.',
      );
    }
    await this.tallies.count(EXPORT_OPENED, this.secrets.whom(accountId), now);
    return {};
  }

  partsOf(me: string): Part[] {
    return [
      few('account', () => this.account(me)),
      few('agreements', () =>
        this.db.acceptance.findMany({ where: { accountId: me }, orderBy: { at: 'asc' }, omit: { accountId: true } }),
      ),
      few('consents', () =>
        this.db.consent.findMany({
          ...{ where: { accountId: me }, orderBy: { number: 'asc' } },
          omit: { accountId: true, number: true },
        }),
      ),
      few('sessions', () =>
        this.db.session.findMany({
          ...{ where: { accountId: me }, orderBy: { madeAt: 'asc' } },
          select: { device: true, madeAt: true, seenAt: true, expiresAt: true },
        }),
      ),
      few('addresses-you-left', () => this.addressesLeft(me)),
      few('passkeys', () =>
        this.db.passkey.findMany({
          ...{ where: { accountId: me }, orderBy: { madeAt: 'asc' } },
          select: { name: true, madeAt: true, usedAt: true },
        }),
      ),
      few('leaving', () =>
        this.db.erasure.findMany({
          ...{ where: { accountId: me }, orderBy: { askedAt: 'asc' } },
          select: { state: true, askedAt: true, beginsAt: true, deadline: true },
        }),
      ),
      byId('mails', (behind, take) =>
        this.db.outboundMail.findMany({
          ...{ where: { accountId: me, ...behind }, orderBy: { id: 'asc' }, take },
          select: { id: true, template: true, state: true, wantedAt: true, sentAt: true },
        }),
      ),
    ];
  }

  /** Named column by column: secrets of an app and hashes are nobody's copy. */
  private async account(me: string) {
    const row = await this.db.account.findUnique({
      where: { id: me },
      select: {
        ...{ id: true, alias: true, zone: true, dates: true, email: true, emailSealed: true },
        ...{ ownName: true, ownNameSealed: true, adultAt: true, termsVersion: true, confirmedAt: true },
        ...{ changedAt: true, totpAt: true },
      },
    });
    if (!row) return [];
    const { id: _, emailSealed: __, ownNameSealed: ___, totpAt, ...rest } = row;
    const [email = null] = await this.addresses.of('client', [row]);
    const [ownName = null] = await this.addresses.ownNames([row]);
    return [{ ...rest, email, ownName, authenticatorAppSince: totpAt }];
  }

  private async addressesLeft(me: string) {
    const rows = await this.db.emailChange.findMany({ where: { accountId: me }, orderBy: { madeAt: 'asc' } });
    return Promise.all(
      rows.map(async (row) => ({
        ...{ oldEmail: await this.addresses.whereLeft(this.db, row), madeAt: row.madeAt, expiresAt: row.expiresAt },
      })),
    );
  }
}
