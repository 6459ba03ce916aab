import type { IncomingMessage } from 'node:http';
import { StripeProblem } from './problem.ts';

const MOST_BYTES = 1_000_000;

/** The whole body as text; more than a megabyte is refused. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES)
      throw new StripeProblem(413, { type: 'invalid_request_error', message: 'The request is too large.' }, 'nothing');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
