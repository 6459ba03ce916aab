/** What support holds of a person: their tickets with every word of both sides, their claims, and money given back to or for them. */
import { Injectable } from '@nestjs/common';
import { byId, type Part, Vault } from '@sounding/service';
import { claimView } from './claim.view.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { TicketStore } from './ticket.store.ts';

@Injectable()
export class Exported {
  constructor(
    private readonly db: PrismaClient,
    private readonly tickets: TicketStore,
    private readonly vault: Vault,
  ) {}

  partsOf(me: string): Part[] {
    return [
      byId('tickets', async (behind, take) => {
        const where = { accountId: me, ...behind };
        const rows = await this.db.ticket.findMany({ where, orderBy: { id: 'asc' }, take });
        return rows.map((row) => {
          const { id, bookingId, kind, subject, state, openedAt, changedAt, until } = this.tickets.shown(row);
          return { id, bookingId, kind, subject, state, openedAt, changedAt, until };
        });
      }),
      this.messages(me),
      byId('claims', async (behind, take) => {
        const where = { OR: [{ clientId: me }, { providerId: me }], ...behind };
        const rows = await this.db.claim.findMany({ where, orderBy: { id: 'asc' }, take, include: { ticket: true } });
        return rows.map((row) => {
          const { ticketId, ...claim } = claimView(row, this.tickets.sealer(row.ticket));
          return { as: row.clientId === me ? 'client' : 'provider', ...claim };
        });
      }),
      byId('given-back', async (behind, take) => {
        const where = { OR: [{ clientId: me }, { providerId: me }], ...behind };
        const rows = await this.db.giving.findMany({ where, orderBy: { id: 'asc' }, take });
        return rows.map(({ id, bookingId, toClientMinor, currency, bearer, wrappedKey, reason, at }) => ({
          ...{ id, bookingId, toClientMinor, currency, bearer, at },
          reason: this.vault.unwrap(`giving/${id}`, wrappedKey).open('reason', reason),
        }));
      }),
    ];
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
          ...{ take, include: { ticket: true } },
        });
        return rows.map((row) => ({
          key: `${row.ticketId}/${row.number}`,
          row: {
            ...{
              ticketId: row.ticketId,
              number: row.number,
              from: row.by === 'person' ? 'you' : 'support',
              at: row.at,
            },
            text: this.tickets.sealer(row.ticket).open(`message/${row.number}`, row.text),
          },
        }));
      },
    };
  }
}
