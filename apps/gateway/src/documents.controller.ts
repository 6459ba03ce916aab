/** Documents: receipts grants, the door streams the object from storage. Files never cross the bus. */
import { type Grant, ReceiptId, ReceiptPdf, Refusal } from '@sounding/contracts';
import type { ObjectStore } from '@sounding/storage';
import type { FastifyInstance, FastifyRequest } from 'fastify';

export interface DocumentsWorld {
  account(request: FastifyRequest): Promise<string>;
  grant(contract: typeof ReceiptPdf, input: { receiptId: string }, account: string): Promise<Grant>;
  store: ObjectStore;
}

export function openDocuments(fastify: FastifyInstance, world: DocumentsWorld): void {
  fastify.get<{ Params: { receiptId: string } }>('/api/v1/receipts/:receiptId/pdf', async (request, reply) => {
    const account = await world.account(request);
    const receiptId = ReceiptId.safeParse(request.params.receiptId);
    if (!receiptId.success) throw new Refusal('not-found', 'There is no such receipt.');
    const grant = await world.grant(ReceiptPdf, { receiptId: receiptId.data }, account);
    const found = await world.store.get(grant.object);
    if (!found) throw new Error(`granted object ${grant.object} is not stored`);
    return reply
      .header('content-type', grant.type)
      .header('content-length', found.size)
      .header('content-disposition', `attachment; filename="${grant.name.replaceAll(/[^\w.-]/g, '_')}"`)
      .header('cache-control', 'private, no-store')
      .send(found.stream);
  });
}
