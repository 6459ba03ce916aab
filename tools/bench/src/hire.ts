/** The hire as a person at the API lives it, in steps that the smoke test prints and the benchmark repeats. */
import { randomUUID } from 'node:crypto';
import type { Bill, Booking, Hit, Receipt } from '@sounding/contracts';
import { until, Visitor } from './visitor.ts';

/** Where the parts of a running copy are. */
export interface Copy {
  site: string;
  stripe: string;
  mail: string;
}

interface Mail {
  to: { address: string }[];
  text: string;
}

/** The newest six-digit code that was mailed to an address, from the development mail viewer. */
export async function mailedCode(copy: Copy, address: string): Promise<string> {
  // Where the business clock was moved, what fell due by that goes first.
  return until(
    'the mail with the code',
    async () => {
      const mails = (await (
        await fetch(`${copy.mail}/api/email?to.address=${encodeURIComponent(address)}`)
      ).json()) as Mail[];
      const mine = mails.filter((mail) => mail.to.some((to) => to.address === address));
      return mine.at(-1)?.text.match(/\b\d{6}\b/)?.[0] ?? null;
    },
    60_000,
  );
}

/** A new client: signs up, reads the code, confirms. */
export async function newClient(copy: Copy): Promise<Visitor> {
  const visitor = new Visitor(copy.site);
  const email = `visitor-${randomUUID()}@example.com`;
  await visitor.post('/api/v1/sign-up', {
    email,
    password: 'a-long-walk-by-the-river',
    alias: 'Rowan',
    adult: true,
    zone: 'Europe/Lisbon',
  });
  await visitor.post('/api/v1/confirm', { email, code: await mailedCode(copy, email) });
  return visitor;
}

export async function signIn(copy: Copy, email: string, password: string): Promise<Visitor> {
  const visitor = new Visitor(copy.site);
  await visitor.post('/api/v1/sign-in', { email, password });
  return visitor;
}

/** A listing that can be had, and its free starts in the next three weeks. */
export async function findListing(visitor: Visitor, text: string): Promise<{ hit: Hit; starts: string[] }> {
  const { hits } = await visitor.get<{ hits: Hit[] }>(`/api/v1/search?text=${encodeURIComponent(text)}&mode=advice`);
  const hit = hits.find((found) => found.nextStart !== null);
  if (!hit) throw new Error(`no listing for "${text}" has a free start`);
  const from = new Date(hit.nextStart as string);
  const to = new Date(from.getTime() + 21 * 86_400_000);
  const query = `from=${from.toISOString()}&to=${to.toISOString()}`;
  const { starts } = await visitor.get<{ starts: string[] }>(`/api/v1/listings/${hit.listing.id}/slots?${query}`);
  if (starts.length === 0) throw new Error('the listing has no free start');
  return { hit, starts };
}

export async function reserve(
  visitor: Visitor,
  listingId: string,
  startsAt: string,
): Promise<{ booking: Booking; bill: Bill }> {
  return visitor.post('/api/v1/bookings', { listingId, startsAt });
}

/** Pays the bill on Stripe's page, by the emulator's own lever instead of a browser. */
export async function pay(
  copy: Copy,
  visitor: Visitor,
  bookingId: string,
  card = '4242424242424242',
  holder: { name?: string } = {},
): Promise<void> {
  const { url } = await visitor.post<{ url: string }>(`/api/v1/bookings/${bookingId}/payment`);
  const session = new URL(url).pathname.split('/').at(-1);
  const answer = await fetch(`${copy.stripe}/_emulator/pay`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ session, card, ...holder }),
  });
  if (!answer.ok) throw new Error(`paying answered ${answer.status}: ${await answer.text()}`);
}

export async function confirmed(
  visitor: Visitor,
  bookingId: string,
  looked: () => void = () => undefined,
): Promise<Booking> {
  return until('the confirmation', async () => {
    looked();
    const booking = await visitor.get<Booking>(`/api/v1/bookings/${bookingId}`);
    return booking.state === 'confirmed' ? booking : null;
  });
}

export async function receiptOf(visitor: Visitor, bookingId: string): Promise<Receipt> {
  return until('the receipt', async () => {
    const { receipts } = await visitor.get<{ receipts: Receipt[] }>(`/api/v1/bookings/${bookingId}/receipts`);
    return receipts[0] ?? null;
  });
}
