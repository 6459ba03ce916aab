/** Waits until catalog knows what booking knows, so that a test may then compare them without patience. */
import type { World } from '@sounding/testing';
import { FRESH_MS } from '../apps/booking/src/slots/slots.store.ts';

/** How far each aggregate got: the owner's last event by its name, and what the hearer has handled. */
async function unheard(world: World, owner: 'catalog' | 'booking', hearer: 'catalog' | 'booking'): Promise<string[]> {
  const event = owner === 'catalog' ? 'catalog.listing-changed' : 'booking.runs-published';
  const said = await world.sql<{ aggregate: string; seq: string }>(
    owner,
    'select aggregate, max(seq) as seq from bus.outbox where name = $1 group by aggregate',
    [event],
  );
  const heard = await world.sql<{ aggregate: string; seq: string }>(
    hearer,
    'select aggregate, seq from bus.inbox_position where owner = $1',
    [owner],
  );
  const positions = new Map(heard.map(({ aggregate, seq }) => [aggregate, seq]));
  return said.filter(({ aggregate, seq }) => positions.get(aggregate) !== seq).map(({ aggregate }) => aggregate);
}

/** In the order of the way: deadlines that passed, listings, runs that are stale, runs that catalog has not heard. */
async function waiting(world: World): Promise<Record<string, number>> {
  const now = world.clock.now();
  const count = async (sql: string, at: Date) => {
    const [row] = await world.sql<{ n: number }>('booking', `select count(*)::int as n from ${sql}`, [at]);
    return row?.n ?? 0;
  };
  const deadlines = await count('booking where deadline <= $1', now);
  const listings = (await unheard(world, 'catalog', 'booking')).length;
  const stale = await count(
    'provider where revision is distinct from published or published_until is null or published_until < $1',
    new Date(now.getTime() + FRESH_MS),
  );
  const runs = (await unheard(world, 'booking', 'catalog')).length;
  return { deadlines, listings, stale, runs };
}

export async function settled(world: World): Promise<void> {
  await world.eventually(
    async () => expect(await waiting(world)).toEqual({ deadlines: 0, listings: 0, stale: 0, runs: 0 }),
    60_000,
  );
}
