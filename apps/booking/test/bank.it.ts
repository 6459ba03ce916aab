import { randomUUID } from 'node:crypto';
import { Cancel, RefundOvertaken } from '@sounding/contracts';
import { money } from '@sounding/money';
import { after, confirmed, hours, MONDAY, monday, type Stage, seeState, startStage, storyOf } from './hire.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  await stage.world.clock.set(monday);
});
afterAll(() => stage.world.stop());

it('a cancelled booking is refunded when the client’s bank gave the money back before we could', async () => {
  const { world } = stage;
  const booking = await confirmed(stage, randomUUID(), after(MONDAY, hours(48)));
  await world.as(booking.providerId).ask(Cancel, { bookingId: booking.id, seen: money(6000) });
  const overtakenAt = world.clock.now().toISOString();
  const told = await world.say('billing', RefundOvertaken, { bookingId: booking.id, amount: money(6000), overtakenAt });
  await seeState(world, booking, 'refunded');
  await world.repeat(told);
  expect((await storyOf(world, booking)).at(-1)).toBe('billing.refund-overtaken');
});
