/**
 * `<owner>.events-since`: a request that every service whose events are heard answers by itself. A hearer asks it when it
 * misses events of an aggregate: JetStream is a fast pipe that may lose, the owner's outbox is the truth.
 */
import { z } from 'zod';
import { type Event, type Request, request, type Service } from './contract.ts';
import { Instant } from './values.ts';

/** An event as the outbox keeps it. */
export const KeptEvent = z.object({
  id: z.uuid(),
  name: z.string(),
  seq: z.int().min(1),
  data: z.record(z.string(), z.unknown()),
  at: Instant,
  traceparent: z.string().nullable(),
});

const Input = z.object({
  aggregate: z.string().min(1).max(200),
  /** Events with a higher `seq` are answered, in order. */
  after: z.int().min(0),
  limit: z.int().min(1).max(500).default(200),
});
const Output = z.object({
  events: z.array(KeptEvent),
  /** The count of the aggregate's events so far, kept or not; 0 when the owner knows no such aggregate. */
  last: z.int().min(0),
});

export type EventsSince = Request<typeof Input, typeof Output, never>;

/** The services that hear at least one event of `owner`, sorted. */
export function hearersOf(owner: Service, events: readonly Event[]): readonly Service[] {
  return [...new Set(events.filter((event) => event.owner === owner).flatMap((event) => event.heardBy))].sort();
}

/** The request that `owner` answers to those who hear its events. */
export function eventsSince(owner: Service, events: readonly Event[]): EventsSince {
  return request(`${owner}.events-since`, {
    input: Input,
    output: Output,
    from: hearersOf(owner, events),
    who: 'service',
  });
}

export type KeptEvent = z.infer<typeof KeptEvent>;
