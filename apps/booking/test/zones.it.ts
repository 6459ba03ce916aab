/** Where PostgreSQL's time-zone data differs from Node's: the reason why no zone is computed in SQL. */
import type { World } from '@sounding/testing';
import { startWorld } from '@sounding/testing';
import { BookingModule } from '../src/booking.module.ts';
import { offsetAt } from '../src/slots/oracle.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const DAY = 86_400_000;
/** From 1970 on every twenty days, so that every clock change of a season is seen; and a season ahead of today's rules. */
const INSTANTS = Array.from({ length: (67 * 365) / 20 }, (_, n) => n * 20 * DAY);

interface Row {
  readonly zone: string;
  readonly offsets: number[];
}

test('the zones on which PostgreSQL’s data differs from Node’s are printed; most agree', async () => {
  const zones = Intl.supportedValuesOf('timeZone');
  const known = await world.sql<{ name: string }>('booking', 'select name from pg_timezone_names');
  const names = new Set(known.map(({ name }) => name));
  const both = zones.filter((zone) => names.has(zone));
  const rows = await world.sql<Row>(
    'booking',
    `select zone, array_agg(extract(epoch from (to_timestamp(at / 1000.0) at time zone zone) - (to_timestamp(at / 1000.0) at time zone 'UTC'))::int
       order by at) as offsets
     from unnest($1::text[]) as zone, unnest($2::bigint[]) as at group by zone`,
    [both, INSTANTS],
  );
  const differences = rows.flatMap(({ zone, offsets }) => {
    const first = INSTANTS.find((at, n) => offsets[n] !== offsetAt(at, zone) / 1_000);
    return first === undefined ? [] : [`${zone} from ${new Date(first).toISOString().slice(0, 10)}`];
  });
  const missing = zones.filter((zone) => !names.has(zone));
  process.stdout.write(
    `time zones: Node ${process.versions.tz} knows ${zones.length}, of which PostgreSQL knows ${both.length} (not ${missing.join(', ') || 'none'});` +
      ` ${differences.length} differ at ${INSTANTS.length} instants: ${differences.join(', ') || 'none'}\n`,
  );
  expect(rows).toHaveLength(both.length);
  expect(both.length).toBeGreaterThan(400);
  expect(differences.length).toBeLessThan(both.length / 10);
});

test('booking shows at /readyz the time-zone data that it computes with, and stays ready when it is old', async () => {
  const readyz = async (port: number | undefined) => {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
    return { status: answer.status, ...((await answer.json()) as { facts: object; warnings: string[] }) };
  };
  await world.clock.set(new Date('2026-11-26T12:00:00Z'));
  const { health } = await world.service('booking', BookingModule, { environment: { SOUNDING_HEALTH_PORT: '0' } });
  const { facts } = await readyz(health?.port);
  expect(facts).toMatchObject({ zoneData: { version: process.versions.tz, ageDays: expect.any(Number) } });
  await world.clock.set(new Date('2040-01-01T12:00:00Z'));
  await world.eventually(async () => {
    const { status, warnings } = await readyz(health?.port);
    expect([status, warnings]).toEqual([200, [expect.stringContaining('older than a year')]]);
  });
});
