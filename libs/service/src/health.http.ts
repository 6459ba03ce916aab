/** /livez, /readyz and /metrics on a port of their own. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import { sentenceOf } from '@sounding/bus';
import { register } from 'prom-client';

/** The registry that /metrics shows. */
export const metrics = register;

export interface Health {
  /** The port it listens on; useful when 0 was asked for. */
  readonly port: number;
  close(): Promise<void>;
}

export interface HealthSources {
  /** What keeps the process from working, in words; ready when empty. */
  problems(): Promise<readonly string[]>;
  /** What the process shows of itself, ready or not. */
  shown?(): { facts: Record<string, object>; warnings: readonly string[] };
  /** Brings gauges that are read on demand up to date. */
  refresh(): Promise<void>;
}

export async function serveHealth(port: number, sources: HealthSources): Promise<Health> {
  const server = createServer((request, response) => {
    route(request.url ?? '/', sources, response).catch((error: unknown) => {
      send(response, 500, 'text/plain', sentenceOf(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => resolve());
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () => closed(server),
  };
}

async function route(url: string, sources: HealthSources, response: ServerResponse): Promise<void> {
  const path = url.split('?')[0];
  if (path === '/livez') return send(response, 200, 'text/plain', 'alive');
  if (path === '/readyz') {
    const problems = await sources.problems();
    const body = JSON.stringify({ ready: problems.length === 0, problems, ...sources.shown?.() });
    return send(response, problems.length === 0 ? 200 : 503, 'application/json', body);
  }
  if (path === '/metrics') {
    await sources.refresh();
    return send(response, 200, metrics.contentType, await metrics.metrics());
  }
  return send(response, 404, 'text/plain', 'not found');
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, connection: 'close' });
  response.end(body);
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
