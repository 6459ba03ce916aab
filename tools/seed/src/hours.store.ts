import type pg from 'pg';
import type { SeedRows } from './rows.ts';
import { has } from './table.store.ts';

/** Writes weekly hours into booking's database; free starts follow when booking hears of the listings. */
export async function seedHours(client: pg.Client, rows: SeedRows): Promise<boolean> {
  const first = rows.providers[0];
  if (!first || (await has(client, 'provider', 'id', first.id))) return false;
  await client.query(
    `insert into provider (id, zone, weekly)
     select id, zone, weekly from jsonb_to_recordset($1::jsonb) as row (id uuid, zone text, weekly jsonb)`,
    [JSON.stringify(rows.providers.map(({ id, person, week }) => ({ id, zone: person.zone, weekly: week })))],
  );
  return true;
}
