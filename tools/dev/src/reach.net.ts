/** Tries the servers that were given in the environment, so that a wrong address is named before anything starts. */
import { connect } from 'node:net';
import pg from 'pg';
import type { Settings } from './settings.ts';

function opens(name: string, address: string, usualPort: number): Promise<string | null> {
  const url = new URL(address);
  const port = Number(url.port || usualPort);
  return new Promise((done) => {
    const socket = connect({ host: url.hostname, port, timeout: 4_000 });
    const end = (problem: string | null) => {
      socket.destroy();
      done(problem);
    };
    socket.once('connect', () => end(null));
    socket.once('timeout', () => end(`${name}: nobody answered at ${url.hostname}:${port} within 4 s.`));
    socket.once('error', (error) => end(`${name}: ${url.hostname}:${port} cannot be reached (${error.message}).`));
  });
}

async function logsIn(name: string, url: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 4_000 });
  try {
    await client.connect();
    return null;
  } catch (error) {
    return `${name}: the database cannot be used (${error instanceof Error ? error.message : String(error)}).`;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A sentence for each given server that cannot be used. */
export async function unreachable(settings: Settings): Promise<string[]> {
  const checks: Promise<string | null>[] = [];
  for (const [service, given] of Object.entries(settings.databases)) {
    const suffix = service.toUpperCase();
    checks.push(logsIn(`DATABASE_URL_${suffix}`, given.url));
    if (given.ownerUrl) checks.push(logsIn(`DATABASE_OWNER_URL_${suffix}`, given.ownerUrl));
  }
  if (settings.nats) checks.push(opens('NATS_URL', settings.nats, 4222));
  if (settings.smtp) checks.push(opens('SMTP_URL', settings.smtp, 25));
  if (settings.s3) checks.push(opens('S3_URL', settings.s3, settings.s3.startsWith('https') ? 443 : 80));
  return (await Promise.all(checks)).filter((problem) => problem !== null);
}
