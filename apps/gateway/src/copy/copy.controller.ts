/** The copy of one's data: asked for with the password, fetched as a ZIP with the ticket of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  BeginExport,
  ExportBilling,
  ExportBooking,
  ExportCatalog,
  ExportIdentity,
  type ExportPage,
  ExportReceipts,
  ExportSupport,
  ExportWorkspace,
  type Grant,
  OpenExport,
  type Service,
} from '@sounding/contracts';
import { type OpenDoor, route } from '@sounding/door';
import type { ObjectStore } from '@sounding/storage';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { copyOf } from './copy.zip.ts';

const EXPORTS = {
  identity: ExportIdentity,
  catalog: ExportCatalog,
  booking: ExportBooking,
  billing: ExportBilling,
  receipts: ExportReceipts,
  support: ExportSupport,
  workspace: ExportWorkspace,
} as const satisfies Record<Service, unknown>;

export const copyRoutes = [
  route('POST', '/api/v1/account/export', BeginExport, 'Opens the copy of your data for ten minutes.', {
    status: 201,
    guarded: true,
  }),
];

export interface CopyDoor {
  account(request: FastifyRequest): Promise<string>;
  ask: OpenDoor['ask'];
  pdf(receiptId: string, account: string): Promise<Grant>;
  store: ObjectStore;
  now(): Date;
  origin: string;
  /** A failure that nobody can be told any more, because the answer has begun. */
  bug(error: unknown): void;
}

export function openCopy(fastify: FastifyInstance, door: CopyDoor): void {
  fastify.get<{ Params: { ticket: string } }>('/api/v1/account/export/:ticket', async (request, reply) => {
    const account = await door.account(request);
    await door.ask(OpenExport, { ticket: request.params.ticket.slice(0, 200) }, account);
    const now = door.now();
    const zip = copyOf({
      page: (service, after): Promise<ExportPage> => door.ask(EXPORTS[service], { after }, account),
      pdf: (receiptId) => door.pdf(receiptId, account),
      wait: (ms) => sleep(ms),
      ...{ store: door.store, now, origin: door.origin },
    });
    zip.once('error', (error) => door.bug(error));
    return reply
      .header('content-type', 'application/zip')
      .header('content-disposition', `attachment; filename="sounding-data-${now.toISOString().slice(0, 10)}.zip"`)
      .header('cache-control', 'private, no-store')
      .send(zip);
  });
}
