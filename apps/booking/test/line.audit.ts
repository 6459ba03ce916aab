/**
 * Watches lines in the database itself. Everything that changes a line happens under its provider's lock, so what triggers write
 * down is in the order of the commits; afterwards each offer is asked whether somebody before it in line was passed over.
 */
import type { World } from '@sounding/testing';

export async function watchTheLine(world: World): Promise<void> {
  await world.sql(
    'booking',
    `create table watched (number bigserial primary key, what text not null, row jsonb not null);
     create function watch() returns trigger language plpgsql security definer as $$
       begin insert into watched (what, row) values (tg_table_name || ' ' || lower(tg_op), to_jsonb(new)); return null; end $$;
     create trigger watch_wait after insert or update on wait for each row execute function watch();
     create trigger watch_offer after insert on wait_offer for each row execute function watch();
     create trigger watch_answer after update on booking for each row
       when (old.state = 'offered' and new.state <> 'offered') execute function watch();`,
  );
}

interface Watched {
  readonly what: string;
  readonly row: Record<string, string | null>;
}

/** Somebody in line, as far as the watch has come. */
interface Waiting {
  readonly place: number;
  readonly providerId: string;
  readonly listingId: string;
  readonly from: number;
  readonly to: number;
  ended: boolean;
  /** The booking of the offer that is open. */
  open: string | null;
  readonly offered: Set<number>;
}

const ms = (instant: string | null | undefined) => Date.parse(instant ?? '');

function suits(one: Waiting, start: number): boolean {
  return !one.ended && one.open === null && one.from <= start && start < one.to && !one.offered.has(start);
}

/** How many offers were made, and those that passed over somebody who stood before, of the same listing. */
export async function skippedBy(world: World): Promise<{ offers: number; skipped: string[] }> {
  const rows = await world.sql<Watched>('booking', 'select what, row from watched order by number');
  const line = new Map<string, Waiting>();
  const skipped: string[] = [];
  let offers = 0;
  for (const { what, row } of rows) {
    if (what === 'wait insert') {
      line.set(row.id as string, {
        place: Number(row.place),
        providerId: row.provider_id as string,
        listingId: row.listing_id as string,
        from: ms(row.starts_from),
        to: ms(row.starts_before),
        ended: false,
        open: null,
        offered: new Set(),
      });
    } else if (what === 'wait update') {
      (line.get(row.id as string) as Waiting).ended = row.ended !== null;
    } else if (what === 'booking update') {
      for (const one of line.values()) if (one.open === row.id) one.open = null;
    } else {
      offers += 1;
      const mine = line.get(row.wait_id as string) as Waiting;
      const start = ms(row.starts_at);
      const before = [...line.values()].filter(
        (one) =>
          one.place < mine.place &&
          one.providerId === mine.providerId &&
          one.listingId === mine.listingId &&
          suits(one, start),
      );
      if (before.length > 0 || !suits(mine, start)) skipped.push(`${row.starts_at} to place ${mine.place}`);
      mine.open = row.booking_id as string;
      mine.offered.add(start);
    }
  }
  return { offers, skipped };
}
