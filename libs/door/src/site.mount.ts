/** The site on its door. It uses nothing of the door but its public API. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { kindOf, sentenceOf } from '@sounding/bus';
import { mountSite } from '@sounding/ui/site.http';
import type { FastifyInstance } from 'fastify';
import { pageCsp } from './headers.ts';
import type { OpenDoor } from './run.process.ts';

export interface Site {
  /** Where the built site lies: `new URL('../web/build', import.meta.url)`. */
  readonly build: URL;
  /** Pages that leave no line in the log. */
  readonly unlogged?: readonly string[];
}

export async function openSite(fastify: FastifyInstance, door: OpenDoor, site: Site): Promise<void> {
  const build = fileURLToPath(site.build);
  if (!door.production && !existsSync(build)) {
    door.host.log.warn('the site is not built; this door answers its API alone');
    return;
  }
  await mountSite(fastify, {
    build,
    now: () => door.clock.now(),
    policy: pageCsp,
    unlogged: site.unlogged ?? [],
    report: (error, { traceId, path }) =>
      door.host.log.error({ error: sentenceOf(error), kind: kindOf(error), traceId, path }, 'a page failed'),
  });
}
