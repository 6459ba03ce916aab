/** Gauges that are read from the database when somebody looks. */
import type { Bus } from './bus.client.ts';
import { deadLetters, outboxAge, outboxPending, parked } from './metrics.prom.ts';

interface Row {
  readonly age: number | null;
  readonly pending: number;
  readonly parked: number;
  readonly dead: number;
}

/** Reads the outbox and the inbox into the gauges of this service. */
export async function readNumbers(bus: Bus): Promise<void> {
  if (!bus.hasDatabase()) return;
  const { rows } = await bus.database().pool.query(
    `select (select extract(epoch from clock_timestamp() - min(said_at))::float8 from bus.outbox where published_at is null) as age,
       (select count(*)::int from bus.outbox where published_at is null) as pending,
       (select count(*)::int from bus.inbox_early) as parked,
       (select count(*)::int from bus.dead_letter where state = 'open') as dead`,
  );
  const numbers = rows[0] as Row;
  const service = { service: bus.settings.name };
  outboxAge.set(service, numbers.age ?? 0);
  outboxPending.set(service, numbers.pending);
  parked.set(service, numbers.parked);
  deadLetters.set(service, numbers.dead);
}
