/** The documents that people agree to: the terms, made from the table that drives the engine, and what is written by hand. */
import { AgreedDocument, Refusal } from '@sounding/contracts';
import { textHashOf } from '@sounding/service';
import {
  LEGAL_DOCUMENTS,
  type LegalChanges,
  type LegalDocument,
  type LegalPage,
  type LegalTexts,
  type LegalVersion,
  legalAt,
  legalVersion,
  legalVersions,
  numbersBetween,
  termsOf,
  termsPage,
} from '@sounding/terms';
import type { FastifyInstance } from 'fastify';
import { wordingBetween } from './wording.jsdiff.ts';

interface Query {
  Querystring: { document?: string; from?: string; to?: string };
}

const noVersion = (cause?: unknown) =>
  Object.assign(new Refusal('not-found', 'There is no such version.'), cause === undefined ? {} : { cause });

function found(document: LegalDocument, version: string | undefined, texts: LegalTexts): LegalVersion {
  const one = legalVersion(document, version ?? '', texts);
  if (!one) throw noVersion();
  return one;
}

function pageOf(one: LegalVersion, now: Date, texts: LegalTexts): LegalPage {
  const versions = legalVersions(one.document, texts).map(({ version, from }) => ({ version, from }));
  const inForce = legalAt(one.document, now, texts).version === one.version;
  return { ...one, inForce, textHash: textHashOf(one), versions: versions.reverse() };
}

function changesOf({ document = 'terms', from, to }: Query['Querystring'], texts: LegalTexts): LegalChanges {
  const known = AgreedDocument.safeParse(document);
  if (!known.success) throw noVersion();
  const [was, is] = [found(known.data, from, texts), found(known.data, to, texts)];
  const numbers =
    known.data === 'terms' ? numbersBetween(termsOf(was.version, texts.terms), termsOf(is.version, texts.terms)) : [];
  const { title, matters } = is;
  const common = { document: known.data, title, matters, from: was.version, to: is.version, inForceFrom: is.from };
  return { ...common, textHash: textHashOf(is), numbers, sections: wordingBetween(was, is) };
}

export function openTerms(fastify: FastifyInstance, texts: LegalTexts, now: () => Date): void {
  fastify.get('/api/v1/terms', async () => termsPage(now(), null, texts.terms));
  fastify.get<Query>('/api/v1/terms/changes', async ({ query }) => changesOf(query, texts));
  fastify.get<{ Params: { version: string } }>('/api/v1/terms/:version', async (request) => {
    try {
      return termsPage(now(), request.params.version, texts.terms);
    } catch (cause) {
      throw noVersion(cause);
    }
  });
  fastify.get<{ Params: { document: string }; Querystring: { version?: string } }>(
    '/api/v1/legal/:document',
    async ({ params, query }) => {
      const document = LEGAL_DOCUMENTS.find((one) => one === params.document);
      if (!document) throw noVersion();
      const one = query.version === undefined ? legalAt(document, now(), texts) : found(document, query.version, texts);
      return pageOf(one, now(), texts);
    },
  );
}
