/**
 * A process dies at a named point of the hire. After its restart the story goes on to its right end, once: one charge, one receipt, one
 * refund, no dead letter. All pairs of process and point with SOUNDING_PROVE; otherwise a tenth of them, drawn by the printed seed.
 */

import type { Booking, Receipt } from '@sounding/contracts';
import { seeded } from '@sounding/testing';
import { findListing, newClient, Refused, receiptOf, type reserve, until, type Visitor } from '@sounding/tool-bench';
import pg from 'pg';
import type { World } from '../world.ts';

const PROCESSES = [
  'identity',
  'catalog',
  'booking',
  'billing',
  'receipts',
  'workspace',
  'gateway',
  'stripe-emulator',
  'provision',
];
/** Where in the hire the process dies: at the moment after the named thing was answered. */
const POINTS = ['reserved', 'payment opened', 'paid', 'confirmed', 'cancelled'] as const;
type Point = (typeof POINTS)[number];

/** The short run is the same everywhere; the whole run draws a new seed each time and prints it. */
const seed = Number(
  process.env.SOUNDING_SEED ?? (process.env.SOUNDING_PROVE ? Math.floor(Math.random() * 2 ** 31) : 1144509728),
);
const all = PROCESSES.flatMap((victim) => POINTS.map((point) => ({ victim, point })));

/** A deterministic draw, so that the printed seed repeats the run. */
function drawn<T>(from: readonly T[], count: number): T[] {
  const next = seeded(seed);
  return [...from]
    .map((one) => [next(), one] as const)
    .sort((a, b) => a[0] - b[0])
    .slice(0, count)
    .map(([, one]) => one);
}

const cases = process.env.SOUNDING_PROVE ? all : drawn(all, Math.ceil(all.length / 10));
console.log(`faults: ${cases.length} of ${all.length} cases, SOUNDING_SEED=${seed}`);

/** Does it now, or again once the door answers: what a person does who is told "not available just now". */
async function insist<T>(what: string, work: () => Promise<T>): Promise<T> {
  return until(
    what,
    async () => {
      try {
        return await work();
      } catch (error) {
        const passes = !(error instanceof Refused) || [502, 503, 504].includes(error.problem.status);
        if (passes) return null;
        throw error;
      }
    },
    60_000,
  );
}

export function tellFaults(world: () => World): void {
  let client: Visitor;
  beforeAll(async () => {
    client = await newClient(world().copy);
  });

  async function hire(victim: string, point: Point): Promise<{ bookingId: string; paid: number; price: number }> {
    let back: Promise<void> = Promise.resolve();
    const reached = async (here: Point) => {
      if (here !== point) return;
      await world().platform.kill(victim);
      back = world().platform.restart(victim);
    };
    const { hit, starts } = await insist('the search', () => findListing(client, 'life path advice'));
    const startsAt = starts.at(-1 - Math.floor(starts.length / 3)) as string;
    const key = `hire-${victim}-${point}-${seed}`.replaceAll(' ', '-');
    const { booking, bill } = await insist('the reservation', () =>
      client.post<Awaited<ReturnType<typeof reserve>>>(
        '/api/v1/bookings',
        { listingId: hit.listing.id, startsAt },
        key,
      ),
    );
    await reached('reserved');
    const { url } = await insist('the payment page', () =>
      client.post<{ url: string }>(`/api/v1/bookings/${booking.id}/payment`),
    );
    await reached('payment opened');
    await insist('the payment', () => payOnce(url));
    await reached('paid');
    await insist('the confirmation', async () => {
      const seen = await client.get<Booking>(`/api/v1/bookings/${booking.id}`);
      if (seen.state !== 'confirmed') throw new Error(seen.state);
      return seen;
    });
    await reached('confirmed');
    await insist('the cancellation', async () => {
      const preview = await client.get<{ toClient: unknown }>(`/api/v1/bookings/${booking.id}/cancellation`);
      return client.post(`/api/v1/bookings/${booking.id}/cancellation`, { seen: preview.toClient }, `${key}-cancel`);
    });
    await reached('cancelled');
    await back;
    const receipt = await receiptOf(client, booking.id);
    expect(receipt.lines).toEqual(bill.lines);
    return { bookingId: booking.id, paid: bill.total.minor, price: booking.offer.price.minor };
  }

  /** The emulator's lever; a session that is already paid is what we wanted. */
  async function payOnce(url: string): Promise<true> {
    const answer = await fetch(`${world().copy.stripe}/_emulator/pay`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ session: new URL(url).pathname.split('/').at(-1), card: '4242424242424242' }),
    });
    const text = await answer.text();
    if (!answer.ok && !/complete|paid/i.test(text)) throw new Error(text);
    return true;
  }

  async function deadLetters(): Promise<number> {
    let count = 0;
    for (const url of Object.values(world().platform.databases)) {
      const database = new pg.Client({ connectionString: url });
      await database.connect();
      const { rows } = await database.query<{ n: number }>('SELECT count(*)::int AS n FROM bus.dead_letter');
      count += rows[0]?.n ?? 0;
      await database.end();
    }
    return count;
  }

  it.each(cases)('$victim dies after "$point" and the hire still ends right, once', async ({ victim, point }) => {
    const { bookingId, paid, price } = await hire(victim, point);
    const receipts = await until(
      'receipt and credit note',
      async () => {
        const { receipts: issued } = await client.get<{ receipts: Receipt[] }>(
          `/api/v1/bookings/${bookingId}/receipts`,
        );
        return issued.length >= 2 ? issued : null;
      },
      60_000,
    );
    expect(receipts.map((receipt) => receipt.kind)).toEqual(['receipt', 'credit-note']);
    const booking = await until('the refund', async () => {
      const seen = await client.get<Booking>(`/api/v1/bookings/${bookingId}`);
      return seen.state === 'refunded' || seen.state === 'cancelled' ? seen : null;
    });
    expect(booking.refunded).toEqual(booking.offer.price);
    const charges = (await (await fetch(`${world().copy.stripe}/_emulator/charges?key=booking_id`)).json()) as Record<
      string,
      unknown
    >;
    expect(charges[bookingId]).toEqual({ charges: 1, amount: paid, refunded: price });
    expect(await deadLetters()).toBe(0);
  });
}
