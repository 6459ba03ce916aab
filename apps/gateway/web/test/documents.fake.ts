/**
 * Documents at the fake door: made-up answers, and the door's own way of sending files, so that what a link to a PDF does is what it does.
 * Years: 2024 is never ready, 2023 is after being asked three times, 2022 is refused for another reason, 2021 is empty.
 */
import { Readable } from 'node:stream';
import { Refusal } from '@sounding/contracts';
import { failureOf } from '@sounding/door';
import type { FastifyInstance } from 'fastify';
import { openDocuments } from '../../src/documents.controller.ts';
import * as made from './documents.fixtures.ts';
import { NOW } from './fixtures.ts';

const NOBODY = new Refusal('not-found', 'There is no such document, or it is not yours.');
const bytes = Buffer.from('%PDF-1.7\n');

function fail(error: unknown): never {
  throw error;
}

/** How far the PDFs of a year are. */
function progress() {
  let asked = 0;
  return (year: number) => {
    if (year === 2021) return { ready: 0, all: 0 };
    if (year === 2024) return { ready: 42, all: 60 };
    if (year === 2023) asked += 1;
    return year === 2023 && asked < 4 ? { ready: asked, all: 4 } : { ready: 4, all: 4 };
  };
}

function yearOf(text: string): number {
  if (!/^\d{4}$/.test(text) || Number(text) < 2000)
    throw new Refusal('invalid-input', 'Please check the marked fields.');
  return Number(text);
}

interface Asked {
  Params: { id: string };
  Querystring: { year?: string; number?: string; form?: string };
}

function answers(app: FastifyInstance, progressOf: ReturnType<typeof progress>): void {
  app.get<Asked>('/api/v1/documents', ({ query }) => {
    const year = yearOf(query.year ?? '2026');
    const wanted = made.listed.filter(({ number }) => number.includes((query.number ?? '').toUpperCase()));
    return { year, years: [2026, 2024], documents: year === 2026 ? wanted : [] };
  });
  app.get<Asked>('/api/v1/documents/:id', ({ params, query }) => {
    const document = made.documents[params.id] ?? fail(NOBODY);
    if (query.form !== 'full' && query.form !== 'discreet') throw new Refusal('invalid-input', 'Full or discreet.');
    return {
      document: query.form === 'discreet' ? made.discreetOf(document) : document,
      pdf: params.id === made.COMING ? 'coming' : 'ready',
      replacedBy: made.REPLACED[params.id] ?? null,
    };
  });
  app.post<Asked & { Body: { fullName: string | null } }>('/api/v1/receipts/:id/again', ({ body }) => {
    if (body.fullName?.includes('<')) throw new Refusal('invalid-input', 'Please check the marked fields.');
    if (body.fullName === 'Somebody Else') throw new Refusal('already-replaced', 'This receipt was issued again.');
    return made.NAMED;
  });
  app.post('/api/v1/bookings/:id/bill-document', () => made.BILL);
  app.post('/api/v1/provider/statements/:month', () => made.MONTH);
  app.post('/api/v1/documents/years/:year/summary', () => made.YEAR);
  app.get<Asked>('/api/v1/documents/years/:id/files', ({ params }) => progressOf(yearOf(params.id)));
  let wishes: unknown = { fullName: null, country: 'AT' };
  app.get('/api/v1/document-wishes', () => wishes);
  app.put('/api/v1/document-wishes', ({ body }) => {
    wishes = body;
    return wishes;
  });
  app.get<{ Params: { token: string } }>('/api/v1/verify/:token', ({ params }) => {
    if (params.token === 'often') throw new Refusal('too-many-requests', 'Too many requests. Please wait a moment.');
    return (
      made.proofBy(params.token) ?? fail(new Refusal('not-found', 'We did not issue a document with this address.'))
    );
  });
}

export function documentRoutes(door: FastifyInstance): void {
  const failure = (error: unknown) => failureOf({ traceId: () => '0'.repeat(32), bug: fail }, error);
  const progressOf = progress();
  const grant = { object: 'a', type: 'application/pdf', name: 'sounding-R-2026-000041.pdf', expiresAt: '' };
  door.register(async (app) => {
    app.setErrorHandler((error, _request, reply) => {
      const problem = failure(error);
      return reply.code(problem.status).send(problem);
    });
    answers(app, progressOf);
    openDocuments(app, {
      account: async () => 'me',
      pdf: async ({ receiptId }) => {
        if (receiptId === made.COMING) throw new Refusal('rendering-busy', 'This PDF is being made.');
        return made.documents[receiptId] ? grant : fail(NOBODY);
      },
      year: async ({ year }) => {
        if (year === 2022) throw new Refusal('unavailable', 'Receipts is away.');
        const { ready, all } = progressOf(year);
        return { ready, all, files: ready === all ? Array.from({ length: all }, () => grant) : [] };
      },
      store: {
        get: async () => ({ stream: Readable.from([bytes]), size: bytes.length }),
        put: fail,
        delete: fail,
      },
      now: () => NOW,
      failure,
      bug: fail,
    });
  });
}
