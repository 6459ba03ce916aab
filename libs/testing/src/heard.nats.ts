/** Events on the wire: collected for assertions, and said on behalf of owners that are not running. */
import { randomUUID } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import { headers, type Msg, type NatsConnection } from '@nats-io/transport-node';
import { STREAM, wire } from '@sounding/bus';
import { type Data, EVENTS, type Event, eventsSince, type KeptEvent, type Service } from '@sounding/contracts';

export interface HeardEvent {
  readonly id: string;
  readonly name: string;
  readonly aggregate: string;
  readonly seq: number;
  readonly data: Record<string, unknown>;
}

/** Every event that was published since the world began, each once, in the order of arrival. */
export class Ear {
  readonly #events = new Map<string, HeardEvent>();

  listen(nats: NatsConnection): void {
    nats.subscribe('evt.>', {
      callback: (error, message) => {
        if (!error) this.#keep(message);
      },
    });
  }

  #keep(message: Msg): void {
    const id = message.headers?.get('Nats-Msg-Id') ?? '';
    if (!id || this.#events.has(id)) return;
    this.#events.set(id, {
      id,
      name: message.subject.slice('evt.'.length),
      aggregate: message.headers?.get(wire.AGGREGATE) ?? '',
      seq: Number(message.headers?.get(wire.SEQ) ?? 0),
      data: message.json(),
    });
  }

  of(owner: string): HeardEvent[] {
    return [...this.#events.values()].filter((event) => event.name.startsWith(`${owner}.`));
  }
}

/** Speaks for owners that do not run in this file, and answers what they would be asked about it. */
export class Mouth {
  readonly #said = new Map<string, KeptEvent[]>();
  readonly #answering = new Set<Service>();
  readonly #nats: NatsConnection;

  constructor(nats: NatsConnection) {
    this.#nats = nats;
  }

  async say<E extends Event>(owner: Service, event: E, data: Data<E>): Promise<HeardEvent> {
    if (event.owner !== owner) throw new Error(`${event.name} is said by ${event.owner}, not by ${owner}.`);
    const fit = event.data.parse(data) as Record<string, unknown>;
    const aggregate = String(fit[event.of]);
    const before = this.#said.get(`${owner} ${aggregate}`) ?? [];
    const kept: KeptEvent = {
      id: randomUUID(),
      name: event.name,
      seq: before.length + 1,
      data: fit,
      at: new Date().toISOString(),
      traceparent: null,
    };
    this.#said.set(`${owner} ${aggregate}`, [...before, kept]);
    this.#answerSince(owner);
    await this.publish(kept, aggregate);
    return { id: kept.id, name: kept.name, aggregate, seq: kept.seq, data: fit };
  }

  /** Publishes an event that was said before, as a pipe that repeats itself would. */
  async publish(event: KeptEvent | HeardEvent, aggregate: string): Promise<void> {
    const sent = headers();
    sent.set(wire.AGGREGATE, aggregate);
    sent.set(wire.SEQ, String(event.seq));
    sent.set(wire.SAID_AT, new Date().toISOString());
    await jetstream(this.#nats, { checkAPI: false }).publish(`evt.${event.name}`, JSON.stringify(event.data), {
      msgID: event.id,
      headers: sent,
      expect: { streamName: STREAM },
    });
  }

  #answerSince(owner: Service): void {
    if (this.#answering.has(owner)) return;
    this.#answering.add(owner);
    const contract = eventsSince(owner, EVENTS);
    this.#nats.subscribe(contract.subject, {
      queue: owner,
      callback: (error, message) => {
        if (error) return;
        const { aggregate, after, limit } = contract.input.parse(message.json());
        const said = this.#said.get(`${owner} ${aggregate}`) ?? [];
        const sent = headers();
        sent.set(wire.STATUS, 'ok');
        const events = said.filter((event) => event.seq > after).slice(0, limit);
        message.respond(JSON.stringify({ events, last: said.length }), { headers: sent });
      },
    });
  }
}
