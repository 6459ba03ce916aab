/** The browsable page of the API: Swagger UI from our own origin, over our own OpenAPI document. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Swagger UI writes style elements and inline pictures; nothing else is loosened, and only under this path. */
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sounding API</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/api/reference/swagger-ui.css"></head>
<body><main id="api" aria-label="API reference"></main><script src="/api/reference/swagger-ui-bundle.js"></script>
<script src="/api/reference/start.js"></script></body></html>`;

const START = "SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#api', deepLinking: true });";

export async function openReference(fastify: FastifyInstance): Promise<void> {
  const root = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')));
  await fastify.register(async (pages) => {
    pages.addHook('onRequest', async (_request, reply) => {
      reply.header('content-security-policy', CSP);
    });
    // Two files by name and no folder: there is no path to climb.
    await pages.register(fastifyStatic, { root, serve: false });
    for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js']) {
      pages.get(`/api/reference/${file}`, (_request, reply) => reply.sendFile(file));
    }
    pages.get('/api/docs', (_request, reply) => reply.type('text/html; charset=utf-8').send(PAGE));
    pages.get('/api/reference/start.js', (_request, reply) => reply.type('text/javascript').send(START));
  });
}
