/** Stripe's webhooks: the raw body and its signature go to billing in one request; 2xx comes after billing's commit. */
import { StripeWebhook } from '@sounding/contracts';
import type { FastifyInstance } from 'fastify';

/** Stripe's largest events are far below; more is not Stripe. */
const LIMIT = 512 * 1024;

export function openWebhooks(
  fastify: FastifyInstance,
  ask: (input: { body: string; signature: string }) => Promise<unknown>,
): void {
  fastify.register(async (hooks) => {
    hooks.removeAllContentTypeParsers();
    hooks.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LIMIT }, (_request, body, done) =>
      done(null, body),
    );
    hooks.post('/webhooks/stripe', { bodyLimit: LIMIT }, async (request) => {
      const signature = request.headers['stripe-signature'];
      const input = StripeWebhook.input.parse({
        body: (request.body as Buffer).toString('base64'),
        signature: typeof signature === 'string' ? signature : '',
      });
      return ask(input);
    });
  });
}
