/** Providers with a few hours on one day, and people who wait for them. */
import { randomUUID } from 'node:crypto';
import {
  type Booking,
  Cancel,
  DeclineOffer,
  FindSlots,
  JoinWait,
  ListingChanged,
  MyWaits,
  PreviewCancel,
  ReadOffer,
  Refusal,
  Reserve,
  SetSchedule,
  type Wait,
} from '@sounding/contracts';
import { after, confirmed, hours, PRICE, type Stage } from './hire.ts';

/** The Thursday after the Monday on which tests begin. */
export const DAY = '2027-06-10';
export const at = (hour: number) => after(`${DAY}T00:00:00.000Z`, hours(hour));

export interface Shop extends Stage {
  /** Of the same provider, two hours long. */
  readonly double: string;
}

const shops = new Map<string, { provider: string; durationMinutes: number }>();

/** Catalog knows every listing that a test opens, beside the one of the stage. */
export function openCatalog({ world, listing, provider }: Stage): void {
  shops.set(listing, { provider, durationMinutes: 60 });
  world.answer(ReadOffer, ({ listingId }) => {
    const shop = shops.get(listingId);
    if (!shop) throw new Refusal('not-found', 'There is no such listing.');
    return {
      listingId,
      listingVersion: 1,
      providerId: shop.provider,
      kind: 'session' as const,
      mode: 'advice' as const,
      title: 'Where next: an hour on your path',
      price: PRICE,
      durationMinutes: shop.durationMinutes,
      stepMinutes: 60,
      noticeMinutes: 120,
      asksFirst: false,
      weeksMost: 1,
    };
  });
}

/** A provider of our own who works on Thursday from eight for so many hours. */
export async function openShop(stage: Stage, open: number): Promise<Shop> {
  const shop = { ...stage, provider: randomUUID(), listing: randomUUID(), double: randomUUID() };
  shops.set(shop.listing, { provider: shop.provider, durationMinutes: 60 });
  shops.set(shop.double, { provider: shop.provider, durationMinutes: 120 });
  await openHours(shop, open);
  return shop;
}

export async function openHours({ world, provider }: Shop, open: number): Promise<void> {
  const windows = [{ from: '08:00', to: `${String(8 + open).padStart(2, '0')}:00` }];
  await world.as(provider).ask(SetSchedule, { zone: 'UTC', weekly: [], overrides: [{ date: DAY, windows }] });
}

/** The same, with every hour sold. */
export async function fullShop(stage: Stage, open: number): Promise<{ shop: Shop; sold: Booking[] }> {
  const shop = await openShop(stage, open);
  const starts = Array.from({ length: open }, (_, n) => at(8 + n));
  return { shop, sold: await Promise.all(starts.map((start) => confirmed(shop, randomUUID(), start))) };
}

export function wait(
  { world, listing }: Shop,
  client: string,
  { goOn = false, from = DAY, to = DAY, of = listing } = {},
): Promise<Wait> {
  return world.as(client).ask(JoinWait, { listingId: of, from, to, zone: 'UTC', goOn });
}

/** So many people, one behind the other. */
export async function queue(shop: Shop, count: number, how: Parameters<typeof wait>[2] = {}): Promise<string[]> {
  const clients = Array.from({ length: count }, () => randomUUID());
  for (const client of clients) await wait(shop, client, how);
  return clients;
}

export async function waits({ world }: Shop, client: string): Promise<Wait[]> {
  return (await world.as(client).ask(MyWaits, {})).waits;
}

/** The hour that each is offered now, or nothing: read at once from the database. */
export async function offers({ world, provider }: Shop, clients: readonly string[]): Promise<(number | null)[]> {
  const rows = await world.sql<{ client_id: string; starts_at: Date }>(
    'booking',
    `select client_id, starts_at from booking where provider_id = $1 and state = 'offered'`,
    [provider],
  );
  return clients.map((client) => rows.find((row) => row.client_id === client)?.starts_at.getUTCHours() ?? null);
}

export async function offeredTo(shop: Shop, client: string): Promise<NonNullable<Wait['offered']>> {
  const open = (await waits(shop, client)).find(({ offered }) => offered !== null)?.offered;
  if (!open) throw new Error('nothing is offered');
  return open;
}

export async function decline(shop: Shop, client: string, goOn = false): Promise<Booking> {
  const { bookingId } = await offeredTo(shop, client);
  return shop.world.as(client).ask(DeclineOffer, { bookingId, goOn });
}

export async function take(shop: Shop, client: string): Promise<Booking> {
  const { startsAt } = await offeredTo(shop, client);
  return (await shop.world.as(client).ask(Reserve, { listingId: shop.listing, startsAt })).booking;
}

export async function cancel({ world }: Shop, booking: Booking, by = booking.clientId): Promise<void> {
  const { toClient } = await world.as(by).ask(PreviewCancel, { bookingId: booking.id });
  await world.as(by).ask(Cancel, { bookingId: booking.id, seen: toClient });
}

/** What a stranger, or this person, sees of Thursday, as hours. */
export async function shown({ world, listing }: Shop, account: string = randomUUID()): Promise<number[]> {
  const { starts } = await world.as(account).ask(FindSlots, { listingId: listing, from: at(0), to: at(24) });
  return starts.map((start) => new Date(start).getUTCHours());
}

/** Catalog says that the listing is up or down. */
export function listingChanged({ world, provider, listing }: Shop, published: boolean, version: number) {
  return world.say('catalog', ListingChanged, {
    listingId: listing,
    providerId: provider,
    published,
    version,
    durationMinutes: 60,
    stepMinutes: 60,
    noticeMinutes: 120,
  });
}
