import { randomUUID } from 'node:crypto';
import {
  BillingMail,
  FundsReleased,
  MyMoney,
  RefundDecided,
  RefundMade,
  StartTip,
  TipReceived,
} from '@sounding/contracts';
import { dollars, type Hire, refusalOf, Till } from './till.ts';

let till: Till;
beforeAll(async () => {
  till = await Till.start();
});
afterAll(() => till.stop());
afterEach(async () => {
  till.stripe.faults.clear();
  await till.expectBooksToAgree();
});

const parties = ({ bookingId, clientId, providerId }: Hire) => ({ bookingId, clientId, providerId });
const at = () => till.world.clock.now().toISOString();
const refund = (...on: Parameters<Till['refund']>) => till.refund(...on);
const release = (...on: Parameters<Till['release']>) => till.release(...on);
const refundsOf = (hire: Hire) =>
  till.world.heard('billing', RefundMade).filter((event) => event.bookingId === hire.bookingId);
const releasesOf = (hire: Hire) =>
  till.world.heard('billing', FundsReleased).filter((event) => event.bookingId === hire.bookingId);
const atStripe = (hire: Hire) => till.stripe.charges('booking_id')[hire.bookingId];
const refunded = (hire: Hire, times = 1) => till.world.eventually(() => expect(refundsOf(hire)).toHaveLength(times));
const released = (hire: Hire) => till.world.eventually(() => expect(releasesOf(hire)).toHaveLength(1));
const mine = (hire: Hire) => till.world.as(hire.providerId).ask(MyMoney, {});
const deadLetters = async () => {
  const [row] = await till.world.sql<{ n: string }>('billing', 'SELECT count(*) AS n FROM bus.dead_letter');
  return Number(row?.n);
};

describe('a refund', () => {
  it('of the whole price keeps the fee, and leaves the provider nothing', async () => {
    const hire = await till.hire(6000);
    await refund(hire, 'client-cancelled-early', 6000);
    await refunded(hire);
    expect(refundsOf(hire)[0]).toMatchObject({
      toClient: dollars(6000),
      feeToClient: dollars(0),
      clientId: hire.clientId,
    });
    expect(atStripe(hire)).toMatchObject({ refunded: 6000 });
    const { held, refunded: back } = await till.money(hire.bookingId);
    expect([held, back]).toEqual([dollars(0), dollars(6000)]);
    expect((await mine(hire)).rows).toMatchObject([{ state: 'refunded', amount: dollars(0) }]);
  });

  it('of half an odd price gives the odd cent to the client; the rest is released to the cent', async () => {
    const hire = await till.hire(4555);
    await refund(hire, 'client-cancelled-late', 4555);
    await refunded(hire);
    expect(atStripe(hire)).toMatchObject({ refunded: 2278 });
    expect((await mine(hire)).held).toEqual(dollars(2163));
    await release(hire, 2163, 114);
    await released(hire);
    expect(await mine(hire)).toMatchObject({ held: dollars(0), payable: dollars(2163), released: dollars(2163) });
  });

  it('in three parts ends exact', async () => {
    const hire = await till.hire(9999);
    await refund(hire, 'claim-decided', 9999, 3333);
    await refunded(hire);
    await refund(hire, 'claim-decided', 9999, 3333, 3333);
    await refunded(hire, 2);
    await refund(hire, 'claim-decided', 9999, 3333, 6666);
    await refunded(hire, 3);
    expect(atStripe(hire)).toMatchObject({ refunded: 9999 });
    expect((await till.money(hire.bookingId)).held).toEqual(dollars(0));
  });

  it('is made once, though the decision comes three times', async () => {
    const hire = await till.hire(6000);
    const said = await refund(hire, 'provider-cancelled', 6000);
    await till.world.repeat({ ...said, id: randomUUID() });
    await till.world.repeat(said);
    await refunded(hire);
    expect(atStripe(hire)).toMatchObject({ refunded: 6000 });
    const rows = await till.world.sql('billing', 'SELECT 1 FROM refund WHERE booking_id = $1', [hire.bookingId]);
    expect(rows).toHaveLength(1);
  });

  it.each(['500-after', 'reset-after', '500-before', '429', '409', 'reset-before'] as const)(
    'is made once, though Stripe answers with %s',
    async (kind) => {
      const hire = await till.hire(6000);
      till.stripe.faults.calls.push({
        fault: { kind },
        method: 'POST',
        path: '/v1/refunds',
        times: kind.endsWith('after') ? 1 : 3,
      });
      await refund(hire, 'provider-absent', 6000);
      await till.world.eventually(async () => {
        const [row] = await till.world.sql<{ tries: number }>(
          'billing',
          'SELECT tries FROM refund WHERE booking_id = $1',
          [hire.bookingId],
        );
        expect(row?.tries).toBeGreaterThan(0);
      });
      await till.world.eventually(async () => {
        await till.world.clock.move({ seconds: 31 });
        expect(refundsOf(hire)).toHaveLength(1);
      }, 20_000);
      expect(atStripe(hire)).toMatchObject({ refunded: 6000 });
    },
  );

  it('that the bank takes days for is told when it is made, not before', async () => {
    const hire = await till.hire(6000);
    till.stripe.faults.refunds = 'pending';
    await refund(hire, 'client-cancelled-early', 6000);
    await till.world.eventually(async () => {
      const [row] = await till.world.sql<{ state: string }>(
        'billing',
        'SELECT state FROM refund WHERE booking_id = $1',
        [hire.bookingId],
      );
      expect(row?.state).toBe('asked');
    });
    expect(refundsOf(hire)).toHaveLength(0);
    expect((await till.balances()).refund_clr).toBe(-6000);
    await till.world.clock.move({ seconds: 10 });
    await refunded(hire);
    expect((await till.balances()).refund_clr).toBe(0);
  });

  it('that fails after all is owed to the client', async () => {
    const hire = await till.hire(6000);
    till.stripe.faults.refunds = 'fails';
    await refund(hire, 'client-cancelled-early', 6000);
    await refunded(hire);
    await till.world.clock.move({ seconds: 10 });
    await till.world.eventually(async () =>
      expect((await till.balances())[`credit_owed:${hire.clientId}`]).toBe(-6000),
    );
  });

  it('that does not equal what is held moves nothing and is shown to people', async () => {
    const hire = await till.hire(6000);
    const before = await deadLetters();
    await till.world.say('booking', RefundDecided, {
      ...parties(hire),
      reason: 'client-cancelled-late',
      toClient: dollars(3001),
      feeToClient: dollars(0),
      toProvider: dollars(2849),
      commission: dollars(150),
      at: at(),
    });
    await till.world.eventually(async () => expect(await deadLetters()).toBe(before + 1), 30_000);
    expect((await till.money(hire.bookingId)).held).toEqual(dollars(6000));
    expect(atStripe(hire)).toMatchObject({ refunded: 0 });
  });
});

