/** One connection to NATS per process. */
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { type Log, sentence } from './log.ts';
import { inboxPrefixOf } from './wire.ts';

export interface NatsSettings {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

export interface Connection {
  readonly nats: NatsConnection;
  readonly up: () => boolean;
  /** Called after each reconnect. */
  readonly onReconnect: (listener: () => void) => void;
}

/** Connects, and waits for a server that is not there yet; reconnects for ever. */
export async function connectNats(settings: NatsSettings, log: Log): Promise<Connection> {
  const nats = await connect({
    servers: settings.url.split(','),
    user: settings.user,
    pass: settings.password,
    name: settings.user,
    inboxPrefix: inboxPrefixOf(settings.user),
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
