/** What the person who leaves sees and presses. */
import { Inject, Injectable } from '@nestjs/common';
import {
  type Input,
  type Leave,
  type Leaving,
  type LeavingState,
  MyLeaving,
  type Output,
  refuse,
  StayAfterAll,
} from '@sounding/contracts';
import { Clock } from '@sounding/service';
import { CLIENT_REALM, type Realm } from '../accounts/realm.store.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import { allInWords, identityRows, together } from './certificate.ts';
import { ErasureClock } from './erasure.clock.ts';
import { Erasures } from './erasure.store.ts';
import type { Erasure } from './erasure.ts';
import { Services } from './services.bus.ts';

@Injectable()
export class LeavingDesk {
  constructor(
    private readonly db: PrismaClient,
    private readonly clock: Clock,
    @Inject(CLIENT_REALM) private readonly clients: Realm,
    private readonly erasures: Erasures,
    private readonly services: Services,
    private readonly ticks: ErasureClock,
  ) {}

  /** Beforehand and while it waits: what goes, what stays until when and why, and what is in the way now. */
  async of(accountId: string): Promise<Leaving> {
    const account = await this.db.account.findUnique({ where: { id: accountId } });
    if (!account) throw refuse(MyLeaving, 'not-found', 'There is no such account.');
    const [erasure, weighed, sessions, mails] = await Promise.all([
      this.erasures.of(accountId),
      this.services.weigh(accountId),
      this.db.session.count({ where: { accountId } }),
      this.db.outboundMail.count({ where: { accountId } }),
    ]);
    const own = identityRows({ sessions, mails }, this.clock.now());
    return {
      state: stateOf(erasure),
      askedAt: erasure?.askedAt.toISOString() ?? null,
      beginsAt: erasure?.beginsAt.toISOString() ?? null,
      deadline: erasure?.deadline.toISOString() ?? null,
      inTheWay: weighed.inTheWay,
      goes: allInWords(together([...own.goes, ...weighed.goes])),
      stays: allInWords(together([...weighed.stays, ...own.stays])),
    };
  }

  async leave(accountId: string, { proof }: Input<typeof Leave>): Promise<Output<typeof Leave>> {
    const now = this.clock.now();
    await this.clients.mustProve(accountId, proof, now);
    const erasure = await this.erasures.ask(accountId, now);
    this.ticks.poke();
    return {
      state: stateOf(erasure),
      beginsAt: erasure.beginsAt.toISOString(),
      deadline: erasure.deadline.toISOString(),
    };
  }

  async stay(accountId: string): Promise<Output<typeof StayAfterAll>> {
    const erasure = await this.erasures.of(accountId);
    const heard = erasure && (await this.erasures.hear(erasure.id, { kind: 'called-off' }, this.clock.now()));
    if (!heard)
      throw refuse(StayAfterAll, 'not-leaving', 'You have not asked to leave, or you have called it off already.');
    await this.services.backOnTheMarket(accountId);
    return { state: 'none' };
  }
}

function stateOf(erasure: Erasure | null): LeavingState {
  if (erasure === null || erasure.state === 'called-off' || erasure.state === 'done') return 'none';
  return erasure.state;
}
