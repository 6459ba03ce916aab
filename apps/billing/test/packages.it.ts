/** A package: one bill, one payment, one Handling Fee; then each session's money goes its own way. */
import { randomUUID } from 'node:crypto';
import {
  AttentionWanted,
  Books,
  DisputeClosed,
  DisputeOpened,
  FundsReleased,
  RefundMade,
  ReservationLapsed,
  ViewBill,
} from '@sounding/contracts';
import { money } from '@sounding/money';
import { dollars, type Hire, refusalOf, sessionOf, Till } from './till.ts';

let till: Till;
beforeAll(async () => {
  till = await Till.start();
});
afterAll(() => till.stop());
afterEach(() => till.expectBooksToAgree());

const NO_FEE = money(0);

/** Three weeks at $60.00, billed; `at` is the hire of the session in that place. */
async function billed() {
  const weeks = [randomUUID(), randomUUID()];
  const hire = await till.bill(6000, { weeks });
  const at = (place: number): Hire => ({ ...hire, bookingId: [hire.bookingId, ...weeks][place] as string });
  return { hire, weeks, at };
}

async function paid() {
  const all = await billed();
  await till.pay((await till.startPayment(all.hire)).url);
  await till.held(all.hire.bookingId);
  return all;
}

const heldOf = async (hire: Hire) => (await till.money(hire.bookingId)).held.minor;
const closed = (hire: Hire) =>
  till.world.heard('billing', DisputeClosed).filter((event) => event.bookingId === hire.bookingId);
const opened = (hire: Hire) =>
  till.world.heard('billing', DisputeOpened).filter((event) => event.bookingId === hire.bookingId);
const made = (hire: Hire) =>
  till.world.heard('billing', RefundMade).filter((event) => event.bookingId === hire.bookingId);

describe('the bill of a package', () => {
  it('is one, with each session and one Handling Fee, from whichever session it is opened', async () => {
    const { hire, at } = await billed();
    expect(hire.bill.lines.map(({ kind, quantity, amount }) => [kind, quantity, amount.minor])).toEqual([
      ['price', 3, 18_000],
      ['handling-fee', 1, 349],
    ]);
    expect(hire.bill.total).toEqual(dollars(18_349));
    expect(hire.bill.sessions?.map(({ bookingId, total }) => [bookingId, total.minor])).toEqual([
      [at(0).bookingId, 6349],
      [at(1).bookingId, 6000],
      [at(2).bookingId, 6000],
    ]);
    for (const place of [0, 1, 2]) {
      const { bookingId, clientId } = at(place);
      expect(await till.world.as(clientId).ask(ViewBill, { bookingId })).toEqual(hire.bill);
      expect(await refusalOf(till.world.as(randomUUID()).ask(ViewBill, { bookingId }))).toBe('not-found');
    }
  });

  it('is opened once, also by two who ask at the same time', async () => {
    const [bookingId, clientId, weeks] = [randomUUID(), randomUUID(), [randomUUID()]];
    const [one, two] = await Promise.all([
      till.bill(6000, { bookingId, clientId, weeks }),
      till.bill(6000, { bookingId, clientId, weeks }),
    ]);
    expect(two.bill).toEqual(one.bill);
  });

  it('cannot be changed, nor a session of it be taken out or put into another', async () => {
    const { at } = await billed();
    const change = (what: string) =>
      till.world.sql('billing', `UPDATE bill SET ${what} WHERE booking_id = $1`, [at(1).bookingId]);
    await expect(change(`package_id = NULL, place = 0`)).rejects.toThrow('is frozen');
    await expect(change(`place = 5`)).rejects.toThrow('is frozen');
  });
});

