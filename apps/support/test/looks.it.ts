/** The log of who looked on a real PostgreSQL: it only grows, its chain breaks where it is touched, and the person reads it. */
import { randomUUID } from 'node:crypto';
import { GlassOpened, OpenTicket, RecordLooks, SayWhy, StaffQueue, StaffTicket, WhoLooked } from '@sounding/contracts';
import { startWorld, type World } from '@sounding/testing';
import { LookClock } from '../src/looks/look.clock.ts';
import { SupportModule } from '../src/support.module.ts';
import { NOW, refusalOf } from './cast.ts';

const WORDS = 'The client wrote by paper mail that the card was charged twice.';
let world: World;
let clock: LookClock;

beforeAll(async () => {
  world = await startWorld();
  await world.clock.set(NOW);
  const service = await world.service('support', SupportModule);
  clock = service.app.get(LookClock);
});
afterAll(() => world?.stop());

const sql = (text: string, values: unknown[] = []) => world.sql<Record<string, string>>('support', text, values);

/** As the owner who takes the guard away for a moment. */
async function tampered(text: string, values: unknown[] = []): Promise<void> {
  await sql('ALTER TABLE look DISABLE TRIGGER USER');
  await sql(text, values);
  await sql('ALTER TABLE look ENABLE TRIGGER USER');
}

async function question(me: string) {
  const subject = 'About my invoice';
  return world.as(me).ask(OpenTicket, { subject, text: 'Where is it, please?' });
}

async function look(staffId: string, personId: string, ticketId: string): Promise<number> {
  const looks = [{ personId, objectId: ticketId }];
  return (await world.staff(staffId).ask(RecordLooks, { what: 'ticket', looks, because: { ticketId } })).number;
}

describe('the log', () => {
  it('keeps each reading in order without gaps, also when many read at once', async () => {
    const [person, staff] = [randomUUID(), randomUUID()];
    const { id } = await question(person);
    const numbers = await Promise.all(Array.from({ length: 25 }, () => look(staff, person, id)));
    expect(new Set(numbers).size).toBe(25);
    const [row] = await sql(
      'SELECT count(*) AS rows, max(number) AS last, count(DISTINCT previous) AS links FROM look',
    );
    expect([row?.rows, row?.links]).toEqual([row?.last, row?.last]);
    expect(await clock.verify(NOW)).toBeNull();
  });

  it('is read by the person it is about, twenty at a time, and by nobody else', async () => {
    const [person, other, staff] = [randomUUID(), randomUUID(), randomUUID()];
    const { id } = await question(person);
    for (let times = 0; times < 21; times += 1) await look(staff, person, id);
    const first = await world.as(person).ask(WhoLooked, {});
    expect([first.looks.length, first.more]).toEqual([20, true]);
    expect(first.looks[0]).toMatchObject({ what: 'ticket', because: 'ticket', ticketId: id, objectId: id });
    expect(JSON.stringify(first)).not.toContain(staff);
    const rest = await world.as(person).ask(WhoLooked, { before: first.looks.at(-1)?.number ?? 0 });
    expect([rest.looks.length, rest.more]).toEqual([1, false]);
    expect((await world.as(other).ask(WhoLooked, {})).looks).toEqual([]);
    expect(
      await refusalOf(
        world.as(person).ask(RecordLooks, { what: 'ticket', looks: [], because: { ticketId: id } } as never),
      ),
    ).toMatch(/invalid-input|not-allowed/);
  });

  it('takes a reason that staff said, for what it is about and whoever said it, for an hour; its words are sealed', async () => {
    const [person, staff, bookingId] = [randomUUID(), randomUUID(), randomUUID()];
    const said = { about: { what: 'booking' as const, id: bookingId }, reason: 'money' as const, words: WORDS };
    const { reasonId, until } = await world.staff(staff).ask(SayWhy, said);
    const read = (who: string, objectId: string) =>
      world
        .staff(who)
        .ask(RecordLooks, { what: 'money', looks: [{ personId: person, objectId }], because: { reasonId } });
    await read(staff, bookingId);
    expect(await refusalOf(read(randomUUID(), bookingId))).toBe('reason-needed');
    expect(await refusalOf(read(staff, randomUUID()))).toBe('reason-needed');
    await world.clock.set(new Date(until));
    expect(await refusalOf(read(staff, bookingId))).toBe('reason-needed');
    await world.clock.set(NOW);
    expect((await world.as(person).ask(WhoLooked, {})).looks).toMatchObject([
      { what: 'money', because: 'money', ticketId: null },
    ]);
    const rows = await sql('SELECT l::text AS look, r::text AS reason FROM look l, look_reason r');
    expect(rows.filter(({ look: kept, reason }) => `${kept}${reason}`.includes('paper mail'))).toEqual([]);
    expect(await refusalOf(world.staff(staff).ask(SayWhy, { ...said, words: 'because' }))).toBe('invalid-input');
  });

  it('has both sides of a room that two of staff opened, once', async () => {
    const [clientId, providerId, bookingId] = [randomUUID(), randomUUID(), randomUUID()];
    await world.say('workspace', GlassOpened, {
      ...{ bookingId, clientId, providerId, glassId: randomUUID(), approvedBy: randomUUID() },
      ...{ at: NOW.toISOString(), until: new Date(NOW.getTime() + 3_600_000).toISOString() },
    });
    for (const person of [clientId, providerId]) {
      await world.eventually(async () =>
        expect((await world.as(person).ask(WhoLooked, {})).looks).toMatchObject([
          { what: 'room-opened', because: 'two-agreed', objectId: bookingId },
        ]),
      );
    }
  });
});

