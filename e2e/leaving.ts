/** A person with everything: hires that were kept, claimed and cancelled, messages, a ticket, a review, a card, a calendar and a wait. */
import { randomUUID } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import {
  AnswerTicket,
  Beat,
  type Booking,
  Cancel,
  ChangeWishes,
  DecideClaim,
  JoinWait,
  MakeFeed,
  MyDocuments,
  OpenClaim,
  OpenTicket,
  PostMessage,
  PreviewCancel,
  Reserve,
  SetHours,
  StartTip,
  ViewBooking,
  ViewRoom,
  WriteReview,
} from '@sounding/contracts';
import { money } from '@sounding/money';
import type { Till } from '../apps/billing/test/till.ts';
import { provider as providerOf, published } from '../apps/catalog/test/cast.ts';

export const PASSWORD = 'orchard velvet tambourine';
const PAGES = { successUrl: 'http://localhost:3000/paid', cancelUrl: 'http://localhost:3000/back' };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Words that nobody else would write; each stands in one kind of text. */
export const CANARIES = {
  email: 'quillfeather.one@example.org',
  alias: 'Quillfeather Two',
  fullName: 'Quillfeather Three Example',
  message: 'quillfeather four is what I wrote in the room',
  ticket: 'quillfeather five is what I asked support',
  claim: 'quillfeather six is why I claimed the guarantee',
  reason: 'quillfeather seven is why staff decided so',
  review: 'quillfeather eight is what I thought of the session',
};
/** What the other side wrote, and keeps. */
export const OTHERS = 'marlinspike is what the provider wrote to me';

export interface Someone {
  readonly client: string;
  readonly provider: string;
  readonly kept: string;
  readonly claimed: string;
  readonly cancelled: string;
  readonly ticketId: string;
}

export async function account(till: Till, id: string, email: string, alias: string): Promise<void> {
  const passwordHash = await hash(PASSWORD, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  await till.world.sql(
    'identity',
    `insert into account (id, email, alias, zone, password_hash, adult_at, terms_version, confirmed_at, changed_at)
     values ($1, $2, $3, 'Europe/Vienna', $4, now(), '2026-11-01', now(), now())`,
    [id, email, alias, passwordHash],
  );
}

/** A Monday noon, from which every day of the week has hours but the Sunday. */
export async function someone(till: Till): Promise<Someone> {
  const { world } = till;
  const client = randomUUID();
  const provider = await providerOf(world, 'Marlin Spike');
  await account(till, client, CANARIES.email, CANARIES.alias);
  await account(till, provider, 'marlin@example.org', 'Marlin');
  const weekly = [1, 2, 3, 4, 5, 6].map((day) => ({ day, from: '00:00', to: '24:00' }));
  await world.as(provider).ask(SetHours, { zone: 'UTC', weekly });
  const listing = await published(world, provider, { title: 'An hour on one decision', price: 6_017 });
  const now = world.clock.now().getTime();
  const start = (ms: number) => new Date(Math.ceil((now + ms) / HOUR) * HOUR);
  const as = world.as(client);
  const hire = async (at: Date): Promise<Booking> => {
    const asked = { listingId: listing.id, startsAt: at.toISOString() };
    const { booking } = await world.eventually(() => as.ask(Reserve, asked));
    const { url } = await till.startPayment({ bookingId: booking.id, clientId: client }, true);
    await till.pay(url);
    return seen(till, client, booking.id, 'confirmed');
  };
  const [kept, claimed, cancelled] = [await hire(start(HOUR)), await hire(start(3 * HOUR)), await hire(start(2 * DAY))];
  const { toClient } = await as.ask(PreviewCancel, { bookingId: cancelled.id });
  await as.ask(Cancel, { bookingId: cancelled.id, seen: toClient });

  await world.eventually(() => as.ask(PostMessage, { bookingId: kept.id, text: CANARIES.message }));
  await world.as(provider).ask(PostMessage, { bookingId: kept.id, text: OTHERS });
  await as.ask(ViewRoom, { bookingId: kept.id, after: 0 });
  for (const booking of [kept, claimed]) {
    await world.clock.set(new Date(Date.parse(booking.startsAt) + MINUTE));
    for (const who of [client, provider])
      await world.eventually(() => world.as(who).ask(Beat, { bookingId: booking.id }));
  }
  await world.clock.set(new Date(Date.parse(claimed.endsAt) + HOUR));
  for (const booking of [kept, claimed]) await seen(till, client, booking.id, 'delivered');

  const tip = { bookingId: kept.id, amount: money(1_009), ...PAGES, withKeptCard: true };
  await as.ask(StartTip, tip, { idempotencyKey: randomUUID() });
  await as.ask(WriteReview, { bookingId: kept.id, stars: 4, text: CANARIES.review }, { idempotencyKey: randomUUID() });
  const claim = await as.ask(OpenClaim, { bookingId: claimed.id, text: CANARIES.claim });
  const staff = world.staff(randomUUID());
  await staff.ask(DecideClaim, { claimId: claim.id, toClient: money(1_000), reason: CANARIES.reason });
  const ticket = await as.ask(
    OpenTicket,
    { subject: 'quillfeather', text: CANARIES.ticket },
    { idempotencyKey: randomUUID() },
  );
  const answer = { ticketId: ticket.id, text: `You wrote: ${CANARIES.ticket}`, close: true };
  await staff.ask(AnswerTicket, answer, { idempotencyKey: randomUUID() });
  await as.ask(ChangeWishes, { fullName: CANARIES.fullName, country: 'AT' });
  await as.ask(MakeFeed, {});
  const sunday = new Date(now + 9 * DAY);
  sunday.setUTCDate(sunday.getUTCDate() + ((7 - sunday.getUTCDay()) % 7));
  const day = sunday.toISOString().slice(0, 10);
  await as.ask(JoinWait, { listingId: listing.id, from: day, to: day, zone: 'UTC' });
  await world.eventually(async () => {
    const { documents } = await as.ask(MyDocuments, {});
    expect(documents.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['receipt', 'tip-receipt', 'credit-note']),
    );
  }, 30_000);
  return { client, provider, kept: kept.id, claimed: claimed.id, cancelled: cancelled.id, ticketId: ticket.id };
}

export function seen(till: Till, who: string, bookingId: string, state: string): Promise<Booking> {
  return till.world.eventually(async () => {
    const booking = await till.world.as(who).ask(ViewBooking, { bookingId });
    expect(booking.state).toBe(state);
    return booking;
  }, 30_000);
}
