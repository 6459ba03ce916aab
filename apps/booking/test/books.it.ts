import { randomUUID } from 'node:crypto';
import { BookingBooks, Cancel } from '@sounding/contracts';
import { money } from '@sounding/money';
import { after, confirmed, hours, MONDAY, monday, type Stage, startStage } from './hire.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  await stage.world.clock.set(monday);
});
afterAll(() => stage.world.stop());

it('the books of bookings tell support, and support alone, what was decided and released', async () => {
  const { world } = stage;
  const kept = await confirmed(stage, randomUUID(), after(MONDAY, hours(48)));
  const given = await confirmed(stage, randomUUID(), after(MONDAY, hours(51)));
  await world.as(given.providerId).ask(Cancel, { bookingId: given.id, seen: money(6000) });
  const asked = { bookingIds: [kept.id, given.id, randomUUID()] };
  const { rows } = await world.asService('support').ask(BookingBooks, asked);
  const known = Object.fromEntries(rows.map(({ bookingId, ...row }) => [bookingId, row]));
  expect(known).toEqual({
    [kept.id]: { state: 'confirmed', total: money(6349), refunded: money(0), released: false },
    [given.id]: { state: 'cancelled', total: money(6349), refunded: money(6000), released: false },
  });
  await expect(world.asService('receipts').ask(BookingBooks, asked)).rejects.toThrow();
});
