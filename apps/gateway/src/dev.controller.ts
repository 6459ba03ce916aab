/** The business clock's lever, for development alone: these addresses do not exist in production. */
import { Refusal } from '@sounding/contracts';
import { readOffset, shiftOf, writeOffset } from '@sounding/service';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

/** `{shift: "+8d"}` adds to the offset, `{reset: true}` goes back to real time. */
const Turn = z.union([z.object({ shift: z.string() }), z.object({ reset: z.literal(true) })]);

export function openDevelopment(fastify: FastifyInstance, clock: { file: string; now(): Date }): void {
  const answer = () => ({ offsetMs: readOffset(clock.file), now: clock.now().toISOString() });
  fastify.get('/api/v1/dev/clock', async () => answer());
  fastify.post('/api/v1/dev/clock', async (request) => {
    const turn = Turn.safeParse(request.body).data;
    const by = turn && 'shift' in turn ? shiftOf(turn.shift) : null;
    if (!turn || ('shift' in turn && by === null)) {
      throw new Refusal('invalid-input', 'Give {"shift": "+8d"} or {"reset": true}.');
    }
    writeOffset(clock.file, by === null ? 0 : readOffset(clock.file) + by);
    return answer();
  });
}
