/** Breaking the glass, and who would break it otherwise, on a real PostgreSQL and NATS. */
import { randomUUID } from 'node:crypto';
import {
  ApproveGlass,
  AskToBreakGlass,
  BookingConfirmed,
  EndGlass,
  Glasses,
  GlassOpened,
  PostMessage,
  ReadThroughGlass,
  Refusal,
  ViewGlass,
  ViewRoom,
  WorkspaceMail,
} from '@sounding/contracts';
import { startWorld, type World } from '@sounding/testing';
import { WorkspaceModule } from '../src/workspace.module.ts';

const NOW = new Date('2026-12-03T14:00:00.000Z');
const MINUTE = 60_000;
const REASON = 'The client wrote to us that the other side threatened them in the messages.';
const WORDS = 'Leave the brass astrolabe by the door.';

let world: World;
const [one, two, three] = [randomUUID(), randomUUID(), randomUUID()];
const staff = (id: string) => world.staff(id);

beforeAll(async () => {
  world = await startWorld();
  await world.service('workspace', WorkspaceModule, {
    environment: { TURN_URLS: 'turn:127.0.0.1:3608', TURN_SECRET: 'a relay secret for this test' },
  });
});
afterAll(() => world?.stop());
beforeEach(() => world.clock.set(NOW));

async function room() {
  const parties = { bookingId: randomUUID(), clientId: randomUUID(), providerId: randomUUID() };
  const at = (minutes: number) => new Date(NOW.getTime() + minutes * MINUTE).toISOString();
  await world.say('booking', BookingConfirmed, {
    ...parties,
    ...{
      listingId: randomUUID(),
      startsAt: at(600),
      endsAt: at(650),
      joinOpensAt: at(590),
      absentFrom: at(615),
      at: at(0),
    },
  });
  const { bookingId } = parties;
  await world.eventually(() => world.as(parties.clientId).ask(ViewRoom, { bookingId }));
  await world.as(parties.clientId).ask(PostMessage, { bookingId, text: WORDS });
  return parties;
}

