/** Staff sign in at the company's identity provider: one line each. */
import { Controller, Inject } from '@nestjs/common';
import { Handle } from '@sounding/bus';
import { type Input, StaffBeginProvider, StaffFinishProvider, StaffProvider } from '@sounding/contracts';
import { Clock } from '@sounding/service';
import { PrismaClient } from '../generated/prisma/client.ts';
import { LINK_LIVES_MS } from './limits.ts';
import { Provider, refused } from './provider.oidc.ts';
import { type Realm, STAFF_REALM } from './realm.store.ts';

@Controller()
export class ProviderHandlers {
  constructor(
    private readonly clock: Clock,
    private readonly db: PrismaClient,
    private readonly provider: Provider,
    @Inject(STAFF_REALM) private readonly staff: Realm,
  ) {}

  @Handle(StaffProvider) async offered(_input: Input<typeof StaffProvider>) {
    return { offered: this.provider.offered };
  }

  @Handle(StaffBeginProvider) async begin(_input: Input<typeof StaffBeginProvider>) {
    const { url, keep } = await this.provider.begin();
    const what = { accountId: null, step: 'provider' as const, keep, livesMs: LINK_LIVES_MS };
    return { ...(await this.staff.halves.begin(this.db, what, this.clock.now())), url };
  }

  @Handle(StaffFinishProvider) async finish({ half, query, ...browser }: Input<typeof StaffFinishProvider>) {
    const now = this.clock.now();
    // What was kept is spent here: an answer of the provider is good once, whatever comes of it.
    const found = await this.staff.halves.take(half, ['provider'], now);
    const { email, mfa } = await this.provider.finish(query, found.kept);
    const person = await this.staff.byEmail(email);
    if (!person) throw refused();
    return this.db.$transaction(async (tx) => {
      await this.staff.halves.finish(tx, found);
      if (mfa) return this.staff.sessions.open(tx, person, now, browser, 'provider');
      return this.staff.proceed(tx, person, now, browser);
    });
  }
}