describe('the queue', () => {
  it('shows no words of a person; the ticket itself does', async () => {
    const { id } = await question(randomUUID());
    const staff = world.staff(randomUUID());
    const row = (await staff.ask(StaffQueue, { state: 'all' })).tickets.find((ticket) => ticket.id === id);
    expect(row?.subject).toBe('A question');
    expect((await staff.ask(StaffTicket, { ticketId: id })).ticket.subject).toBe('About my invoice');
  });
});

describe('who would change the log', () => {
  it.each([
    'UPDATE look SET what = $$name$$',
    'DELETE FROM look',
    'TRUNCATE look',
    'UPDATE look_reason SET reason = $$law$$',
    'DELETE FROM look_anchor',
  ])('cannot: %s', async (text) => {
    await expect(sql(text)).rejects.toThrow('only grows');
  });

  it('the service itself may add and read, and nothing else', async () => {
    const rights = await sql(
      `SELECT t AS table, p AS right FROM unnest(ARRAY['look','look_reason','look_anchor']) t,
         unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE','TRUNCATE']) p
       WHERE has_table_privilege(
         (SELECT rolname FROM pg_roles WHERE rolname LIKE 'support%app' ORDER BY rolname LIMIT 1), t, p) ORDER BY 1, 2`,
    );
    expect([...new Set(rights.map(({ right }) => right))].sort()).toEqual(['INSERT', 'SELECT']);
    expect(rights).toHaveLength(6);
  });

  it('puts in no row that does not follow the last one', async () => {
    const row = (number: string, previous: string) =>
      sql(
        `INSERT INTO look SELECT ${number}, staff_id, person_id, what, object_id, because, ref, at, ${previous}, hash
         FROM look ORDER BY number DESC LIMIT 1`,
      );
    await expect(row('number + 2', 'hash')).rejects.toThrow('does not follow');
    await expect(row('number + 1', 'previous')).rejects.toThrow(/does not follow|look_previous_key/);
  });

  it.each([
    ['staff_id', 'gen_random_uuid()'],
    ['person_id', 'gen_random_uuid()'],
    ['object_id', 'gen_random_uuid()'],
    ['ref', 'gen_random_uuid()'],
    ['what', "'money'"],
    ['because', "'law'"],
    ['at', "at + interval '1 millisecond'"],
    ['hash', 'set_byte(hash, 31, get_byte(hash, 31) # 1)'],
  ])('is found out by the changed %s of one row, which a metric and a ticket name', async (column, value) => {
    const [kept] = await sql(`SELECT ${column}::text AS value FROM look WHERE number = 3`);
    await tampered(`UPDATE look SET ${column} = ${value} WHERE number = 3`);
    expect(await clock.verify(NOW)).toBe(3n);
    await tampered(
      `UPDATE look SET ${column} = $1::${column === 'at' ? 'timestamptz' : column === 'hash' ? 'bytea' : column === 'what' || column === 'because' ? 'text' : 'uuid'} WHERE number = 3`,
      [kept?.value],
    );
    expect(await clock.verify(NOW)).toBeNull();
    const { tickets } = await world.staff(randomUUID()).ask(StaffQueue, { state: 'all' });
    expect(tickets.filter(({ subject }) => subject === 'The log of who looked was changed')).toHaveLength(1);
  });

  it('is found out when the end is cut off, because the nights before know where it was', async () => {
    expect(await clock.verify(new Date(NOW.getTime() + 1))).toBeNull();
    const [last] = await sql('SELECT max(number) AS number FROM look');
    await tampered('DELETE FROM look WHERE number > $1::bigint - 2', [last?.number]);
    expect(await clock.verify(NOW)).toBe(BigInt(last?.number ?? 0) - 1n);
  });
});
