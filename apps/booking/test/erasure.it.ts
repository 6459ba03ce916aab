/** What keeps somebody from leaving a booking, what of it stays, and what goes by itself when its time is over. */
import { randomUUID } from 'node:crypto';
import { BookingErased, BookingErasePerson, BookingWeighPerson, MakeFeed, MyHours } from '@sounding/contracts';
import { startWorld, type World } from '@sounding/testing';
import { BookingModule } from '../src/booking.module.ts';
import { RetentionClock } from '../src/erasure/retention.clock.ts';
import { after, confirmed, hours, MONDAY, monday, refusal, reserve, type Stage, setStage } from './hire.ts';

let world: World;
let stage: Stage;
let retention: RetentionClock;
beforeAll(async () => {
  world = await startWorld();
  await world.clock.set(monday);
  const running = await world.service('booking', BookingModule);
  retention = running.app.get(RetentionClock);
  stage = await setStage(world);
});
afterAll(() => world?.stop());
beforeEach(() => world.clock.set(monday));

const identity = () => world.asService('identity');
const kinds = async (accountId: string) =>
  (await identity().ask(BookingWeighPerson, { accountId })).inTheWay.map(({ kind, id }) => [kind, id]);
const erase = (accountId: string) => identity().ask(BookingErasePerson, { accountId });

test('a reservation and a session to come are in the way of both sides, and while they are nothing is erased', async () => {
  const client = randomUUID();
  const kept = await reserve(stage, client, after(MONDAY, hours(30)));
  const paid = await confirmed(stage, client, after(MONDAY, hours(40)));
  expect(await kinds(client)).toEqual([
    ['payment', kept.id],
    ['session', paid.id],
  ]);
  expect(await kinds(stage.provider)).toContainEqual(['session', paid.id]);
  expect(await refusal(erase(client))).toBe('in-the-way');
  expect((await identity().ask(BookingErased, { after: null })).accountIds).not.toContain(client);
});

test('what is over stays in the books without what either side told of themselves', async () => {
  const client = randomUUID();
  const { id } = await reserve(stage, client, after(MONDAY, hours(60)));
  await world.sql(
    'booking',
    `update booking set offer = offer || '{"clientPlace": "DE"}', state = 'lapsed', deadline = null where id = $1`,
    [id],
  );
  await world.as(client).ask(MakeFeed, {});
  const { goes, stays } = await erase(client);
  expect([goes, stays]).toEqual([
    [{ rule: 'booking.calendars', count: 1 }],
    [{ rule: 'booking.bookings', count: 1, until: '2038-01-01T00:00:00.000Z' }],
  ]);
  const [row] = await world.sql<{ offer: Record<string, unknown> }>(
    'booking',
    'select offer from booking where id = $1',
    [id],
  );
  expect(row?.offer).not.toHaveProperty('clientPlace');
  expect(row?.offer).toMatchObject({ title: 'Where next: an hour on your path', price: { minor: 6000 } });
  expect(await world.sql('booking', 'select 1 from feed where account_id = $1', [client])).toEqual([]);
  expect(await erase(client)).toEqual({ goes, stays });
});

test('a provider’s words go from what they sold, and their hours with them', async () => {
  const provider = randomUUID();
  const { id } = await reserve(stage, randomUUID(), after(MONDAY, hours(70)));
  await world.sql('booking', `update booking set provider_id = $2, state = 'lapsed', deadline = null where id = $1`, [
    id,
    provider,
  ]);
  await world.sql(
    'booking',
    `insert into provider (id, weekly) values ($1, '[{"day": 1, "from": "09:00", "to": "10:00"}]')`,
    [provider],
  );
  await erase(provider);
  const [row] = await world.sql<{ title: string }>(
    'booking',
    `select offer->>'title' as title from booking where id = $1`,
    [id],
  );
  expect(row?.title).toBe('A session');
  expect((await world.as(provider).ask(MyHours, {})).weekly).toEqual([]);
});

test('ended waits go after ninety days, sent reminders too, and a lapsed booking ten years after its year', async () => {
  const client = randomUUID();
  const { id } = await reserve(stage, client, after(MONDAY, hours(80)));
  await world.sql('booking', `update booking set state = 'lapsed', deadline = null where id = $1`, [id]);
  await world.sql('booking', `insert into reminder values ($1, now(), 60, '2027-06-07T00:00:00Z')`, [id]);
  await world.sql(
    'booking',
    `insert into wait (id, client_id, provider_id, listing_id, offer, first_day, last_day, zone, starts_from, starts_before, go_on, made_at, ended_at, ended)
     values (gen_random_uuid(), $1, $2, $3, '{}', '2027-06-01', '2027-06-02', 'UTC', now(), now() + interval '1 hour', false, now(), '2027-06-07T00:00:00Z', 'left')`,
    [client, stage.provider, stage.listing],
  );
  const left = async () => [
    (await world.sql('booking', 'select 1 from reminder where booking_id = $1', [id])).length,
    (await world.sql('booking', 'select 1 from wait where client_id = $1', [client])).length,
    (await world.sql('booking', 'select 1 from booking where id = $1', [id])).length,
  ];
  await retention.forget(new Date('2027-09-04T23:00:00Z'));
  expect(await left()).toEqual([1, 1, 1]);
  await retention.forget(new Date('2027-09-05T01:00:00Z'));
  expect(await left()).toEqual([0, 0, 1]);
  await retention.forget(new Date('2038-01-01T00:00:00Z'));
  expect(await left()).toEqual([0, 0, 0]);
});
