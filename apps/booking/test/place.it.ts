/** Therapy at its door: where the client will be is asked, kept with what was sold, and refused where no licence holds. */
import { randomUUID } from 'node:crypto';
import {
  AnswerRequest,
  Cancel,
  FindMoves,
  JoinWait,
  MoveBooking,
  MyBookings,
  MyWaits,
  RequestTime,
  Reserve,
  SetSchedule,
  ViewBooking,
} from '@sounding/contracts';
import { money } from '@sounding/money';
import type { World } from '@sounding/testing';
import { after, hours, MONDAY, monday, pay, refusal, type Stage, seeState, startStage } from './hire.ts';

let world: World;
let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  ({ world } = stage);
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.clock.set(monday);
  stage.licence.places = ['US-NJ', 'US-NY'];
  stage.licence.verified = true;
  delete stage.licence.until;
  delete stage.licence.asked;
});

/** A free start that no other test uses. */
let next = 48;
function someStart(): string {
  next += 7;
  return after(MONDAY, hours(next));
}

const reserve = (client: string, startsAt: string, place?: string) =>
  world.as(client).ask(Reserve, { listingId: stage.therapy, startsAt, ...(place === undefined ? {} : { place }) });

async function kept(): Promise<number> {
  const [row] = await world.sql<{ n: number }>('booking', 'select count(*)::int as n from booking');
  return row?.n ?? -1;
}

test('therapy is neither reserved nor asked for without the client’s consent, and nothing is kept of it', async () => {
  const client = randomUUID();
  const before = await kept();
  stage.consent.given = false;
  expect(await refusal(reserve(client, someStart(), 'US-NY'))).toBe('consent-needed');
  stage.licence.asked = true;
  const ask = { listingId: stage.therapy, startsAt: someStart(), place: 'US-NY' };
  expect(await refusal(world.as(client).ask(RequestTime, ask))).toBe('consent-needed');
  expect(await kept()).toBe(before);
  // Advice says nothing of anybody's health.
  await world.as(client).ask(Reserve, { listingId: stage.listing, startsAt: someStart() });
  stage.consent.given = true;
  expect((await world.as(client).ask(RequestTime, ask)).state).toBe('requested');
});

test('a client where the licence holds reserves therapy, and both sides read the place with what was sold', async () => {
  const client = randomUUID();
  const { booking } = await reserve(client, someStart(), 'US-NY');
  expect(booking.offer).toMatchObject({ mode: 'therapy', clientPlace: 'US-NY', licencePlaces: ['US-NJ', 'US-NY'] });
  for (const side of [client, stage.provider]) {
    const seen = await world.as(side).ask(ViewBooking, { bookingId: booking.id });
    expect(seen.offer.clientPlace).toBe('US-NY');
  }
});

test.each([
  ['without a place', undefined, 'place-needed'],
  ['from a state that the licence does not cover', 'US-CA', 'place-not-covered'],
  ['from another country', 'DE', 'place-not-covered'],
  ['from the country alone, which is no place of a licence', 'US', 'invalid-input'],
])('therapy %s is refused, and neither a bill nor a booking is left behind', async (_what, place, code) => {
  const before = [stage.bills(), await kept()];
  expect(await refusal(reserve(randomUUID(), someStart(), place))).toBe(code);
  expect([stage.bills(), await kept()]).toEqual(before);
});

test('a licence that held when the page was read and is gone or narrowed since books nobody', async () => {
  const startsAt = someStart();
  stage.licence.places = ['US-NJ'];
  expect(await refusal(reserve(randomUUID(), startsAt, 'US-NY'))).toBe('place-not-covered');
  stage.licence.verified = false;
  expect(await refusal(reserve(randomUUID(), startsAt, 'US-NJ'))).toBe('licence-unverified');
  stage.licence.verified = true;
  expect((await reserve(randomUUID(), startsAt, 'US-NJ')).booking.state).toBe('reserved');
});

test('a session after the end of the licence is refused, and one before it is not', async () => {
  const [first, second] = [someStart(), someStart()];
  stage.licence.until = after(first, hours(1));
  expect((await reserve(randomUUID(), first, 'US-NY')).booking.offer.licenceUntil).toBe(stage.licence.until);
  const before = [stage.bills(), await kept()];
  expect(await refusal(reserve(randomUUID(), second, 'US-NY'))).toBe('licence-ends');
  expect([stage.bills(), await kept()]).toEqual(before);
});

test('a session is not moved behind the end of its licence either, and such times are not shown', async () => {
  const startsAt = someStart();
  stage.licence.until = after(startsAt, hours(3));
  const { booking } = await reserve(randomUUID(), startsAt, 'US-NY');
  await pay(world, booking);
  await seeState(world, booking, 'confirmed');
  const client = world.as(booking.clientId);
  const range = { bookingId: booking.id, from: startsAt, to: after(startsAt, hours(5)) };
  expect((await client.ask(FindMoves, range)).starts).toEqual([after(startsAt, hours(1)), after(startsAt, hours(2))]);
  const move = (at: string) => client.ask(MoveBooking, { bookingId: booking.id, startsAt: at });
  expect(await refusal(move(after(startsAt, hours(3))))).toBe('licence-ends');
  expect((await move(after(startsAt, hours(2)))).startsAt).toBe(after(startsAt, hours(2)));
});

