/** What support holds of a person: words, which go with their keys, and the amounts of claims, which stay. */
import { Injectable } from '@nestjs/common';
import { forgetAnswersAbout } from '@sounding/bus';
import type { Erased, Obstacle, Weighed } from '@sounding/contracts';
import { counted, type Eraser, Keyring, ownerOf } from '@sounding/service';
import { keptUntilOf } from '@sounding/terms';
import { Givings } from '../giving.store.ts';
import { TicketStore } from '../ticket.store.ts';
import type { Tx } from '../tx.store.ts';

const MOST_TOLD = 50;

const of = (accountId: string) => ({ OR: [{ clientId: accountId }, { providerId: accountId }] });

@Injectable()
export class SupportEraser implements Eraser<Tx> {
  constructor(
    private readonly tickets: TicketStore,
    private readonly givings: Givings,
    private readonly keyring: Keyring,
  ) {}

  /** What we have not answered yet, and claims that are not decided. What waits for the person waits for nobody once they leave. */
  async weigh(tx: Tx, accountId: string): Promise<Weighed> {
    const claims = await tx.claim.findMany({ where: { ...of(accountId), state: 'open' }, take: MOST_TOLD });
    const tickets = await tx.ticket.findMany({
      where: { accountId, state: 'waiting-for-staff', claim: { is: null } },
      take: MOST_TOLD - claims.length,
    });
    const inTheWay: Obstacle[] = [
      ...claims.map(({ bookingId, decideBy }) => ({
        ...{ kind: 'claim' as const, id: bookingId, until: decideBy.toISOString(), amount: null },
      })),
      ...tickets.map(({ id }) => ({ kind: 'ticket' as const, id, until: null, amount: null })),
    ];
    return { inTheWay, ...(await this.held(tx, accountId)) };
  }

  async erase(tx: Tx, accountId: string): Promise<Erased> {
    const held = await this.held(tx, accountId);
    const tickets = await tx.ticket.findMany({ where: { accountId }, select: { id: true, bookingId: true } });
    const givings = await tx.giving.findMany({ where: of(accountId), select: { id: true, bookingId: true } });
    const ids = tickets.map(({ id }) => id);
    await this.tickets.forget(tx, ids);
    await this.givings.forget(
      tx,
      givings.map(({ id }) => id),
    );
    // What staff wrote when they looked at something of theirs; that they looked stays in its chain.
    const looks = await tx.look.findMany({ where: { personId: accountId }, distinct: ['ref'], select: { ref: true } });
    for (const { ref } of looks) await this.keyring.destroy(tx, ownerOf('look_reason', ref));
    // Answers to staff of the last day have the words in them.
    const bookings = [...tickets, ...givings].flatMap(({ bookingId }) => bookingId ?? []);
    await forgetAnswersAbout(tx, [...new Set([...ids, ...bookings])]);
    await this.forgetReplies(tx);
    return held;
  }

  /** An answer to a reply names no ticket, so those of the last day go all: a reply that is sent again is written again. */
  private async forgetReplies(tx: Tx): Promise<void> {
    await tx.$executeRaw`DELETE FROM bus.idempotency WHERE answer ? 'text' AND answer ? 'by'`;
  }

  private async held(tx: Tx, accountId: string): Promise<Erased> {
    const [tickets, claims, givings] = await Promise.all([
      tx.ticket.count({ where: { accountId } }),
      tx.claim.aggregate({ where: of(accountId), _count: true, _max: { decidedAt: true } }),
      tx.giving.aggregate({ where: of(accountId), _count: true, _max: { at: true } }),
    ]);
    const looks = await tx.look.count({ where: { personId: accountId } });
    const last = [claims._max.decidedAt, givings._max.at].flatMap((at) => at ?? []).sort((a, b) => +b - +a)[0];
    const until = last ? (keptUntilOf('support.claims', last)?.toISOString() ?? null) : null;
    return {
      goes: counted([{ rule: 'support.tickets', count: tickets }]),
      stays: counted([
        { rule: 'support.claims', count: claims._count + givings._count, until },
        { rule: 'support.looks', count: looks, until: null },
      ]),
    };
  }
}
