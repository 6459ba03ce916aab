/** Who asks from this machine: nobody else may move the levers. A name that leads here from elsewhere (rebinding) does not count. */
import type { IncomingMessage } from 'node:http';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

export const isLocal = ({ socket, headers }: IncomingMessage): boolean =>
  LOOPBACK.has(socket.remoteAddress ?? '') && NAMES.has((headers.host ?? '').replace(/:\d+$/, ''));