describe('the payment of a package', () => {
  it('is one charge, and each session holds its own price', async () => {
    const { hire, at } = await paid();
    const said = await till.held(hire.bookingId);
    expect(said.paid).toEqual(dollars(18_349));
    expect(said.sessions).toEqual(hire.bill.sessions);
    expect(said.billHash).toBe(hire.bill.hash);
    for (const place of [0, 1, 2]) {
      const { held, entries } = await till.money(at(place).bookingId);
      expect(held).toEqual(dollars(6000));
      expect(entries.filter(({ kind }) => kind === 'charge')).toHaveLength(1);
    }
  });

  it('is begun from any of its sessions, on one page', async () => {
    const { hire, at } = await billed();
    const first = await till.startPayment(hire);
    expect(sessionOf((await till.startPayment(at(2))).url)).toBe(sessionOf(first.url));
  });

  it('that comes twice goes back whole, session by session, fee included', async () => {
    const { hire, at } = await billed();
    const first = await till.startPayment(hire);
    // The first page is forgotten here, and is still open there.
    await till.world.sql('billing', `UPDATE payment SET state = 'expired', next_look_at = NULL WHERE booking_id = $1`, [
      hire.bookingId,
    ]);
    await till.pay((await till.startPayment(hire)).url);
    await till.held(hire.bookingId);
    await till.pay(first.url);
    await till.world.eventually(async () => {
      const refunds = await Promise.all(
        [0, 1, 2].map(async (place) => (await till.money(at(place).bookingId)).refunds),
      );
      expect(refunds.map((all) => all?.[0]).map((one) => [one?.amount.minor, one?.state])).toEqual([
        [6349, 'made'],
        [6000, 'made'],
        [6000, 'made'],
      ]);
    });
    expect(await heldOf(at(1))).toBe(6000);
    expect(
      till.world.heard('billing', AttentionWanted).filter((event) => event.bookingId === hire.bookingId),
    ).toHaveLength(1);
  });

  it('is not possible any more once the reservations lapsed', async () => {
    const { hire, at } = await billed();
    const { url } = await till.startPayment(hire);
    for (const place of [2, 0, 1]) {
      const { bookingId, clientId, providerId } = at(place);
      const lapsed = { bookingId, clientId, providerId, at: till.world.clock.now().toISOString() };
      await till.world.say('booking', ReservationLapsed, lapsed);
    }
    await till.world.eventually(async () => {
      const session = await till.atStripe<{ status: string }>(`/v1/checkout/sessions/${sessionOf(url)}`);
      expect(session.status).toBe('expired');
    });
    expect(await refusalOf(till.startPayment(at(1)))).toBe('bill-expired');
  });
});

describe('after it is paid', () => {
  it('one session is refunded, another released, and the third stays held', async () => {
    const { at } = await paid();
    await till.refund(at(1), 'client-cancelled-late', 6000, undefined, 0, NO_FEE);
    await till.release(at(0), 5700, 300);
    await till.world.eventually(() => expect(made(at(1))).toHaveLength(1));
    await till.world.eventually(() =>
      expect(
        till.world.heard('billing', FundsReleased).filter((event) => event.bookingId === at(0).bookingId),
      ).toHaveLength(1),
    );
    expect(await Promise.all([0, 1, 2].map((place) => heldOf(at(place))))).toEqual([0, 3000, 6000]);
    expect(made(at(1))[0]).toMatchObject({ toClient: dollars(3000), feeToClient: dollars(0) });
  });

  it('our own error gives everything back, the fee once', async () => {
    const { at } = await paid();
    await till.refund(at(0), 'our-error', 6000);
    for (const place of [1, 2]) await till.refund(at(place), 'our-error', 6000, undefined, 0, NO_FEE);
    await till.world.eventually(() => {
      const back = [0, 1, 2].map((place) => made(at(place))[0]);
      expect(back.map((one) => (one ? one.toClient.minor + one.feeToClient.minor : 0))).toEqual([6349, 6000, 6000]);
    });
  });

  it('a refund of the fee with a later session does not add up and moves nothing', async () => {
    const { at } = await paid();
    await till.refund(at(1), 'our-error', 6000);
    await till.world.eventually(async () => {
      const rows = await till.world.sql<{ reason: string }>(
        'billing',
        'SELECT reason FROM bus.dead_letter WHERE aggregate = $1',
        [at(1).bookingId],
      );
      expect(rows).toEqual([expect.objectContaining({ reason: 'bug' })]);
    }, 30_000);
    expect(await heldOf(at(1))).toBe(6000);
  }, 60_000);
});

