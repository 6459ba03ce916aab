/** One connection to NATS per process. */
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { type Log, sentence } from './log.ts';
import { inboxPrefixOf } from './wire.ts';

export interface NatsSettings {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** A file with the certificates (PEM) that the server's own must come from; given, nothing is said without TLS. Read at each start. */
  readonly caFile?: string | undefined;
}

export interface Connection {
  readonly nats: NatsConnection;
  readonly up: () => boolean;
  /** Called after each reconnect. */
  readonly onReconnect: (listener: () => void) => void;
}

/** With `tls://` or a file of certificates the client insists on TLS: a server in between that offers none is not spoken to. */
function tlsOf({ url, caFile }: NatsSettings) {
  if (caFile) return { tls: { caFile } };
  return url.split(',').some((server) => server.startsWith('tls://')) ? { tls: {} } : {};
}

/** Connects as `name`, which logs in as that user or as its second one, and waits for a server that is not there yet; reconnects for ever. */
export async function connectNats(settings: NatsSettings, name: string, log: Log): Promise<Connection> {
  const nats = await connect({
    servers: settings.url.split(','),
    ...tlsOf(settings),
    user: settings.user,
    pass: settings.password,
    name: settings.user,
    inboxPrefix: inboxPrefixOf(name),
    waitOnFirstConnect: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 200,
    reconnectJitter: 200,
    pingInterval: 10_000,
    maxPingOut: 2,
    timeout: 5_000,
  });
  let up = true;
  const listeners: (() => void)[] = [];
  void watch();
  return { nats, up: () => up, onReconnect: (listener) => listeners.push(listener) };

  async function watch(): Promise<void> {
    for await (const status of nats.status()) {
      if (status.type === 'disconnect') {
        up = false;
        log.warn({}, 'nats: disconnected');
      } else if (status.type === 'reconnect') {
        up = true;
        log.info({}, 'nats: connected again');
        for (const listener of listeners) listener();
      } else if (status.type === 'error') {
        log.error({ error: sentence(status.error) }, 'nats: the server refuses something');
      } else if (status.type === 'close') {
        up = false;
      }
    }
  }
}