test('a client who goes back and corrects the place keeps their time and their ten minutes', async () => {
  const client = randomUUID();
  const startsAt = someStart();
  const first = await reserve(client, startsAt, 'US-NY');
  const again = await reserve(client, startsAt, 'US-NJ');
  expect([again.booking.id, again.booking.reservedUntil]).toEqual([first.booking.id, first.booking.reservedUntil]);
  const seen = await world.as(client).ask(ViewBooking, { bookingId: first.booking.id });
  expect([again.booking.offer.clientPlace, seen.offer.clientPlace]).toEqual(['US-NJ', 'US-NJ']);
  expect(await refusal(reserve(client, startsAt, 'DE'))).toBe('place-not-covered');
});

test('advice is booked from anywhere, and no place is kept of it', async () => {
  const asked = { listingId: stage.listing, startsAt: someStart(), place: 'DE' };
  const { booking } = await world.as(randomUUID()).ask(Reserve, asked);
  expect(booking.offer.clientPlace).toBeUndefined();
});

test('weeks of therapy are all over before the licence ends, or none is reserved', async () => {
  const [startsAt, client] = [someStart(), randomUUID()];
  const weeks = (n: number) =>
    world.as(client).ask(Reserve, { listingId: stage.therapy, startsAt, weeks: n, place: 'US-NY' });
  stage.licence.until = after(startsAt, hours(2 * 7 * 24));
  const before = [stage.bills(), await kept()];
  expect(await refusal(weeks(3))).toBe('licence-ends');
  expect([stage.bills(), await kept()]).toEqual(before);
  await weeks(2);
  // Whoever goes back and says better where they will be says it of all weeks.
  await world.as(client).ask(Reserve, { listingId: stage.therapy, startsAt, weeks: 2, place: 'US-NJ' });
  const { bookings } = await world.as(client).ask(MyBookings, { as: 'client' });
  expect(bookings.map(({ offer }) => offer.clientPlace)).toEqual(['US-NJ', 'US-NJ']);
});

test('a request for therapy says the place, and the yes asks whether the licence still holds there', async () => {
  stage.licence.asked = true;
  const [startsAt, client] = [someStart(), randomUUID()];
  const ask = (place?: string) =>
    world.as(client).ask(RequestTime, { listingId: stage.therapy, startsAt, ...(place ? { place } : {}) });
  expect(await refusal(ask())).toBe('place-needed');
  expect(await refusal(ask('DE'))).toBe('place-not-covered');
  const asked = await ask('US-NY');
  const yes = () => world.as(stage.provider).ask(AnswerRequest, { bookingId: asked.id, accept: true });
  stage.licence.places = ['US-NJ'];
  expect(await refusal(yes())).toBe('place-not-covered');
  stage.licence.places = ['US-NJ', 'US-NY'];
  stage.licence.until = startsAt;
  expect(await refusal(yes())).toBe('licence-ends');
  delete stage.licence.until;
  expect(await yes()).toMatchObject({ state: 'reserved', offer: { clientPlace: 'US-NY' } });
});

test('who waits for therapy says the place, is offered no time behind the end of the licence, and takes one before it', async () => {
  const day = after(MONDAY, hours(21 * 24)).slice(0, 10);
  const at = (hour: number) => after(`${day}T00:00:00.000Z`, hours(hour));
  const override = { date: day, windows: [{ from: '10:00', to: '12:00' }] };
  await world.as(stage.provider).ask(SetSchedule, { overrides: [override] });
  const [early, late] = [
    (await reserve(randomUUID(), at(10), 'US-NY')).booking,
    (await reserve(randomUUID(), at(11), 'US-NY')).booking,
  ];
  stage.licence.until = at(11);
  const client = randomUUID();
  const wait = (place?: string) =>
    world
      .as(client)
      .ask(JoinWait, { listingId: stage.therapy, from: day, to: day, zone: 'UTC', ...(place ? { place } : {}) });
  expect(await refusal(wait())).toBe('place-needed');
  expect(await refusal(wait('US-CA'))).toBe('place-not-covered');
  await wait('US-NJ');
  const giveUp = ({ clientId, id }: typeof early) => world.as(clientId).ask(Cancel, { bookingId: id, seen: money(0) });
  const offered = async () => (await world.as(client).ask(MyWaits, {})).waits[0]?.offered?.startsAt ?? null;
  await giveUp(late);
  expect(await offered()).toBeNull();
  await giveUp(early);
  expect(await offered()).toBe(at(10));
  const { booking } = await reserve(client, at(10), 'US-NJ');
  expect(booking).toMatchObject({ state: 'reserved', offer: { clientPlace: 'US-NJ' } });
  await world.as(stage.provider).ask(SetSchedule, { overrides: [] });
});