describe('a release', () => {
  it('makes what is held payable, less commission, once', async () => {
    const hire = await till.hire(6000);
    expect(await mine(hire)).toMatchObject({ held: dollars(5700), payable: dollars(0) });
    const said = await release(hire, 5700, 300);
    await till.world.repeat({ ...said, id: randomUUID() });
    await released(hire);
    await release(hire, 5700, 300);
    await till.world.eventually(async () => {
      const [row] = await till.world.sql<{ seq: string }>(
        'billing',
        `SELECT max(seq)::text AS seq FROM bus.inbox WHERE aggregate = $1`,
        [hire.bookingId],
      );
      expect(row?.seq).toBe('2');
    });
    expect(releasesOf(hire)).toHaveLength(1);
    expect(await mine(hire)).toMatchObject({ held: dollars(0), payable: dollars(5700), released: dollars(5700) });
    const { entries } = await till.money(hire.bookingId);
    expect(entries.filter((entry) => entry.kind === 'release')).toMatchObject([
      {
        postings: [
          { account: `hold:${hire.bookingId}`, minor: 6000 },
          { account: `payable:${hire.providerId}`, minor: -5700 },
          { account: 'rev.commission', minor: -300 },
        ],
      },
    ]);
  });

  it('of nothing, after a full refund, ends the story all the same', async () => {
    const hire = await till.hire(6000);
    await refund(hire, 'provider-absent', 6000);
    await refunded(hire);
    await release(hire, 0, 0);
    await released(hire);
    expect(releasesOf(hire)[0]).toMatchObject({ toProvider: dollars(0), commission: dollars(0) });
  });
});

describe('a tip', () => {
  const pages = { successUrl: 'http://localhost:3000/tipped', cancelUrl: 'http://localhost:3000/back' };
  const tip = (hire: Hire, minor: number, account = hire.clientId) =>
    till.world.as(account).ask(StartTip, { bookingId: hire.bookingId, amount: dollars(minor), ...pages });

  it('is for after the session, of a fair size, from its client', async () => {
    const hire = await till.hire(6000);
    expect(await refusalOf(tip(hire, 1000))).toBe('too-early');
    await till.world.clock.move({ hours: 50 });
    expect(await refusalOf(tip(hire, 99))).toBe('tip-out-of-range');
    expect(await refusalOf(tip(hire, 1000, hire.providerId))).toBe('not-found');
    await till.world.clock.move({ days: 31 });
    expect(await refusalOf(tip(hire, 1000))).toBe('too-late');
  });

  it('is the provider’s at once, whole', async () => {
    const hire = await till.hire(6000);
    await till.world.clock.move({ hours: 50 });
    const { tipId, url } = await tip(hire, 1000);
    expect((await tip(hire, 1000)).url).toBe(url);
    await till.pay(url);
    await till.world.eventually(() => {
      const heard = till.world.heard('billing', TipReceived).filter((event) => event.bookingId === hire.bookingId);
      expect(heard).toMatchObject([{ tipId, amount: dollars(1000), method: { last4: '4242' } }]);
    });
    const mails = till.world.heard('billing', BillingMail).filter((mail) => mail.accountId === hire.providerId);
    expect(mails.map((mail) => mail.template)).toEqual(['tip-received']);
    const own = await mine(hire);
    expect(own).toMatchObject({ payable: dollars(1000), released: dollars(1000), held: dollars(5700) });
    expect(own.rows.map((row) => [row.what, row.state, row.amount.minor])).toEqual([
      ['tip', 'payable', 1000],
      ['session', 'held', 5700],
    ]);
  });

  it('is not for a session that did not take place', async () => {
    const hire = await till.hire(6000);
    await refund(hire, 'provider-absent', 6000);
    await refunded(hire);
    await till.world.clock.move({ hours: 50 });
    expect(await refusalOf(tip(hire, 1000))).toBe('not-allowed');
  });
});
