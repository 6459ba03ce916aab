import { randomUUID } from 'node:crypto';
import { GiveBack, GiveMoneyBack, Refusal, ViewClaim } from '@sounding/contracts';
import { money } from '@sounding/money';
import { startWorld, type World } from '@sounding/testing';
import { SupportModule } from '../src/support.module.ts';
import { booking, type Hire, hire, NOW, refusalOf } from './cast.ts';

const hires = new Map<string, Hire>();
const left = new Map<string, number>();
const reason = 'The recording of the session failed on our side.';
let world: World;

beforeAll(async () => {
  world = await startWorld();
  await world.clock.set(NOW);
  const answers = new Map<string, number>();
  // Booking, as far as support asks it: once per key, and never more than is left.
  world.answer(GiveBack, ({ bookingId, toClient }, asked) => {
    const found = hires.get(bookingId);
    if (!found) throw new Refusal('not-found', 'There is no such booking.');
    const known = asked.idempotencyKey === null ? undefined : answers.get(asked.idempotencyKey);
    const before = left.get(bookingId) ?? 6_000;
    if (known === undefined && toClient.minor > before)
      throw new Refusal('more-than-left', 'That is more than is left.');
    const after = known ?? before - toClient.minor;
    left.set(bookingId, after);
    if (asked.idempotencyKey !== null) answers.set(asked.idempotencyKey, after);
    return { booking: booking(found), left: money(after) };
  });
  await world.service('support', SupportModule);
});
afterAll(() => world.stop());

function newHire(): Hire {
  const made = hire();
  hires.set(made.bookingId, made);
  return made;
}

const staff = () => world.staff(randomUUID());
const seenBy = async (account: string, bookingId: string) =>
  (await world.as(account).ask(ViewClaim, { bookingId })).givenBack;

describe('money given back after the release', () => {
  it('is read with its reason by both sides, and by nobody else', async () => {
    const { bookingId, clientId, providerId } = newHire();
    const asked = { bookingId, toClient: money(2_000), bearer: 'platform' as const, reason };
    const answer = await staff().ask(GiveMoneyBack, asked);
    expect(answer).toMatchObject({ given: { toClient: money(2_000), bearer: 'platform', reason }, left: money(4_000) });
    await staff().ask(GiveMoneyBack, { ...asked, toClient: money(500), bearer: 'provider' });
    for (const account of [clientId, providerId]) {
      expect(await seenBy(account, bookingId)).toMatchObject([{ bearer: 'platform' }, { bearer: 'provider' }]);
    }
    expect(await seenBy(randomUUID(), bookingId)).toEqual([]);
  });

  it('is asked by staff alone, and booking’s refusal leaves nothing behind', async () => {
    const { bookingId, clientId } = newHire();
    const asked = { bookingId, toClient: money(6_001), bearer: 'platform' as const, reason };
    expect(await refusalOf(world.as(clientId).ask(GiveMoneyBack, asked))).toBe('not-allowed');
    expect(await refusalOf(staff().ask(GiveMoneyBack, asked))).toBe('more-than-left');
    expect(await seenBy(clientId, bookingId)).toEqual([]);
  });

  it('that failed between booking’s answer and ours is found by the second try, and happens once', async () => {
    const { bookingId, clientId } = newHire();
    const me = staff();
    const options = { idempotencyKey: randomUUID() };
    const give = () =>
      me.ask(GiveMoneyBack, { bookingId, toClient: money(2_000), bearer: 'platform', reason }, options);
    await world.sql('support', 'alter table giving add constraint broken check (false) not valid');
    await expect(give()).rejects.toThrow();
    await world.sql('support', 'alter table giving drop constraint broken');
    expect((await give()).left).toEqual(money(4_000));
    expect((await give()).left).toEqual(money(4_000));
    expect(await seenBy(clientId, bookingId)).toHaveLength(1);
    expect(left.get(bookingId)).toBe(4_000);
  });

  it('keeps its reason sealed: no word of it is in the database', async () => {
    const { bookingId } = newHire();
    const words = 'Rhododendron and chrysanthemum';
    await staff().ask(GiveMoneyBack, { bookingId, toClient: money(1), bearer: 'platform', reason: words });
    const rows = await world.sql<{ reason: string }>(
      'support',
      `select encode(reason, 'escape') as reason from giving where booking_id = $1`,
      [bookingId],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.reason).not.toContain('Rhododendron');
  });
});
