/** What support holds of a person: their tickets with every word of both sides, their claims, and money given back to or for them. */
import { Injectable } from '@nestjs/common';
import { byId, Keyring, ownerOf, type Part, placeOf, shownText } from '@sounding/service';
import { claimView } from './claim.view.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { TicketStore } from './ticket.store.ts';

@Injectable()
export class Exported {
  constructor(
    private readonly db: PrismaClient,
    private readonly tickets: TicketStore,
    private readonly keyring: Keyring,
  ) {}

  partsOf(me: string): Part[] {
    return [
      byId('tickets', async (behind, take) => {
        const where = { accountId: me, ...behind };
        const rows = await this.db.ticket.findMany({ where, orderBy: { id: 'asc' }, take });
        const subjects = await this.tickets.opened(
          rows.map(({ id, subject }) => ({ ticketId: id, what: 'subject', bytes: subject })),
        );
        return rows.map(({ id, bookingId, kind, state, openedAt, changedAt, until }, at) => ({
          ...{ id, bookingId, kind, subject: subjects[at], state, openedAt, changedAt, until },
        }));
      }),
      this.messages(me),
      this.looks(me),
      byId('claims', async (behind, take) => {
        const where = { OR: [{ clientId: me }, { providerId: me }], ...behind };
        const rows = await this.db.claim.findMany({ where, orderBy: { id: 'asc' }, take });
        const decided = rows.flatMap(({ ticketId, reason }) =>
          reason ? [{ ticketId, what: 'reason', bytes: reason }] : [],
        );
        const reasons = new Map((await this.tickets.opened(decided)).map((text, at) => [decided[at]?.ticketId, text]));
        return rows.map((row) => {
          const { ticketId, ...claim } = claimView(row, reasons.get(row.ticketId) ?? null);
          return { as: row.clientId === me ? 'client' : 'provider', ...claim };
        });
      }),
      byId('given-back', async (behind, take) => {
        const where = { OR: [{ clientId: me }, { providerId: me }], ...behind };
        const rows = await this.db.giving.findMany({ where, orderBy: { id: 'asc' }, take });
        const reasons = await this.keyring.openAll(
          rows.map(({ id, reason }) => ({
            ...{ owner: ownerOf('giving', id), place: placeOf('giving', id, 'reason'), bytes: reason },
          })),
        );
        return rows.map(({ id, bookingId, toClientMinor, currency, bearer, at }, place) => ({
          ...{ id, bookingId, toClientMinor, currency, bearer, at, reason: shownText(reasons[place] ?? '') },
        }));
      }),
    ];
  }

  /** Every reading of this person's data by our staff, as the page of it says: what, why and when, never who. */
  private looks(me: string): Part {
    return {
      name: 'who-looked',
      read: async (after, take) => {
        const behind = after === null ? {} : { number: { gt: BigInt(after) } };
        const rows = await this.db.look.findMany({
          ...{ where: { personId: me, ...behind }, orderBy: { number: 'asc' }, take },
          select: { number: true, what: true, because: true, at: true },
        });
        return rows.map(({ number, ...row }) => ({ key: String(number), row }));
      },
    };
  }

  /** In the order of ticket and number; who of the staff wrote is nobody's but ours. */
  private messages(me: string): Part {
    return {
      name: 'ticket-messages',
      read: async (after, take) => {
        const [ticketId = '', number = '0'] = after?.split('/') ?? [];
        const behind =
          after === null ? {} : { OR: [{ ticketId: { gt: ticketId } }, { ticketId, number: { gt: Number(number) } }] };
        const rows = await this.db.ticketMessage.findMany({
          where: { ticket: { accountId: me }, ...behind },
          orderBy: [{ ticketId: 'asc' }, { number: 'asc' }],
          take,
        });
        const texts = await this.tickets.opened(
          rows.map((row) => ({ ticketId: row.ticketId, what: `message/${row.number}`, bytes: row.text })),
        );
        return rows.map((row, at) => ({
          key: `${row.ticketId}/${row.number}`,
          row: {
            ...{
              ticketId: row.ticketId,
              number: row.number,
              from: row.by === 'person' ? 'you' : 'support',
              at: row.at,
            },
            text: texts[at],
          },
        }));
      },
    };
  }
}
