/** Webhooks of several bookings at once, each delivered many times, late and in the wrong order: the books are those of a quiet day. */
import { DisputeClosed, RefundMade } from '@sounding/contracts';
import { type Hire, Till } from './till.ts';

let till: Till;
beforeAll(async () => {
  till = await Till.start();
});
afterAll(() => till.stop());
afterEach(async () => {
  till.stripe.faults.clear();
  await till.expectBooksToAgree();
});

const closed = ({ bookingId }: Hire) =>
  till.world.heard('billing', DisputeClosed).filter((event) => event.bookingId === bookingId);
const refunds = ({ bookingId }: Hire) =>
  till.world.heard('billing', RefundMade).filter((event) => event.bookingId === bookingId);

/** What a booking's ledger says, without ids and without the order in which independent things were heard. */
async function books(hire: Hire): Promise<string[]> {
  const { entries, held } = await till.money(hire.bookingId);
  const said = entries.map(({ kind, postings }) => {
    const lines = postings.map(({ account, minor }) => `${account.replace(/:.*/, '')} ${minor}`);
    return `${kind}: ${lines.sort().join(', ')}`;
  });
  return [...said.sort(), `held ${held.minor}`];
}

/** Four bookings: one goes back whole, one half and then to the bank, one is disputed and won, one is left alone. */
async function day(disorder: () => void): Promise<string[][]> {
  const bills = [till.bill(6000), till.bill(9999), till.bill(12_345), till.bill(501)] as const;
  const [whole, half, won, quiet] = await Promise.all(bills);
  const hires = [whole, half, won, quiet];
  disorder();
  await Promise.all(hires.map(async (hire) => till.pay((await till.startPayment(hire)).url)));
  await Promise.all(hires.map(({ bookingId }) => till.held(bookingId)));
  disorder();
  await till.refund(whole, 'client-cancelled-early', 6000);
  await till.refund(half, 'client-cancelled-late', 9999);
  await till.world.eventually(() => expect([...refunds(whole), ...refunds(half)]).toHaveLength(2), 30_000);
  disorder();
  const dispute = async (hire: Hire) => till.stripe.dispute({ charge: await till.chargeOf(hire) });
  const [lost, kept] = await Promise.all([dispute(half), dispute(won)]);
  await Promise.all([till.stripe.decide(lost.id, 'lose'), till.stripe.decide(kept.id, 'win')]);
  await till.world.eventually(() => expect([...closed(half), ...closed(won)]).toHaveLength(2), 30_000);
  return Promise.all(hires.map(books));
}

it('hundreds of webhooks, repeated, shuffled and delayed, settle to the same books as each told once in order', async () => {
  const orderly = await day(() => undefined);
  const before = till.answers.length;
  const stormy = await day(() =>
    Object.assign(till.stripe.faults.webhooks, { duplicates: 24, reorder: 4, delayMs: 150 }),
  );
  await till.world.eventually(() => expect(till.answers.length - before).toBeGreaterThanOrEqual(300), 30_000);
  expect(stormy).toEqual(orderly);
  expect(till.answers.slice(before).filter((answer) => answer !== 'ok')).toEqual([]);
  const waiting = await till.world.sql('billing', `SELECT type, reason FROM stripe_event WHERE state = 'parked'`);
  expect(waiting).toEqual([]);
}, 120_000);
