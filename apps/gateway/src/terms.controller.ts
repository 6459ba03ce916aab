/** The terms in plain English, made from the table that drives the engine. */
import { Refusal } from '@sounding/contracts';
import { termsPage } from '@sounding/terms';
import type { FastifyInstance } from 'fastify';

export function openTerms(fastify: FastifyInstance, now: () => Date): void {
  fastify.get('/api/v1/terms', async () => termsPage(now()));
  fastify.get<{ Params: { version: string } }>('/api/v1/terms/:version', async (request) => {
    try {
      return termsPage(now(), request.params.version);
    } catch (cause) {
      throw Object.assign(new Refusal('not-found', 'There is no such version of the terms.'), { cause });
    }
  });
}
