/** What people must look at: support keeps one ticket per key. */
import type { AttentionWanted, Data } from '@sounding/contracts';

type Attention = Data<typeof AttentionWanted>;

/** A sentence's worth of facts, without names or addresses. `over` says that it has come right. */
export function attention(
  what: Attention['what'],
  on: Pick<Attention, 'bookingId' | 'facts'> & { id: string; now: Date; until?: Date | null; over?: boolean },
): Attention {
  const { id, now, until = null, over = false, bookingId, facts } = on;
  return {
    key: `${what}:${id}`,
    what,
    bookingId,
    facts,
    until: until?.toISOString() ?? null,
    over,
    at: now.toISOString(),
  };
}
