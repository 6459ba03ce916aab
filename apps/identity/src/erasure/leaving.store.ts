/** What the person who leaves sees and presses. */
import { Injectable } from '@nestjs/common';
import {
  type Input,
  Leave,
  type Leaving,
  type LeavingState,
  MyLeaving,
  type Output,
  refuse,
  StayAfterAll,
} from '@sounding/contracts';
import { Clock } from '@sounding/service';
import { SIGN_IN } from '../accounts/limits.ts';
import { Passwords } from '../accounts/passwords.argon2.ts';
import { Secrets } from '../accounts/secrets.crypto.ts';
import { Tallies } from '../accounts/tally.store.ts';
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
    private readonly secrets: Secrets,
    private readonly passwords: Passwords,
    private readonly tallies: Tallies,
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

  async leave(accountId: string, { password }: Input<typeof Leave>): Promise<Output<typeof Leave>> {
    const now = this.clock.now();
    const account = await this.db.account.findUnique({ where: { id: accountId } });
    if (!account) throw refuse(Leave, 'not-found', 'There is no such account.');
    const whom = this.secrets.whom(account.email);
    await this.tallies.count(SIGN_IN, whom, now);
    if (!(await this.passwords.isRight(account.passwordHash, password))) {
      throw refuse(Leave, 'wrong-credentials', 'This is not your password. Nothing was asked. Please try again.');
    }
    await this.tallies.forget(SIGN_IN, whom);
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
