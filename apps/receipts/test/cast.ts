/** What billing would say of one hire, for the tests of receipts. Names come from stand-ins for identity and catalog. */
import { randomUUID } from 'node:crypto';
import {
  BookingReceipts,
  type Data,
  type FundsHeld,
  type Grant,
  Parties,
  Receipt,
  ReceiptPdf,
  type RefundMade,
  Refusal,
  ViewListing,
  ViewProvider,
} from '@sounding/contracts';
import { money } from '@sounding/money';
import type { World } from '@sounding/testing';
import { freeze } from '../src/receipt/freeze.ts';
import { sha256 } from '../src/receipt/issue.store.ts';
import { receiptOf } from '../src/receipt/receipt.ts';

export interface Hire {
  readonly bookingId: string;
  readonly clientId: string;
  readonly providerId: string;
}

export function hire(): Hire {
  return { bookingId: randomUUID(), clientId: randomUUID(), providerId: randomUUID() };
}

/** Whose clock is set elsewhere than in Vienna. */
export const zones = new Map<string, string>();

/** Identity, as far as receipts asks it; an account without a name here is one that is gone. */
export function standInForIdentity(world: World): Map<string, string> {
  const names = new Map<string, string>();
  world.answer(Parties, ({ accountIds }) => ({
    parties: accountIds.flatMap((accountId) => {
      const alias = names.get(accountId);
      return alias === undefined ? [] : [{ accountId, alias, zone: zones.get(accountId) ?? 'Europe/Vienna' }];
    }),
  }));
  return names;
}

/** What catalog knows of listings, by id. */
export const listings = new Map<string, { title: string; category: string }>();

/** Catalog, as far as receipts asks it: the name under which a provider offers, and listings; who and what is not there is not found. */
export function standInForCatalog(world: World): Map<string, string> {
  const shown = new Map<string, string>();
  const providerOf = (accountId: string, displayName: string) => ({
    ...{ accountId, displayName, handle: 'somebody', headline: 'A headline', about: '', languages: ['en'] },
    ...{ zone: 'America/New_York', licence: 'none' as const, rating: null, reviews: 0 },
    ...{ licencePlaces: [], approaches: [], credentials: [], picture: null },
  });
  world.answer(ViewListing, ({ listingId }) => {
    const known = listings.get(listingId);
    if (!known) throw new Refusal('not-found', 'There is no such listing.');
    const listing = {
      ...{ id: listingId, providerId: randomUUID(), kind: 'session' as const, mode: 'advice' as const, ...known },
      ...{ description: '', price: money(6_000), allIn: money(6_349), fee: money(349), durationMinutes: 60 },
      ...{ stepMinutes: 60, noticeMinutes: 0, youGet: [], plainTerms: '', asksFirst: false, weeksMost: 1 },
      state: 'published' as const,
    };
    return { listing, provider: providerOf(randomUUID(), 'Ana'), bookable: true, whyNot: null };
  });
  world.answer(ViewProvider, (asked) => {
    const accountId = 'accountId' in asked ? asked.accountId : '';
    const displayName = shown.get(accountId);
    if (displayName === undefined) throw new Refusal('not-found', 'There is no provider with this name.');
    const provider = providerOf(accountId, displayName);
    return { provider, listings: [], reviews: [] };
  });
  return shown;
}

export function paidBill(made: Hire, heldAt = '2026-11-23T18:00:00.000Z'): Data<typeof FundsHeld> {
  return {
    ...made,
    billId: randomUUID(),
    billHash: 'b'.repeat(64),
    mode: 'advice',
    startsAt: '2026-11-30T18:00:00.000Z',
    endsAt: '2026-11-30T19:00:00.000Z',
    lines: [
      { kind: 'price', quantity: 2, unit: money(3_000), amount: money(6_000) },
      { kind: 'handling-fee', quantity: 1, unit: money(349), amount: money(349) },
    ],
    paid: money(6_349),
    termsVersion: '2026-11-01',
    method: { brand: 'visa', last4: '4242' },
    heldAt,
  };
}

export function refund(made: Hire, toClient: number, feeToClient = 0): Data<typeof RefundMade> {
  return {
    ...made,
    refundId: randomUUID(),
    reason: feeToClient > 0 ? 'our-error' : 'client-cancelled-late',
    toClient: money(toClient),
    feeToClient: money(feeToClient),
    termsVersion: '2026-11-01',
    refundedAt: '2026-11-24T09:00:00.000Z',
  };
}

/** A receipt as the service would freeze it, without a service. */
export function frozen(client: string, provider: string, given: { id: string; number: string }): Receipt {
  const parties = {
    client: { name: client, zone: 'Europe/Vienna', country: null },
    provider: { name: provider, zone: 'America/New_York' },
    service: null,
  };
  const { document } = receiptOf(paidBill(hire()), parties, { name: 'Sounding', address: [], registration: null });
  const verifyAt = 'http://localhost:3000/verify/0123456789abcdefghjkmnpqrs';
  return Receipt.parse(freeze(document, { ...given, verifyAt }, sha256));
}

/** The documents of a booking that somebody sees, once there are so many. */
export async function documents(world: World, account: string, bookingId: string, count: number): Promise<Receipt[]> {
  const ask = async () => (await world.as(account).ask(BookingReceipts, { bookingId })).receipts;
  await world.eventually(async () => {
    const found = await ask();
    if (found.length < count) throw new Error(`${found.length} of ${count} documents so far`);
  }, 30_000);
  return ask();
}

/** The PDF of a document, asked for again while it is being made, as its page does. */
export function pdfOf(world: World, account: string, receiptId: string): Promise<Grant> {
  return world.eventually(() => world.as(account).ask(ReceiptPdf, { receiptId }), 60_000);
}

/** The code of the refusal that a promise ends with. */
export async function refusalOf(answer: Promise<unknown>): Promise<string> {
  try {
    await answer;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code);
    throw error;
  }
  return 'answered';
}
