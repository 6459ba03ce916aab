/** Makes and repairs the event stream and the durables; nothing else may. */
import {
  AckPolicy,
  type ConsumerConfig,
  type ConsumerInfo,
  DeliverPolicy,
  DiscardPolicy,
  type JetStreamManager,
  jetstreamManager,
  ReplayPolicy,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
  type StreamInfo,
} from '@nats-io/jetstream';
import { type NatsConnection, nanos } from '@nats-io/transport-node';
import { durableOf, STREAM } from '@sounding/bus';
import { SERVICES } from '@sounding/contracts';
import { ownersHeardBy } from '@sounding/tool-contracts';

const DAY_MS = 86_400_000;

/** Shorter than the seven days that outbox rows stay, so that whatever the stream holds can be asked for again. */
function streamConfig(replicas: number): Partial<StreamConfig> & { name: string } {
  return {
    name: STREAM,
    subjects: ['evt.>'],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    discard: DiscardPolicy.Old,
    max_age: nanos(6 * DAY_MS),
    max_msg_size: 1_000_000,
    duplicate_window: nanos(2 * 60_000),
    num_replicas: replicas,
  };
}

/** Never `backoff`: it would overwrite `ack_wait`. Deliveries are not limited: the inbox decides what a try is. */
function durableConfig(service: string, owner: string): Partial<ConsumerConfig> & { durable_name: string } {
  return {
    durable_name: durableOf(service, owner),
    filter_subject: `evt.${owner}.>`,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(30_000),
    deliver_policy: DeliverPolicy.All,
    replay_policy: ReplayPolicy.Instant,
    max_ack_pending: 1_000,
    max_deliver: -1,
  };
}

/** Every durable: one per hearer and owner. */
export function durables(): readonly (Partial<ConsumerConfig> & { durable_name: string })[] {
  return SERVICES.flatMap((service) => ownersHeardBy(service).map((owner) => durableConfig(service, owner)));
}

function differs(wanted: object, found: object): boolean {
  const have = found as Record<string, unknown>;
  return Object.entries(wanted).some(([key, value]) => JSON.stringify(value) !== JSON.stringify(have[key]));
}

/** One look at everything; answers what was done, in words. */
export async function provision(nats: NatsConnection, replicas: number): Promise<string[]> {
  // A request that a dying server swallowed must not cost the five seconds.
  const manager = await jetstreamManager(nats, { checkAPI: false, timeout: 1_500 });
  const done: string[] = [];
  const stream = await ensureStream(manager, replicas, done);
  const found = new Map<string, ConsumerInfo>();
  for await (const consumer of manager.consumers.list(STREAM)) found.set(consumer.name, consumer);
  for (const wanted of durables()) await ensureDurable(manager, stream, wanted, found.get(wanted.durable_name), done);
  return done;
}

async function ensureStream(manager: JetStreamManager, replicas: number, done: string[]): Promise<StreamInfo> {
  const wanted = streamConfig(replicas);
  try {
    const info = await manager.streams.info(STREAM);
    if (!differs(wanted, info.config)) return info;
    const { name: _, ...changes } = wanted;
    done.push(`changed stream ${STREAM}`);
    return await manager.streams.update(STREAM, { ...info.config, ...changes });
  } catch (error) {
    if ((error as Error).name !== 'StreamNotFoundError') throw error;
    done.push(`made stream ${STREAM}`);
    return manager.streams.add(wanted);
  }
}

async function ensureDurable(
  manager: JetStreamManager,
  stream: StreamInfo,
  wanted: Partial<ConsumerConfig> & { durable_name: string },
  found: ConsumerInfo | undefined,
  done: string[],
): Promise<void> {
  const name = wanted.durable_name;
  // After a crash the server may remember a durable that is ahead of its shorter stream: it would skip what comes now.
  const ahead = found !== undefined && found.delivered.stream_seq > stream.state.last_seq;
  const moved = found !== undefined && found.config.filter_subject !== wanted.filter_subject;
  if (ahead || moved) {
    const now = await manager.streams.info(STREAM);
    if (moved || (found?.delivered.stream_seq ?? 0) > now.state.last_seq) {
      await manager.consumers.delete(STREAM, name);
      await manager.consumers.add(STREAM, wanted);
      done.push(`made durable ${name} anew, because it was ${ahead ? 'ahead of its stream' : 'for another subject'}`);
    }
    return;
  }
  if (!found) {
    await manager.consumers.add(STREAM, wanted);
    done.push(`made durable ${name}`);
  } else if (differs(wanted, found.config)) {
    await manager.consumers.update(STREAM, name, { ...wanted });
    done.push(`changed durable ${name}`);
  }
}
