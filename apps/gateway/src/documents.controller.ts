/** Documents: receipts answers and grants, the door streams objects from storage. Files never cross the bus. */
import {
  ChangeWishes,
  DocumentForm,
  type Grant,
  IssueBill,
  IssueStatement,
  IssueYearSummary,
  MyDocuments,
  MyWishes,
  type Output,
  ReceiptId,
  Refusal,
  Reissue,
  VerifyDocument,
  ViewDocument,
  ViewReceipt,
  YearPdfs,
} from '@sounding/contracts';
import { issuesOf, type Problem, route, sendProblem } from '@sounding/door';
import type { ObjectStore } from '@sounding/storage';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { zipOf } from './documents.zip.ts';
import { plainName } from './zip-names.ts';

const DOCUMENTS = '/api/v1/documents';
/** As long as the contract takes; what is longer is as unknown as any other, and is refused in the same words. */
const LONGEST_TOKEN = 100;

export const documentRoutes = [
  route('GET', DOCUMENTS, MyDocuments, 'What you were issued in a year, newest first.'),
  route('GET', `${DOCUMENTS}/:documentId`, ViewDocument, 'A document of any kind, full or discreet.'),
  route('GET', '/api/v1/receipts/:receiptId', ViewReceipt, 'A receipt or credit note, full or discreet.'),
  route('POST', '/api/v1/receipts/:receiptId/again', Reissue, 'Issues a receipt again under your full name or alias.'),
  route('POST', '/api/v1/bookings/:bookingId/bill-document', IssueBill, 'Issues the bill as a document, once.'),
  route('POST', '/api/v1/provider/statements/:month', IssueStatement, 'Issues your statement of a month, once.'),
  route('POST', `${DOCUMENTS}/years/:year/summary`, IssueYearSummary, 'Issues the summary of a year.'),
  route('GET', `${DOCUMENTS}/years/:year/files`, YearPdfs, 'How many PDFs of a year are ready to be one ZIP.', {
    // Where files lie is between receipts and this door.
    answer: ({ ready, all }) => ({ body: { ready, all } }),
    output: YearPdfs.output.omit({ files: true }),
  }),
  route('GET', '/api/v1/document-wishes', MyWishes, 'Name and paper of your documents to come.'),
  route('PUT', '/api/v1/document-wishes', ChangeWishes, 'Changes name and paper of your documents to come.'),
  route('GET', '/api/v1/verify/:token', VerifyDocument, 'Whether a document is genuine and in force.', {
    guarded: true,
    input: ({ params }) => ({ token: params.token?.slice(0, LONGEST_TOKEN) }),
  }),
];

export interface DocumentsWorld {
  account(request: FastifyRequest): Promise<string>;
  pdf(input: { receiptId: string; form: DocumentForm }, account: string): Promise<Grant>;
  year(input: { year: number; form: DocumentForm }, account: string): Promise<Output<typeof YearPdfs>>;
  store: ObjectStore;
  now(): Date;
  /** What a person is told of a failure. */
  failure(error: unknown): Problem;
  /** A failure that nobody can be told any more, because the answer has begun. */
  bug(error: unknown): void;
}

interface Link {
  Params: { receiptId?: string; file?: string };
  Querystring: { form?: string };
}

const isLink = ({ headers }: FastifyRequest) => /(^|,)\s*text\/html/.test(headers.accept ?? '');

/**
 * Whoever pressed a link to a file reads on a page what is the matter, and the page knows the way on. Programs are answered with a problem.
 * @param pageOf the page of the file that was asked for
 */
function onPage(world: DocumentsWorld, pageOf: (request: FastifyRequest<Link>) => string) {
  return (error: unknown, request: FastifyRequest<Link>, reply: FastifyReply) => {
    const problem = world.failure(error);
    if (!isLink(request)) return sendProblem(reply, problem);
    const form = DocumentForm.safeParse(request.query.form).data ?? 'full';
    // The page itself asks for a sign-in, and the person comes back to it afterwards.
    const query = new URLSearchParams({ form });
    if (problem.code !== 'not-signed-in') query.set('refused', problem.code);
    return reply.header('cache-control', 'no-store').redirect(`${pageOf(request)}?${query}`, 303);
  };
}

function formOf(request: FastifyRequest<Link>): DocumentForm {
  const form = DocumentForm.default('full').safeParse(request.query.form);
  if (!form.success) {
    throw new Refusal('invalid-input', 'A document is full or discreet.', { issues: issuesOf(form.error) });
  }
  return form.data;
}

function yearOf(file: string | undefined): number {
  const year = YearPdfs.input.shape.year.safeParse(Number(/^(\d{4})\.zip$/.exec(file ?? '')?.[1]));
  if (!year.success) throw new Refusal('not-found', 'There is no such year.');
  return year.data;
}

function file(reply: FastifyReply, type: string, name: string): FastifyReply {
  return reply
    .header('content-type', type)
    .header('content-disposition', `attachment; filename="${plainName(name)}"`)
    .header('cache-control', 'private, no-store');
}

function openPdf(fastify: FastifyInstance, world: DocumentsWorld): void {
  const page = onPage(world, ({ params }) => `/documents/${encodeURIComponent(params.receiptId ?? '')}`);
  fastify.get<Link>('/api/v1/receipts/:receiptId/pdf', { errorHandler: page }, async (request, reply) => {
    const account = await world.account(request);
    const receiptId = ReceiptId.safeParse(request.params.receiptId);
    if (!receiptId.success) throw new Refusal('not-found', 'There is no such document, or it is not yours.');
    const grant = await world.pdf({ receiptId: receiptId.data, form: formOf(request) }, account);
    const found = await world.store.get(grant.object);
    if (!found) throw new Error(`granted object ${grant.object} is not stored`);
    return file(reply, grant.type, grant.name).header('content-length', found.size).send(found.stream);
  });
}

function openYear(fastify: FastifyInstance, world: DocumentsWorld): void {
  const page = onPage(world, ({ params }) => `/documents/years/${encodeURIComponent(params.file?.slice(0, -4) ?? '')}`);
  fastify.get<Link>(`${DOCUMENTS}/years/:file`, { errorHandler: page }, async (request, reply) => {
    const account = await world.account(request);
    const year = yearOf(request.params.file);
    const { ready, all, files } = await world.year({ year, form: formOf(request) }, account);
    if (all === 0) throw new Refusal('nothing-that-year', 'You have no receipts of that year.');
    if (ready < all || files.length < all) {
      throw new Refusal('rendering-busy', `${ready} of ${all} PDFs are ready. Please try again in a moment.`, {
        ready,
        all,
      });
    }
    // All of it was granted at once: a slow line may take longer than a grant lasts.
    const zip = zipOf(files, world.store, world.now());
    zip.once('error', (error) => world.bug(error));
    return file(reply, 'application/zip', `sounding-${year}.zip`).send(zip);
  });
}

export function openDocuments(fastify: FastifyInstance, world: DocumentsWorld): void {
  openPdf(fastify, world);
  openYear(fastify, world);
}