describe('a dispute of its charge', () => {
  it('stops the money of every session, and its end lets go of every one', async () => {
    const { hire, at } = await paid();
    const { id } = await till.stripe.dispute({ charge: await till.chargeOf(hire) });
    await till.world.eventually(() => expect([0, 1, 2].map((place) => opened(at(place)).length)).toEqual([1, 1, 1]));
    await till.release(at(2), 5700, 300);
    await till.stripe.decide(id, 'win');
    await till.world.eventually(() => expect([0, 1, 2].map((place) => closed(at(place)).length)).toEqual([1, 1, 1]));
    expect([0, 1, 2].map((place) => closed(at(place))[0]?.undone)).toEqual([null, null, 'release']);
    expect(await Promise.all([0, 1, 2].map((place) => heldOf(at(place))))).toEqual([6000, 6000, 6000]);
  });

  it('lost is of each session, and a refund decided later is not paid twice', async () => {
    const { hire, at } = await paid();
    const { id } = await till.stripe.dispute({ charge: await till.chargeOf(hire) });
    await till.world.eventually(() => expect(opened(at(1))).toHaveLength(1));
    await till.stripe.decide(id, 'lose');
    await till.world.eventually(() =>
      expect([0, 1, 2].map((place) => closed(at(place))[0]?.outcome)).toEqual(['lost', 'lost', 'lost']),
    );
    await till.refund(at(1), 'provider-cancelled', 6000, undefined, 0, NO_FEE);
    await till.world.eventually(async () => expect(await heldOf(at(1))).toBe(0));
    expect((await till.money(at(1).bookingId)).refunds).toEqual([]);
    expect(await heldOf(at(2))).toBe(6000);
  });

  it('over a part is of the first sessions; what the bank did not take is still given back', async () => {
    const { hire, at } = await paid();
    const { id } = await till.stripe.dispute({ charge: await till.chargeOf(hire), amount: 8000 });
    await till.world.eventually(() => expect(opened(at(2))).toHaveLength(1));
    await till.stripe.decide(id, 'lose');
    await till.world.eventually(() =>
      expect([0, 1, 2].map((place) => closed(at(place))[0]?.outcome)).toEqual(['lost', 'lost', 'won']),
    );
    for (const place of [1, 2]) await till.refund(at(place), 'provider-cancelled', 6000, undefined, 0, NO_FEE);
    // Of the second session the bank had taken $20.00. Stripe returns nothing of a charge that was disputed, so people send the rest.
    await till.world.eventually(async () => {
      const refunds = await Promise.all([1, 2].map(async (place) => (await till.money(at(place).bookingId)).refunds));
      expect(refunds.map((all) => all?.[0]).map((one) => [one?.amount.minor, one?.state])).toEqual([
        [4000, 'failed'],
        [6000, 'failed'],
      ]);
    });
    expect(await Promise.all([1, 2].map((place) => heldOf(at(place))))).toEqual([0, 0]);
  });
});

it('the books say over how much its one receipt must be', async () => {
  const { at } = await paid();
  const day = { from: '2020-01-01T00:00:00.000Z', to: '2040-01-01T00:00:00.000Z' };
  const { rows } = await till.world.asService('support').ask(Books, { ...day, after: null });
  const of = (place: number) => rows.find(({ bookingId }) => bookingId === at(place).bookingId);
  expect([0, 1, 2].map((place) => [of(place)?.paid.minor, of(place)?.receipted?.minor])).toEqual([
    [6349, 18_349],
    [6000, 0],
    [6000, 0],
  ]);
});
