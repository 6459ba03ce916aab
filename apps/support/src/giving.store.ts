/** What staff give back after the release: booking judges and decides, support keeps the reason. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Bus } from '@sounding/bus';
import {
  Bearer,
  GiveBack,
  type GiveMoneyBack,
  type GivenBack,
  type Input,
  type Output,
  type ViewClaim,
} from '@sounding/contracts';
import { stored } from '@sounding/money';
import { Clock, Keyring, ownerOf, placeOf, shownText } from '@sounding/service';
import type { z } from 'zod';
import { Claims } from './claim.store.ts';
import { type Giving, PrismaClient } from './generated/prisma/client.ts';
import { maySeeOutcome } from './may.ts';
import type { Asked, Tx } from './tx.store.ts';

type Given = z.output<typeof GivenBack>;

@Injectable()
export class Givings {
  constructor(
    private readonly db: PrismaClient,
    private readonly claims: Claims,
    private readonly keyring: Keyring,
    private readonly bus: Bus,
    private readonly clock: Clock,
  ) {}

  /**
   * Booking judges how much is left and moves it; then the reason is kept. Booking is asked under the key of this very
   * request, so that a second try, after a crash between the two, gets the same answer and the reason finds its money.
   */
  async give(
    { bookingId, toClient, bearer, reason }: Input<typeof GiveMoneyBack>,
    call: Asked,
  ): Promise<Output<typeof GiveMoneyBack>> {
    const staffId = call.person();
    const key = call.idempotencyKey && `give-back:${call.idempotencyKey}`;
    const { booking, left } = await this.bus.ask(
      GiveBack,
      { bookingId, toClient, bearer },
      { as: call, idempotencyKey: key },
    );
    const id = randomUUID();
    const at = this.clock.now();
    return call.commit(async (tx) => {
      const row = await tx.giving.create({
        data: {
          id,
          bookingId,
          clientId: booking.clientId,
          providerId: booking.providerId,
          toClientMinor: BigInt(toClient.minor),
          currency: toClient.currency,
          bearer,
          reason: await this.keyring.seal(tx, ownerOf('giving', id), placeOf('giving', id, 'reason'), reason),
          staffId,
          at,
        },
      });
      return { given: given(row, reason), left };
    });
  }

  /** For the two sides of the booking; nothing for anybody else, as if there were none. */
  async withClaim({ bookingId }: Input<typeof ViewClaim>, call: Asked): Promise<Output<typeof ViewClaim>> {
    const account = call.person();
    const rows = await this.db.giving.findMany({ where: { bookingId }, orderBy: [{ at: 'asc' }, { id: 'asc' }] });
    const mine = rows.filter((row) => maySeeOutcome(row, account));
    const reasons = await this.keyring.openAll(
      mine.map(({ id, reason }) => ({
        owner: ownerOf('giving', id),
        place: placeOf('giving', id, 'reason'),
        bytes: reason,
      })),
    );
    return {
      claim: await this.claims.of(bookingId, account),
      givenBack: mine.map((row, at) => given(row, shownText(reasons[at] ?? ''))),
    };
  }

  /** The amounts stay; the reason goes with its key. */
  async forget(tx: Tx, ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      await this.keyring.destroy(tx, ownerOf('giving', id));
      await tx.$queryRaw`SELECT forget_giving(${id}::uuid)::text`;
    }
  }
}

function given(row: Giving, reason: string): Given {
  return {
    toClient: stored(row.toClientMinor, row.currency),
    bearer: Bearer.parse(row.bearer),
    reason,
    at: row.at.toISOString(),
  };
}
