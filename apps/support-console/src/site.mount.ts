/** The staff's site on the staff door. It uses nothing of the door but its public API. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { kindOf, sentenceOf } from '@sounding/bus';
import { type OpenDoor, pageCsp } from '@sounding/door';
import { mountSite } from '@sounding/ui/site.http';
import type { FastifyInstance } from 'fastify';

export async function openSite(fastify: FastifyInstance, door: OpenDoor): Promise<void> {
  const build = fileURLToPath(new URL('../web/build', import.meta.url));
  if (!door.production && !existsSync(build)) {
    door.host.log.warn('the site is not built; this door answers its API alone');
    return;
  }
  await mountSite(fastify, {
    build,
    now: () => door.clock.now(),
    policy: pageCsp,
    unlogged: ['/help/now'],
    report: (error, { traceId, path }) =>
      door.host.log.error({ error: sentenceOf(error), kind: kindOf(error), traceId, path }, 'a page failed'),
  });
}