async function codeOf(asked: Promise<unknown>): Promise<string> {
  try {
    await asked;
    return 'answered';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

const ask = (who: string, bookingId: string) => staff(who).ask(AskToBreakGlass, { bookingId, reason: REASON });
const approve = (who: string, glassId: string) => staff(who).ask(ApproveGlass, { glassId });
const read = (who: string, glassId: string) => staff(who).ask(ReadThroughGlass, { glassId });
const end = (who: string, glassId: string) => staff(who).ask(EndGlass, { glassId });

describe('the glass', () => {
  it('is broken by two: one asks, another agrees, and the first reads this one room', async () => {
    const { bookingId, clientId, providerId } = await room();
    const { id, state } = await ask(one, bookingId);
    expect(state).toBe('asked');
    expect((await staff(two).ask(ViewGlass, { glassId: id })).reason).toBe(REASON);
    expect(await approve(two, id)).toMatchObject({ state: 'open', approvedBy: two });
    const shown = await read(one, id);
    expect(shown).toMatchObject({ clientId, providerId, messages: [{ from: clientId, text: WORDS }] });
  });

  it('tells both sides at once by mail and for their log, before who agreed is answered', async () => {
    const { bookingId, clientId, providerId } = await room();
    const { id } = await ask(one, bookingId);
    await approve(two, id);
    const said = await world.sql<{ name: string; data: { accountId?: string; template?: string } }>(
      'workspace',
      `SELECT name, data FROM bus.outbox WHERE data::text LIKE '%' || $1 || '%' ORDER BY position`,
      [bookingId],
    );
    expect(said.map(({ name, data }) => [name, data.accountId, data.template])).toEqual([
      [GlassOpened.name, undefined, undefined],
      [WorkspaceMail.name, clientId, 'messages-opened'],
      [WorkspaceMail.name, providerId, 'messages-opened'],
    ]);
  });

  it('reading marks nothing as read', async () => {
    const { bookingId, providerId } = await room();
    const { id } = await ask(one, bookingId);
    await approve(two, id);
    await read(one, id);
    const [party] = await world.sql<{ read_up_to: number }>(
      'workspace',
      'SELECT read_up_to FROM party WHERE booking_id = $1 AND account_id = $2',
      [bookingId, providerId],
    );
    expect(party?.read_up_to).toBe(0);
  });

  it.each([
    ['who asked', one],
    ['who agreed', two],
  ])('is ended early by %s', async (_who, who) => {
    const { bookingId } = await room();
    const { id } = await ask(one, bookingId);
    await approve(two, id);
    expect(await codeOf(end(three, id))).toBe('not-found');
    expect(await end(who, id)).toMatchObject({ state: 'ended' });
    expect(await codeOf(read(one, id))).toBe('glass-over');
    expect(await codeOf(approve(three, id))).toBe('already-approved');
    expect(await codeOf(end(who, id))).toBe('glass-over');
  });

  it('is listed without the reason and without who was in the room', async () => {
    const { bookingId, clientId } = await room();
    const { id } = await ask(one, bookingId);
    const { glasses } = await staff(three).ask(Glasses, {});
    expect(glasses.find((glass) => glass.id === id)).toMatchObject({ state: 'asked', askedBy: one });
    expect(JSON.stringify(glasses)).not.toMatch(new RegExp(`${clientId}|threatened`));
  });

  it('keeps its reason sealed', async () => {
    const { bookingId } = await room();
    await ask(one, bookingId);
    const rows = await world.sql(
      'workspace',
      "SELECT encode(reason, 'escape') AS reason FROM glass WHERE booking_id = $1",
      [bookingId],
    );
    expect(JSON.stringify(rows)).not.toContain('threatened');
  });
});

describe('who would read a room otherwise', () => {
  it('does not agree with themself, and not a second time', async () => {
    const { id } = await ask(one, (await room()).bookingId);
    expect(await codeOf(approve(one, id))).toBe('own-request');
    expect(await codeOf(read(one, id))).toBe('not-approved');
    const both = await Promise.all([codeOf(approve(two, id)), codeOf(approve(three, id))]);
    expect(both.sort()).toEqual(['already-approved', 'answered']);
    expect(await codeOf(approve(two, id))).toBe('already-approved');
  });

  it('does not read in the sixty-first minute, whether or not anything ended it', async () => {
    const { id } = await ask(one, (await room()).bookingId);
    const { until } = await approve(two, id);
    expect(Date.parse(until) - NOW.getTime()).toBeLessThan(61 * MINUTE);
    await world.clock.set(new Date(Date.parse(until) - MINUTE));
    expect(await codeOf(read(one, id))).toBe('answered');
    await world.clock.set(new Date(until));
    expect(await codeOf(read(one, id))).toBe('glass-over');
    expect(await codeOf(approve(two, id))).toBe('already-approved');
  });

  it('does not read for another, not even who agreed', async () => {
    const { id } = await ask(one, (await room()).bookingId);
    await approve(two, id);
    for (const who of [two, three]) expect(await codeOf(read(who, id))).toBe('not-found');
  });

  it('does not read another room, nor as a member of staff what its parties read', async () => {
    const [asked, other] = [await room(), await room()];
    const { id } = await ask(one, asked.bookingId);
    await approve(two, id);
    expect((await read(one, id)).messages.map(({ from }) => from)).toEqual([asked.clientId]);
    expect(await codeOf(staff(one).ask(ViewRoom, { bookingId: asked.bookingId }))).toMatch(/not-allowed|not-signed-in/);
    expect(await codeOf(read(one, other.bookingId))).toBe('not-found');
    expect(await codeOf(ask(one, randomUUID()))).toBe('not-found');
  });

  it('is no client and no provider', async () => {
    const { bookingId, clientId } = await room();
    const { id } = await ask(one, bookingId);
    const me = world.as(clientId);
    expect(await codeOf(me.ask(AskToBreakGlass, { bookingId, reason: REASON }))).toBe('not-allowed');
    expect(await codeOf(me.ask(ApproveGlass, { glassId: id }))).toBe('not-allowed');
    expect(await codeOf(me.ask(ReadThroughGlass, { glassId: id }))).toBe('not-allowed');
  });

  it('does not agree a day later, asks twice, or without a reason', async () => {
    const { bookingId } = await room();
    const { id, until } = await ask(one, bookingId);
    expect(await codeOf(ask(one, bookingId))).toBe('already-asked');
    expect(await codeOf(staff(two).ask(AskToBreakGlass, { bookingId, reason: 'curious' }))).toBe('invalid-input');
    await world.clock.set(new Date(until));
    expect(await codeOf(approve(two, id))).toBe('glass-over');
  });

  it('makes no hour longer and nobody else the one who asked, with the rights of the database’s owner', async () => {
    const { id } = await ask(one, (await room()).bookingId);
    await approve(two, id);
    const set = (text: string) => world.sql('workspace', `UPDATE glass SET ${text} WHERE id = $1`, [id]);
    await expect(set("closes_at = closes_at + interval '1 minute'")).rejects.toThrow();
    await expect(set('asked_by = gen_random_uuid()')).rejects.toThrow('stays as it was');
    await expect(set('approved_by = asked_by')).rejects.toThrow();
  });
});
