/** The bus's numbers. Names are part of the platform: alerts and dashboards use them. */
import { Counter, Gauge, Histogram } from 'prom-client';

const service = ['service'] as const;

export const requestSeconds = new Histogram({
  name: 'sounding_request_seconds',
  help: 'Time to answer a request, by its owner.',
  labelNames: ['service', 'request', 'status'] as const,
  buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
});
export const askSeconds = new Histogram({
  name: 'sounding_ask_seconds',
  help: 'Time from asking to the answer, by the asker.',
  labelNames: ['service', 'request', 'status'] as const,
  buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
});
export const handleSeconds = new Histogram({
  name: 'sounding_event_seconds',
  help: 'Time to handle an event, by its hearer.',
  labelNames: ['service', 'event', 'status'] as const,
  buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
});
export const redeliveries = new Counter({
  name: 'sounding_event_redeliveries_total',
  help: 'Deliveries of an event that were not the first.',
  labelNames: ['service', 'owner'] as const,
});
export const duplicates = new Counter({
  name: 'sounding_event_duplicates_total',
  help: 'Events skipped because their effect was there already.',
  labelNames: ['service', 'owner'] as const,
});
export const published = new Counter({
  name: 'sounding_outbox_published_total',
  help: 'Outbox rows that JetStream acknowledged.',
  labelNames: service,
});
export const republished = new Counter({
  name: 'sounding_outbox_republished_total',
  help: 'Outbox rows taken up again because the stream went backwards.',
  labelNames: service,
});
export const outboxAge = new Gauge({
  name: 'sounding_outbox_oldest_seconds',
  help: 'Age of the oldest outbox row that is not published; 0 when all are.',
  labelNames: service,
});
export const outboxPending = new Gauge({
  name: 'sounding_outbox_pending',
  help: 'Outbox rows that are not published.',
  labelNames: service,
});
export const parked = new Gauge({
  name: 'sounding_events_parked',
  help: 'Events stored because an earlier one of their aggregate is missing or blocked.',
  labelNames: service,
});
export const deadLetters = new Gauge({
  name: 'sounding_dead_letters',
  help: 'Dead letters that wait for a person.',
  labelNames: service,
});
export const consumerPending = new Gauge({
  name: 'sounding_consumer_pending',
  help: 'Events in the stream that the durable has not yet delivered.',
  labelNames: ['service', 'owner'] as const,
});
