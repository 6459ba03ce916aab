/** Documents put into the queue at once, past the bus, and what became of them. */
import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Receipt } from '@sounding/contracts';
import type { World } from '@sounding/testing';
import { numberOf } from '../src/receipt/freeze.ts';
import { frozen } from './cast.ts';

let sequence = 900_000;

/** Issues documents as the service would, all in one commit, so that they are queued at once. */
export async function queued(world: World, count: number, clientName = 'Robin'): Promise<Receipt[]> {
  const issued = Array.from({ length: count }, (_, index) => {
    sequence -= 1;
    const given = { id: randomUUID(), number: numberOf('R', 2026, sequence) };
    return { sequence, receipt: frozen(clientName.replace('#', String(index)), 'Ana', given) };
  });
  await world.sql(
    'receipts',
    `WITH issued AS (
       INSERT INTO receipt (id, source, series, year, sequence, booking_id, client_id, document, issued_at)
       SELECT (value->'receipt'->>'id')::uuid, value->'receipt'->>'id', 'R', 2026, (value->>'sequence')::int,
         (value->'receipt'->>'bookingId')::uuid, (value->'receipt'->>'clientId')::uuid, value->'receipt',
         (value->'receipt'->>'issuedAt')::timestamptz
       FROM jsonb_array_elements($1::jsonb) RETURNING id)
     INSERT INTO rendering (receipt_id, form) SELECT id, 'discreet' FROM issued`,
    [JSON.stringify(issued)],
  );
  return issued.map(({ receipt }) => receipt);
}

export interface Row {
  form: string;
  object: string | null;
  tries: number;
  next_try_at: Date | null;
}

/** The rows of these documents, in no order. */
export function rowsOf(world: World, receipts: readonly Receipt[]): Promise<Row[]> {
  const ids = receipts.map(({ id }) => id);
  return world.sql<Row>(
    'receipts',
    'SELECT form, object, tries, next_try_at FROM rendering WHERE receipt_id = ANY ($1)',
    [ids],
  );
}

/** Waits until all of them are rendered; the keys of their PDFs. */
export async function rendered(world: World, receipts: readonly Receipt[], ms = 60_000): Promise<string[]> {
  await world.eventually(async () => {
    const left = (await rowsOf(world, receipts)).filter(({ object }) => object === null).length;
    if (left > 0) throw new Error(`${left} of ${receipts.length} documents are not rendered`);
  }, ms);
  return (await rowsOf(world, receipts)).flatMap(({ object }) => object ?? []);
}

/** The keys of all PDFs that lie in the store of this world, half-written ones among them. */
export async function stored(world: World): Promise<string[]> {
  const names = await readdir(join(world.home, 'objects/documents')).catch(() => []);
  return names.map((name) => `documents/${name}`);
}
