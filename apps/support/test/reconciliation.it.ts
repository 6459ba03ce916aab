import { randomUUID } from 'node:crypto';
import {
  BookingBooks,
  Books,
  CompareWithStripe,
  type Difference,
  MyTickets,
  type Output,
  ReceiptBooks,
  Reconcile,
  Reconciliations,
  StaffQueue,
  StaffTicket,
  ViewTicket,
} from '@sounding/contracts';
import { money } from '@sounding/money';
import { startWorld, type World } from '@sounding/testing';
import { SupportModule } from '../src/support.module.ts';
import { NOW, refusalOf } from './cast.ts';

type Billed = Output<typeof Books>['rows'][number];

const DAY = 24 * 3_600_000;
/** What each book says, page by page; what is not set here agrees. */
const books = {
  stripe: [[]] as Difference[][],
  billed: [[]] as Billed[][],
  unknown: new Set<string>(),
  unreceipted: new Set<string>(),
};
const asked = { stripe: 0, away: false };
let world: World;

beforeAll(async () => {
  world = await startWorld();
  await world.clock.set(NOW);
  world.answer(CompareWithStripe, ({ after }) => {
    asked.stripe += 1;
    const page = Number(after ?? 0);
    const next = page + 1 < books.stripe.length ? String(page + 1) : null;
    return { checked: 10, differences: books.stripe[page] ?? [], next };
  });
  world.answer(Books, ({ after }) => {
    const page = books.billed.findIndex((rows) => rows.at(-1)?.bookingId === after) + 1;
    const rows = books.billed[page] ?? [];
    return { rows, next: page + 1 < books.billed.length ? (rows.at(-1)?.bookingId ?? null) : null };
  });
  const known = (bookingIds: readonly string[]) =>
    books.billed.flat().filter((row) => bookingIds.includes(row.bookingId));
  world.answer(BookingBooks, ({ bookingIds }) => ({
    rows: known(bookingIds)
      .filter(({ bookingId }) => !books.unknown.has(bookingId))
      .map(({ bookingId, paid, decided, released }) => ({
        bookingId,
        state: 'confirmed' as const,
        total: paid,
        refunded: decided,
        released,
      })),
  }));
  world.answer(ReceiptBooks, ({ bookingIds }) => ({
    rows: known(bookingIds)
      .filter(({ bookingId }) => !books.unreceipted.has(bookingId))
      .map(({ bookingId, paid }) => ({
        bookingId,
        documents: [{ kind: 'receipt' as const, total: paid, rendered: true }],
      })),
  }));
  await world.service('support', SupportModule);
  await ended(1);
});
afterAll(() => world.stop());
beforeEach(() => {
  books.stripe = [[]];
  books.billed = [[]];
  books.unknown.clear();
  books.unreceipted.clear();
});

const staff = () => world.staff(randomUUID());
const runs = async () => (await staff().ask(Reconciliations, {})).runs;
const ended = (count: number) =>
  world.eventually(async () => expect((await runs()).filter(({ endedAt }) => endedAt)).toHaveLength(count), 20_000);
const hoursAgo = (hours: number) => new Date(world.clock.now().getTime() - hours * 3_600_000).toISOString();

/** Compares the last two days on demand, and waits for the end. */
async function compared() {
  const before = (await runs()).filter(({ endedAt }) => endedAt).length;
  const { id } = await staff().ask(Reconcile, { from: hoursAgo(48), to: hoursAgo(0) });
  await ended(before + 1);
  const run = (await runs()).find((one) => one.id === id);
  if (!run) throw new Error('the comparison disappeared');
  return run;
}

const tickets = async (state: 'all' | 'waiting-for-staff' = 'waiting-for-staff') =>
  (await staff().ask(StaffQueue, { state })).tickets.filter(({ kind }) => kind === 'difference');
const read = (ticketId: string) => staff().ask(StaffTicket, { ticketId });

function extraRefund(amount = -1234): Difference {
  return {
    key: `extra-refund:${randomUUID()}`,
    kind: 'extra-refund',
    bookingId: null,
    ours: { row: null },
    theirs: { transaction: 'txn_1', amount, at: hoursAgo(5) },
  };
}

function billed(more: Partial<Billed> = {}): Billed {
  return {
    bookingId: randomUUID(),
    paid: money(6_349),
    decided: money(0),
    refunds: [],
    tips: [],
    released: false,
    disputed: false,
    movedAt: hoursAgo(5),
    ...more,
  };
}

