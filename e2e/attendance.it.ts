/** Booking and workspace together: who came is decided on what cannot be late, also when workspace was away meanwhile. */
import { randomUUID } from 'node:crypto';
import { Beat, type Booking } from '@sounding/contracts';
import { startWorld, type World } from '@sounding/testing';
import pg from 'pg';
import { BookingModule } from '../apps/booking/src/booking.module.ts';
import {
  after,
  confirmed,
  hours,
  MONDAY,
  monday,
  type Stage,
  see,
  seeState,
  setStage,
  storyOf,
} from '../apps/booking/test/hire.ts';
import { WorkspaceModule } from '../apps/workspace/src/workspace.module.ts';

/** The advisory lock that a service's relay holds while it publishes: libs/bus/src/relay.nats.ts. */
const RELAY = 0x6f757462;
const MINUTE = 60_000;

let world: World;
let stage: Stage;

beforeAll(async () => {
  world = await startWorld();
  await world.clock.set(monday);
  await world.service('booking', BookingModule);
  stage = await setStage(world);
});
afterAll(() => world?.stop());
beforeEach(() => world.clock.set(monday));

const startWorkspace = () =>
  world.service('workspace', WorkspaceModule, {
    environment: { TURN_URLS: 'turn:127.0.0.1:3608?transport=udp', TURN_SECRET: 'a relay secret for this test' },
  });

/** Nothing of workspace reaches the bus from here on, as if it died between each commit and its publishing. */
async function stopPublishing(): Promise<() => Promise<void>> {
  const { superUrl } = await world.database('workspace');
  const holder = new pg.Client({ connectionString: superUrl });
  await holder.connect();
  await holder.query('SELECT pg_advisory_lock($1)', [RELAY]);
  return () => holder.end();
}

/** The first beat of a side; the room opens a moment after the payment. */
const beat = (booking: Booking, side: 'client' | 'provider') =>
  world.eventually(() =>
    world.as(side === 'client' ? booking.clientId : booking.providerId).ask(Beat, { bookingId: booking.id }),
  );

test('who joined in time counts as present, though workspace died before it told and came back three hours later', async () => {
  const resume = await stopPublishing();
  const workspace = await startWorkspace();
  const nobody = await confirmed(stage, randomUUID(), after(MONDAY, hours(50)));
  const alone = await confirmed(stage, randomUUID(), after(MONDAY, hours(51)));
  const both = await confirmed(stage, randomUUID(), after(MONDAY, hours(52)));
  await world.clock.set(new Date(after(alone.startsAt, 5 * MINUTE)));
  await beat(alone, 'provider');
  await world.clock.set(new Date(after(both.startsAt, 14 * MINUTE)));
  await beat(both, 'client');
  await beat(both, 'provider');
  await workspace.stop();
  await resume();

  await world.clock.set(new Date(after(both.startsAt, hours(3))));
  for (const booking of [both, alone, nobody]) {
    expect(await storyOf(world, booking)).toEqual(['booking.reserve', 'billing.funds-held']);
    expect((await see(world, booking.clientId, booking.id)).next).toEqual({
      what: 'wait-for-attendance',
      whose: 'nobody',
      until: after(booking.startsAt, hours(24)),
    });
  }

  await startWorkspace();
  expect(await seeState(world, both, 'delivered')).toMatchObject({ outcome: 'delivered' });
  expect(await seeState(world, alone, 'delivered')).toMatchObject({ outcome: 'client-absent' });
  expect(await seeState(world, nobody, 'cancelled')).toMatchObject({ outcome: 'provider-absent' });
});
