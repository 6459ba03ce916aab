/** The business clock's lever, for development alone: these addresses do not exist in production. */
import { Refusal } from '@sounding/contracts';
import type { FastifyInstance } from 'fastify';
import { readOffset, Turn, turn } from './dev.clock.ts';

export function openDevelopment(fastify: FastifyInstance, clock: { file: string; now(): Date }): void {
  const answer = (offsetMs: number) => ({ offsetMs, now: clock.now().toISOString() });
  fastify.get('/api/v1/dev/clock', async () => answer(await readOffset(clock.file)));
  fastify.post('/api/v1/dev/clock', async (request) => {
    const how = Turn.safeParse(request.body);
    if (!how.success) throw new Refusal('invalid-input', 'Give {"shift": "+8d"} or {"reset": true}.');
    return answer(await turn(clock.file, how.data));
  });
}