describe('a comparison of all books', () => {
  it('begins each night by itself, and for all nights that were missed at once', async () => {
    const first = (await runs())[0];
    expect(first).toMatchObject({ by: 'clock', from: '2026-11-20T03:00:00.000Z', to: '2026-11-23T03:00:00.000Z' });
    await world.clock.move({ seconds: (4 * DAY) / 1_000 });
    await ended(2);
    expect((await runs())[0]).toMatchObject({ from: '2026-11-21T03:00:00.000Z', to: '2026-11-27T03:00:00.000Z' });
  });

  it('of books that agree opens no ticket', async () => {
    books.billed = [[billed(), billed()], [billed()]];
    books.stripe = [[], [], []];
    expect(await compared()).toMatchObject({ by: 'staff', checked: 33, differences: 0, waitsFor: null });
    expect(await tickets()).toEqual([]);
  });

  it('opens one ticket for each difference, with both sides; the next one opens no second, and closes what has gone', async () => {
    const difference = extraRefund();
    books.stripe = [[], [difference]];
    expect(await compared()).toMatchObject({ differences: 1 });
    const [ticket, ...more] = await tickets();
    if (!ticket) throw new Error('no ticket');
    expect(more).toEqual([]);
    expect(ticket).toMatchObject({ accountId: null, subject: 'A refund at Stripe that we did not ask for' });
    const seen = await read(ticket.id);
    expect(seen.difference).toEqual(difference);
    expect(seen.messages).toHaveLength(1);
    expect(seen.messages[0]?.text).toContain('amount: -$12.34');

    expect(await compared()).toMatchObject({ differences: 1 });
    expect(await tickets()).toHaveLength(1);
    expect((await read(ticket.id)).messages).toHaveLength(1);

    books.stripe = [[]];
    expect(await compared()).toMatchObject({ differences: 0 });
    expect(await tickets()).toEqual([]);
    const closed = await read(ticket.id);
    expect([closed.ticket.state, closed.messages.length]).toEqual(['closed', 2]);

    books.stripe = [[difference]];
    await compared();
    expect((await tickets()).map(({ id }) => id)).toEqual([ticket.id]);
    books.stripe = [[{ ...difference, theirs: { ...difference.theirs, amount: -1 } }]];
    await compared();
    expect((await read(ticket.id)).messages).toHaveLength(4);
    books.stripe = [[]];
    await compared();
  });

  it('finds what booking and receipts do not know', async () => {
    const [paid, lost, bare] = [billed(), billed(), billed()];
    books.billed = [[paid], [lost, bare]];
    books.unknown.add(lost.bookingId);
    books.unreceipted.add(bare.bookingId);
    expect(await compared()).toMatchObject({ differences: 2 });
    const found = await Promise.all((await tickets()).map(async ({ id }) => (await read(id)).difference));
    expect(found.map((one) => [one?.kind, one?.bookingId]).sort()).toEqual([
      ['missing-booking', lost.bookingId],
      ['missing-receipt', bare.bookingId],
    ]);
    const receipt = found.find((one) => one?.kind === 'missing-receipt');
    expect(receipt).toMatchObject({ ours: { amounts: '$63.49' }, theirs: { amounts: 'none' } });
    books.unknown.clear();
    books.unreceipted.clear();
    await compared();
    expect(await tickets()).toEqual([]);
  });

  it('leaves alone what moves at this moment, also a ticket about it', async () => {
    const row = billed();
    books.billed = [[row]];
    books.unreceipted.add(row.bookingId);
    await compared();
    expect(await tickets()).toHaveLength(1);
    const moving = billed({ movedAt: hoursAgo(0) });
    books.billed = [[{ ...row, movedAt: hoursAgo(0) }, moving]];
    books.unreceipted.add(moving.bookingId);
    expect(await compared()).toMatchObject({ checked: 10, differences: 0 });
    expect((await tickets()).map(({ bookingId }) => bookingId)).toEqual([row.bookingId]);
    books.billed = [[row]];
    books.unreceipted.clear();
    await compared();
  });

  it('does not close what lies outside of its days', async () => {
    const difference = { ...extraRefund(), theirs: { amount: -1, at: hoursAgo(30) } };
    books.stripe = [[difference]];
    await compared();
    const [ticket] = await tickets();
    books.stripe = [[]];
    const before = (await runs()).filter(({ endedAt }) => endedAt).length;
    await staff().ask(Reconcile, { from: hoursAgo(20), to: hoursAgo(0) });
    await ended(before + 1);
    expect((await tickets()).map(({ id }) => id)).toEqual([ticket?.id]);
    await compared();
    expect(await tickets()).toEqual([]);
  });

  it('that a service does not answer says so, waits, and goes on where it was', async () => {
    const before = (await runs()).filter(({ endedAt }) => endedAt).length;
    books.billed = [[billed()]];
    world.silence(BookingBooks);
    await staff().ask(Reconcile, { from: hoursAgo(48), to: hoursAgo(0) });
    await world.eventually(async () => expect((await runs())[0]?.waitsFor).toContain('does not answer'), 20_000);
    const pages = asked.stripe;
    expect(await refusalOf(staff().ask(Reconcile, { from: hoursAgo(48), to: hoursAgo(0) }))).toBe('already-running');
    world.answer(BookingBooks, () => ({ rows: [] }));
    books.billed = [[]];
    await world.clock.move({ seconds: 31 });
    await ended(before + 1);
    expect(asked.stripe).toBe(pages);
    expect((await runs())[0]).toMatchObject({ waitsFor: null });
  });

  it('is begun by staff alone, for days that are over', async () => {
    const person = world.as(randomUUID());
    const range = { from: hoursAgo(2), to: hoursAgo(1) };
    expect(await refusalOf(person.ask(Reconcile, range))).toBe('not-allowed');
    expect(await refusalOf(person.ask(Reconciliations, {}))).toBe('not-allowed');
    expect(await refusalOf(staff().ask(Reconcile, { from: range.to, to: range.from }))).toBe('bad-range');
    expect(await refusalOf(staff().ask(Reconcile, { from: range.from, to: hoursAgo(-1) }))).toBe('bad-range');
    expect(await refusalOf(staff().ask(Reconcile, { from: hoursAgo(24 * 500), to: range.to }))).toBe('bad-range');
  });

  it('is nothing that a person ever sees', async () => {
    books.stripe = [[extraRefund()]];
    await compared();
    const [ticket] = await tickets();
    if (!ticket) throw new Error('no ticket');
    const person = world.as(randomUUID());
    expect(await refusalOf(person.ask(ViewTicket, { ticketId: ticket.id }))).toBe('not-found');
    expect((await person.ask(MyTickets, {})).tickets).toEqual([]);
  });
});
