/** What the tests of booking share: stand-ins for catalog and billing, and a hire that can be taken to any point. */
import { randomUUID } from 'node:crypto';
import { jetstreamManager } from '@nats-io/jetstream';
import {
  AttendanceKnown,
  type Bill,
  type Booking,
  ClaimDecided,
  FundsHeld,
  FundsReleased,
  HasConsent,
  type Input,
  Joined,
  OpenBill,
  OpenBillOfRequest,
  ReadOffer,
  RefundMade,
  Refusal,
  Reserve,
  SetHours,
  ViewBooking,
} from '@sounding/contracts';
import { add, type Money, money } from '@sounding/money';
import { absentFrom, termsAt, termsOf } from '@sounding/terms';
import { startWorld, type World } from '@sounding/testing';
import { provision } from '@sounding/tool-provision';
import { BookingModule } from '../src/booking.module.ts';

export interface Stage {
  readonly world: World;
  readonly provider: string;
  readonly listing: string;
  /** The same hour, for which the provider wants to be asked first. */
  readonly asking: string;
  /** Therapy of the same provider. Where its licence holds is said anew for each question. */
  readonly therapy: string;
  readonly licence: { places: string[]; verified: boolean; until?: string; asked?: boolean };
  /** Whether clients have consented to what therapy says of them. */
  readonly consent: { given: boolean };
  /** How many bills were opened. */
  bills(): number;
}

/** A Monday far from any clock change; every test begins at noon UTC. */
export const MONDAY = '2027-06-07T12:00:00.000Z';
export const monday = new Date(MONDAY);
export const PRICE = money(6000);
export const FEE = money(349);

/** A world of its own with two copies of booking and the stage set. */
export async function startStage(): Promise<Stage> {
  const world = await startWorld();
  await world.clock.set(monday);
  await world.service('booking', BookingModule);
  await world.service('booking', BookingModule);
  return setStage(world);
}

/** A provider who works around the clock in UTC, hourly, with two hours' notice, at $60.00. */
export async function setStage(world: World): Promise<Stage> {
  const stage = {
    provider: randomUUID(),
    listing: randomUUID(),
    asking: randomUUID(),
    therapy: randomUUID(),
    licence: { places: ['US-NJ', 'US-NY'], verified: true } as Stage['licence'],
    consent: { given: true },
  };
  world.answer(HasConsent, () => ({ given: stage.consent.given }));
  world.answer(ReadOffer, ({ listingId }) => {
    const therapy = listingId === stage.therapy;
    if (![stage.listing, stage.asking, stage.therapy].includes(listingId as never))
      throw new Refusal('not-found', 'There is no such listing.');
    if (therapy && !stage.licence.verified) throw new Refusal('licence-unverified', 'The licence is not verified.');
    return {
      ...(therapy ? { licencePlaces: stage.licence.places, licenceUntil: stage.licence.until } : {}),
      listingId,
      listingVersion: 1,
      providerId: stage.provider,
      kind: 'session' as const,
      mode: therapy ? ('therapy' as const) : ('advice' as const),
      title: 'Where next: an hour on your path',
      price: PRICE,
      durationMinutes: 60,
      stepMinutes: 60,
      noticeMinutes: 120,
      asksFirst: listingId === stage.asking || (therapy && stage.licence.asked === true),
      weeksMost: listingId === stage.asking ? 1 : 12,
    };
  });
  const bills = openBills(world);
  const weekly = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '24:00' }));
  await world.as(stage.provider).ask(SetHours, { zone: 'UTC', weekly });
  return { world, ...stage, bills: () => bills.size };
}

/** Stands in for billing, which opens bills; answers the bills by booking. */
export function openBills(world: World): ReadonlyMap<string, Bill> {
  const bills = new Map<string, Bill>();
  const bill = (asked: Input<typeof OpenBill>, client: string): Bill => {
    // The first bill of a booking is its only one.
    const made = bills.get(asked.bookingId) ?? billOf(asked, client, world.clock.now());
    bills.set(asked.bookingId, made);
    return made;
  };
  world.answer(OpenBill, (asked, { account }) => bill(asked, account ?? ''));
  world.answer(OpenBillOfRequest, ({ clientId, ...asked }) => bill(asked, clientId));
  return bills;
}

function billOf(asked: Input<typeof OpenBill>, clientId: string, now: Date): Bill {
  const line = (kind: 'price' | 'handling-fee', amount: Money) => ({ kind, quantity: 1, unit: amount, amount });
  const { more = [], ...first } = asked;
  const session = (one: { bookingId: string; startsAt: string; endsAt: string }, total: Money) => ({ ...one, total });
  const { bookingId, startsAt, endsAt } = asked;
  const sessions = [
    session({ bookingId, startsAt, endsAt }, add(asked.price, FEE)),
    ...more.map((one) => session(one, money(asked.price.minor))),
  ];
  return {
    ...first,
    id: randomUUID(),
    clientId,
    lines: [line('price', asked.price), line('handling-fee', FEE)],
    ...(more.length > 0 ? { sessions } : {}),
    total: add(money(asked.price.minor * sessions.length), FEE),
    termsVersion: termsAt(now).version,
    madeAt: now.toISOString(),
    hash: 'not looked at here',
    state: 'open',
    paidAt: null,
  };
}

export const hours = (n: number) => n * 3_600_000;
export const after = (instant: string, ms: number) => new Date(Date.parse(instant) + ms).toISOString();

export async function reserve({ world, listing }: Stage, client: string, startsAt: string): Promise<Booking> {
  const { booking } = await world.as(client).ask(Reserve, { listingId: listing, startsAt });
  return booking;
}

