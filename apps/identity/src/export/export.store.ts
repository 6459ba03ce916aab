/** What identity holds of a person, and the way to their copy: the password once more, and a ticket for ten minutes. */
import { Injectable } from '@nestjs/common';
import { BeginExport, type Input, OpenExport, type Output, refuse } from '@sounding/contracts';
import { byId, Clock, few, type Part } from '@sounding/service';
import { after, EXPORT_LIVES_MS, EXPORT_OPENED, EXPORT_TRIES, EXPORTS } from '../accounts/limits.ts';
import { Passwords } from '../accounts/passwords.argon2.ts';
import { Secrets } from '../accounts/secrets.crypto.ts';
import { Tallies } from '../accounts/tally.store.ts';
import { PrismaClient } from '../generated/prisma/client.ts';

@Injectable()
export class Exported {
  constructor(
    private readonly db: PrismaClient,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
    private readonly passwords: Passwords,
    private readonly tallies: Tallies,
  ) {}

  /** Refuses `wrong-credentials`, and `too-many-requests` to who tries too often or takes too many. */
  async begin(accountId: string, { password }: Input<typeof BeginExport>): Promise<Output<typeof BeginExport>> {
    const now = this.clock.now();
    const whom = this.secrets.whom(accountId);
    await this.tallies.count(EXPORT_TRIES, whom, now);
    const account = await this.db.account.findUnique({ where: { id: accountId }, select: { passwordHash: true } });
    if (!(await this.passwords.isRight(account?.passwordHash ?? null, password))) {
      throw refuse(BeginExport, 'wrong-credentials', 'This is not your password. Please try again.');
    }
    await this.tallies.forget(EXPORT_TRIES, whom);
    await this.tallies.count(EXPORTS, whom, now);
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
      few('account', () => this.db.account.findMany({ where: { id: me }, omit: { id: true, passwordHash: true } })),
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
          select: { madeAt: true, expiresAt: true },
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
}
