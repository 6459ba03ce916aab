/** Messages end: with the person who wrote them, and for everybody 180 days after the session. */
import { randomUUID } from 'node:crypto';
import { BookingConfirmed, PostMessage, Refusal, ViewRoom, WorkspaceErasePerson } from '@sounding/contracts';
import { startWorld, type World } from '@sounding/testing';
import { RetentionClock } from '../src/erasure/retention.clock.ts';
import { WorkspaceModule } from '../src/workspace.module.ts';

const START = new Date('2026-12-01T18:00:00.000Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let world: World;
let retention: RetentionClock;
beforeAll(async () => {
  world = await startWorld();
  await world.clock.set(START);
  const environment = { TURN_URLS: 'turn:127.0.0.1:3608?transport=udp', TURN_SECRET: 'a relay secret for this test' };
  const running = await world.service('workspace', WorkspaceModule, { environment });
  retention = running.app.get(RetentionClock);
});
afterAll(() => world?.stop());

async function room() {
  const parties = { bookingId: randomUUID(), clientId: randomUUID(), providerId: randomUUID() };
  const at = (minutes: number) => new Date(START.getTime() + minutes * MINUTE).toISOString();
  const times = { startsAt: at(0), endsAt: at(50), joinOpensAt: at(-10), absentFrom: at(15), at: at(0) };
  await world.say('booking', BookingConfirmed, { ...parties, listingId: randomUUID(), ...times });
  await world.eventually(() => read(parties.clientId, parties.bookingId));
  for (const who of [parties.clientId, parties.providerId])
    await world.as(who).ask(PostMessage, { bookingId: parties.bookingId, text: `Written by ${who}` });
  return parties;
}

const read = async (who: string, bookingId: string) =>
  (await world.as(who).ask(ViewRoom, { bookingId, after: 0 })).messages.map(({ text }) => text);
const erase = (accountId: string) => world.asService('identity').ask(WorkspaceErasePerson, { accountId });
const keys = () => world.sql('workspace', 'select owner from keys.data_key where wrapped is not null');

test('one side’s messages go with their key, the other side’s stay, and nobody writes there any more', async () => {
  const { bookingId, clientId, providerId } = await room();
  const { goes } = await erase(clientId);
  expect(goes).toContainEqual({ rule: 'workspace.messages', count: 1 });
  expect(await read(providerId, bookingId)).toEqual(['This text was erased.', `Written by ${providerId}`]);
  expect((await keys()).map(({ owner }) => owner)).not.toContain(`room/${bookingId}/${clientId}`);
  const written = world.as(providerId).ask(PostMessage, { bookingId, text: 'Are you there?' });
  await expect(written).rejects.toBeInstanceOf(Refusal);
  await erase(providerId);
  expect(await read(providerId, bookingId)).toEqual(['This text was erased.', 'This text was erased.']);
});

test('for everybody they go 180 days after the session, and not a day sooner; what is written later stays longer', async () => {
  const { bookingId, clientId } = await room();
  const end = START.getTime() + 50 * MINUTE;
  await retention.forget(new Date(end + 180 * DAY - MINUTE));
  expect(await read(clientId, bookingId)).toHaveLength(2);
  await world.clock.set(new Date(end + 30 * DAY));
  await world.as(clientId).ask(PostMessage, { bookingId, text: 'A month later' });
  await retention.forget(new Date(end + 180 * DAY + MINUTE));
  expect(await read(clientId, bookingId)).toEqual(['A month later']);
  await retention.forget(new Date(end + 211 * DAY));
  expect(await read(clientId, bookingId)).toEqual([]);
  await retention.forget(new Date('2037-01-01T00:00:00.000Z'));
  expect(await world.sql('workspace', 'select 1 from room where booking_id = $1', [bookingId])).toEqual([]);
});