export async function see(world: World, account: string, bookingId: string): Promise<Booking> {
  return world.as(account).ask(ViewBooking, { bookingId });
}

export async function seeState(world: World, booking: Booking, state: Booking['state']): Promise<Booking> {
  return world.eventually(async () => {
    const seen = await see(world, booking.clientId, booking.id);
    expect(seen.state).toBe(state);
    return seen;
  });
}

/** Billing says that the money arrived. */
export function pay(world: World, booking: Booking) {
  return world.say('billing', FundsHeld, {
    bookingId: booking.id,
    billId: randomUUID(),
    billHash: 'not looked at here',
    clientId: booking.clientId,
    providerId: booking.providerId,
    mode: 'advice',
    startsAt: booking.startsAt,
    endsAt: booking.endsAt,
    lines: [],
    paid: booking.total,
    termsVersion: booking.termsVersion,
    method: { brand: 'visa', last4: '4242' },
    heldAt: world.clock.now().toISOString(),
  });
}

export async function confirmed(stage: Stage, client: string, startsAt: string): Promise<Booking> {
  const booking = await reserve(stage, client, startsAt);
  await pay(stage.world, booking);
  return seeState(stage.world, booking, 'confirmed');
}

export function join(world: World, booking: Booking, side: 'client' | 'provider', at: string) {
  const accountId = side === 'client' ? booking.clientId : booking.providerId;
  return world.say('workspace', Joined, { bookingId: booking.id, accountId, side, at });
}

/** Workspace knows who came: its time for coming is over. */
export function attendanceKnown(world: World, booking: Booking) {
  const until = absentFrom(termsOf(booking.termsVersion), booking.startsAt);
  return world.say('workspace', AttendanceKnown, { bookingId: booking.id, until });
}

/** Both came, and the session is over. */
export async function delivered(stage: Stage, client: string, startsAt: string): Promise<Booking> {
  const { world } = stage;
  const booking = await confirmed(stage, client, startsAt);
  await join(world, booking, 'client', booking.startsAt);
  await join(world, booking, 'provider', booking.startsAt);
  await joinsHeard(world, booking, 2);
  await world.clock.set(new Date(booking.endsAt));
  return seeState(world, booking, 'delivered');
}

export async function joinsHeard(world: World, booking: Booking, count: number): Promise<void> {
  await world.eventually(async () => {
    const lines = await storyOf(world, booking);
    expect(lines.filter((line) => line === 'workspace.joined')).toHaveLength(count);
  });
}

export async function storyOf(world: World, booking: Booking): Promise<string[]> {
  const story = 'select message from story where booking_id = $1 order by number';
  const rows = await world.sql<{ message: string }>('booking', story, [booking.id]);
  return rows.map((row) => row.message);
}

/** Pairs of hires that are in each other's way, buffers included: asked of the database itself. */
export function overlaps(world: World): Promise<unknown[]> {
  const range = (row: string) =>
    `tstzrange(coalesce(${row}.occupied_from, ${row}.starts_at), coalesce(${row}.occupied_to, ${row}.ends_at))`;
  return world.sql(
    'booking',
    `with taken as (select * from booking where state in ('reserved', 'offered', 'confirmed', 'delivered', 'claimed'))
     select a.id, b.id from taken a join taken b on a.provider_id = b.provider_id and a.id < b.id and ${range('a')} && ${range('b')}`,
  );
}

interface Outbox {
  readonly name: string;
  readonly data: Record<string, unknown> & { readonly data?: Record<string, unknown> };
}

/** What booking committed to say about one booking, in order; mails as `mail: <template> to <side>`. */
export async function said(world: World, booking: Booking): Promise<{ what: string; data: Record<string, unknown> }[]> {
  const outbox = `select name, data from bus.outbox
    where data->>'bookingId' = $1 or data->'data'->>'bookingId' = $1 order by position`;
  const rows = await world.sql<Outbox>('booking', outbox, [booking.id]);
  return rows.map(({ name, data }) => {
    if (name !== 'booking.mail-wanted') return { what: name, data };
    const side = data.accountId === booking.clientId ? 'client' : 'provider';
    return { what: `mail: ${data.template} to ${side}`, data: data.data ?? {} };
  });
}

/** Has every event of an owner delivered to booking again, from the first. */
export async function replay(world: World, owner: 'billing' | 'workspace' | 'support'): Promise<void> {
  const { nats } = (await world.bus('provision')).connection;
  const manager = await jetstreamManager(nats, { checkAPI: false });
  await manager.consumers.delete('EVT', `booking-${owner}`);
  await provision(nats, 1);
}

export const refundMade = (world: World, booking: Booking, toClient: Money) =>
  world.say('billing', RefundMade, {
    bookingId: booking.id,
    refundId: randomUUID(),
    clientId: booking.clientId,
    providerId: booking.providerId,
    reason: 'client-cancelled-early',
    toClient,
    feeToClient: money(0),
    termsVersion: booking.termsVersion,
    refundedAt: world.clock.now().toISOString(),
  });

export const fundsReleased = (world: World, booking: Booking, toProvider: Money, commission: Money) =>
  world.say('billing', FundsReleased, {
    bookingId: booking.id,
    providerId: booking.providerId,
    toProvider,
    commission,
    releasedAt: world.clock.now().toISOString(),
  });

/** The refusal's code, or null when nothing was refused. */
export async function refusal(asked: Promise<unknown>): Promise<string | null> {
  try {
    await asked;
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

/** Staff decide what the client gets back. */
export function claimDecided(world: World, booking: Booking, toClient: Money) {
  return world.say('support', ClaimDecided, {
    bookingId: booking.id,
    claimId: randomUUID(),
    toClient,
    decidedAt: world.clock.now().toISOString(),
  });
}
