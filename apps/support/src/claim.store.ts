import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Bus, emit } from '@sounding/bus';
import {
  Claim as AskClaim,
  type ClaimClosed,
  ClaimDecided,
  type ClaimOpened,
  type ClaimView,
  DecideClaim,
  type Input,
  OpenClaim,
  refuse,
  SupportMail,
} from '@sounding/contracts';
import { format, stored } from '@sounding/money';
import { Clock } from '@sounding/service';
import { closed, type Claim as Known, whyNotDecide } from './claim.ts';
import { claimView } from './claim.view.ts';
import { type Claim, PrismaClient } from './generated/prisma/client.ts';
import { maySeeOutcome } from './may.ts';
import { TicketStore } from './ticket.store.ts';
import type { Asked, Heard, Tx } from './tx.store.ts';

const SUBJECT = 'Money-back claim';

interface Opened {
  readonly bookingId: string;
  readonly clientId: string;
  readonly providerId: string;
  readonly most: { readonly minor: number; readonly currency: string };
  readonly decideBy: string;
}

@Injectable()
export class Claims {
  constructor(
    private readonly db: PrismaClient,
    private readonly tickets: TicketStore,
    private readonly bus: Bus,
    private readonly clock: Clock,
  ) {}

  /**
   * Booking judges whether this may be claimed; then the words are kept. Booking's answer is asked for under a key of the
   * booking, so that a second try, after a crash between the two, gets the same answer and the words find their ticket.
   */
  async open({ bookingId, text }: Input<typeof OpenClaim>, call: Asked): Promise<ClaimView> {
    const account = call.person();
    const had = await this.db.claim.findUnique({ where: { bookingId } });
    if (had?.told && had.clientId === account) throw this.already();
    const options = { as: call, idempotencyKey: `claim:${bookingId}` };
    const { booking, decideBy, most } = await this.bus.ask(AskClaim, { bookingId }, options);
    const at = this.clock.now();
    return call.commit(async (tx) => {
      const { clientId, providerId } = booking;
      const claim = await this.ensure(tx, { bookingId, clientId, providerId, most, decideBy }, at);
      if (claim.told) throw this.already();
      await this.tickets.say(tx, claim.ticketId, { by: 'person', text, at }, 'waiting-for-staff');
      const row = await tx.claim.update({ where: { id: claim.id }, data: { told: true } });
      return this.view(row, tx);
    });
  }

  /** For the two sides of the booking; null for anybody else, as if there were none. */
  async of(bookingId: string, account: string): Promise<ClaimView | null> {
    const row = await this.db.claim.findUnique({ where: { bookingId } });
    return row && maySeeOutcome(row, account) ? this.view(row) : null;
  }

  async decide({ claimId, toClient, reason }: Input<typeof DecideClaim>, call: Asked): Promise<ClaimView> {
    const staffId = call.person();
    const now = this.clock.now();
    return call.commit(async (tx) => {
      const row = await this.lock(tx, claimId);
      if (!row) throw refuse(DecideClaim, 'not-found', 'There is no such claim.');
      const why = whyNotDecide(known(row), toClient.minor, now);
      if (why === 'already-decided') {
        throw refuse(DecideClaim, why, 'This claim is decided already, or its time is over and it is upheld in full.');
      }
      if (why === 'more-than-price') {
        const most = stored(row.mostMinor, row.currency);
        throw refuse(DecideClaim, why, `At most ${format(most)}, the price, can go back.`, { most });
      }
      const decided = await tx.claim.update({
        where: { id: claimId },
        data: {
          state: 'decided',
          toClientMinor: BigInt(toClient.minor),
          reason: await this.tickets.seal(tx, row.ticketId, 'reason', reason),
          decidedBy: staffId,
          decidedAt: now,
        },
      });
      await this.tickets.say(tx, row.ticketId, { by: 'staff', staffId, text: reason, at: now }, 'closed');
      await emit(tx, ClaimDecided, { bookingId: row.bookingId, claimId, toClient, decidedAt: now.toISOString() });
      return this.view(decided, tx);
    });
  }

  /** Booking says that a claim is open. Usually the client's words are here already; if not, the ticket waits for them. */
  async opened(m: Heard<typeof ClaimOpened>): Promise<void> {
    await m.commit(async (tx) => {
      await this.ensure(tx, m.data, new Date(m.data.at));
    });
  }

  /** Booking's word is final, also over a decision that crossed the deadline on its way. */
  async closed(m: Heard<typeof ClaimClosed>): Promise<void> {
    const { bookingId, by, toClient } = m.data;
    const at = new Date(m.data.at);
    await m.commit(async (tx) => {
      const { id, ticketId } = await tx.claim.findUniqueOrThrow({ where: { bookingId } });
      const row = await this.lock(tx, id);
      if (!row) throw new Error(`the claim of booking ${bookingId} disappeared`);
      const end = closed(known(row), by, toClient.minor, at);
      await tx.claim.update({
        where: { id },
        data: {
          state: end.state,
          toClientMinor: BigInt(end.toClient),
          decidedAt: end.decidedAt,
          ...(end.asStaffSaid ? {} : { reason: null, decidedBy: null }),
        },
      });
      if (end.asStaffSaid) return;
      const text =
        `Nobody on our side decided this claim in time, so it is upheld in full: ${format(toClient)} goes ` +
        'back the way it was paid.';
      await this.tickets.say(tx, ticketId, { by: 'platform', text, at }, 'closed');
    });
  }

  /** The claim of a booking, made if it is missing, with its ticket and the mails to both sides: once, whoever comes first. */
  private async ensure(tx: Tx, opened: Opened, at: Date): Promise<Claim> {
    const { bookingId, clientId, providerId, most, decideBy } = opened;
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('claim:' || ${bookingId}, 0))`;
    const had = await tx.claim.findUnique({ where: { bookingId } });
    if (had) return had;
    const ticket = await this.tickets.open(tx, {
      accountId: clientId,
      bookingId,
      kind: 'claim',
      subject: SUBJECT,
      at,
      until: new Date(decideBy),
    });
    const claim = await tx.claim.create({
      data: {
        id: randomUUID(),
        bookingId,
        ticketId: ticket.id,
        clientId,
        providerId,
        state: 'open',
        mostMinor: BigInt(most.minor),
        currency: most.currency,
        decideBy: new Date(decideBy),
        told: false,
      },
    });
    for (const accountId of [clientId, providerId]) {
      await emit(tx, SupportMail, {
        accountId,
        key: `claim-received:${bookingId}:${accountId}`,
        template: 'claim-received',
        data: { bookingId, decideBy },
      });
    }
    return claim;
  }

  private async lock(tx: Tx, id: string): Promise<Claim | null> {
    await tx.$queryRaw`select 1 from claim where id = ${id}::uuid for update`;
    return tx.claim.findUnique({ where: { id } });
  }

  private async view(row: Claim, within?: Tx): Promise<ClaimView> {
    const { ticketId, reason } = row;
    if (reason === null) return claimView(row, null);
    const [words = ''] = await this.tickets.opened([{ ticketId, what: 'reason', bytes: reason }], within);
    return claimView(row, words);
  }

  private already() {
    return refuse(OpenClaim, 'already-claimed', 'You have claimed the guarantee for this booking already.');
  }
}

function known(row: Claim): Known {
  return {
    state: row.state as Known['state'],
    most: Number(row.mostMinor),
    decideBy: row.decideBy,
    toClient: row.toClientMinor === null ? null : Number(row.toClientMinor),
    decidedAt: row.decidedAt,
  };
}
