/** Looks every two seconds, so that whatever is lost is there again within five. */
import type { NatsConnection } from '@nats-io/transport-node';
import { sentenceOf } from '@sounding/bus';
import { provision } from './streams.nats.ts';

const EVERY_MS = 2_000;

export interface Keeper {
  /** Why not everything is in place, or null. */
  problem(): string | null;
  stop(): Promise<void>;
}

interface KeeperLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** Keeps stream and durables in place until stopped. */
export function keepStreams(nats: NatsConnection, log: KeeperLog, replicas = 1): Keeper {
  let problem: string | null = 'not looked yet';
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  let running = look();
  return {
    problem: () => problem,
    stop: async () => {
      stopped = true;
      if (timer) clearTimeout(timer);
      await running;
    },
  };

  async function look(): Promise<void> {
    try {
      const done = await provision(nats, replicas);
      problem = null;
      if (done.length > 0) log.info({ done }, 'put in place');
    } catch (error) {
      if (stopped) return;
      problem = sentenceOf(error);
      log.warn({ error: problem }, 'could not look; trying again');
    }
    if (stopped) return;
    timer = setTimeout(
      () => {
        running = look();
      },
      problem === null ? EVERY_MS : 500,
    );
  }
}
