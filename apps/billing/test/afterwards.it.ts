/** What may still happen to money: the client's bank disputes a charge, staff give back after the release, a refund fails. */
import {
  AttentionWanted,
  DisputeClosed,
  DisputeOpened,
  FundsReleased,
  MyMoney,
  type Outcome,
  RefundMade,
  RefundOvertaken,
  RetryRefund,
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

const heard = {
  opened: (hire: Hire) =>
    till.world.heard('billing', DisputeOpened).filter((event) => event.bookingId === hire.bookingId),
  closed: (hire: Hire) =>
    till.world.heard('billing', DisputeClosed).filter((event) => event.bookingId === hire.bookingId),
  released: (hire: Hire) =>
    till.world.heard('billing', FundsReleased).filter((event) => event.bookingId === hire.bookingId),
  refunds: (hire: Hire) =>
    till.world.heard('billing', RefundMade).filter((event) => event.bookingId === hire.bookingId),
  overtaken: (hire: Hire) =>
    till.world
      .heard('billing', RefundOvertaken)
      .filter((event) => event.bookingId === hire.bookingId)
      .map(({ amount }) => amount.minor),
  attention: (hire: Hire) =>
    till.world.heard('billing', AttentionWanted).filter((event) => event.bookingId === hire.bookingId),
};
const mine = (hire: Hire) => till.world.as(hire.providerId).ask(MyMoney, {});
const undone = (hire: Hire) =>
  till.world.eventually(async () => {
    const [row] = await till.world.sql<{ undone: string | null }>(
      'billing',
      'SELECT undone FROM bill WHERE booking_id = $1',
      [hire.bookingId],
    );
    expect(row?.undone).not.toBeNull();
  });

async function chargeback(hire: Hire, more: { amount?: number; inquiry?: boolean } = {}): Promise<string> {
  const before = heard.opened(hire).length;
  const { id } = await till.stripe.dispute({ charge: await till.chargeOf(hire), ...more });
  await till.world.eventually(() => expect(heard.opened(hire)).toHaveLength(before + 1));
  return id;
}

async function decided(hire: Hire, dispute: string, verdict: 'win' | 'lose' | 'close'): Promise<void> {
  await till.stripe.decide(dispute, verdict);
  await till.world.eventually(() => expect(heard.closed(hire)).toHaveLength(1));
}

async function released(price = 6000, toProvider = 5700): Promise<Hire> {
  const hire = await till.hire(price);
  await till.release(hire, toProvider, price - toProvider);
  await till.world.eventually(() => expect(heard.released(hire)).toHaveLength(1));
  return hire;
}

/** Net of each account over the entries of a booking's dispute. */
async function postings(hire: Hire, kind: string): Promise<Record<string, number>> {
  const { entries } = await till.money(hire.bookingId);
  const all = entries.filter((entry) => entry.kind === kind).flatMap((entry) => entry.postings);
  const named = all.map(({ account, minor }) => [account.replace(/:.*/, ''), minor] as const);
  return Object.fromEntries(named);
}

describe('a chargeback', () => {
  it('takes amount and fee at once, and freezes refund and release until it is won; then what was left undone can be decided again', async () => {
    const hire = await till.hire(6000);
    const dispute = await chargeback(hire);
    expect(await postings(hire, 'dispute-opened')).toEqual({ dispute_recv: 6349, 'exp.dispute': 1500, stripe: -7849 });
    expect(heard.opened(hire)).toMatchObject([{ kind: 'chargeback', amount: dollars(6349) }]);
    await till.refund(hire, 'client-cancelled-late', 6000);
    await undone(hire);
    expect((await till.money(hire.bookingId)).held).toEqual(dollars(6000));
    await decided(hire, dispute, 'win');
    expect(heard.closed(hire)).toMatchObject([
      { outcome: 'won', undone: 'refund', held: dollars(6000), lost: dollars(0) },
    ]);
    expect(await postings(hire, 'dispute-won')).toMatchObject({ dispute_recv: -6349 });
    await till.refund(hire, 'client-cancelled-late', 6000);
    // Stripe returns nothing of a charge that was once charged back: people send it, and say so.
    await till.world.eventually(async () =>
      expect((await till.balances())[`credit_owed:${hire.clientId}`]).toBe(-3000),
    );
    const [failed] = (await till.money(hire.bookingId)).refunds ?? [];
    await till.world.staff(hire.clientId).ask(RetryRefund, { refundId: failed?.id ?? '', by: 'hand' });
    await till.world.eventually(() => expect(heard.refunds(hire)).toMatchObject([{ toClient: dollars(3000) }]));
    expect(await postings(hire, 'refund-by-hand')).toEqual({ credit_owed: 3000, bank: -3000 });
    expect(heard.attention(hire).map(({ what, over }) => [what, over])).toEqual([
      ['dispute', false],
      ['dispute', true],
      ['refund-failed', false],
      ['refund-failed', true],
    ]);
  });

  it('freezes a release, also when only the bank asks', async () => {
    const hire = await till.hire(6000);
    const inquiry = await chargeback(hire, { inquiry: true });
    expect(heard.opened(hire)).toMatchObject([{ kind: 'inquiry' }]);
    expect(await postings(hire, 'dispute-opened')).toEqual({});
    await till.release(hire, 5700, 300);
    await undone(hire);
    expect(await mine(hire)).toMatchObject({ held: dollars(5700), payable: dollars(0) });
    await decided(hire, inquiry, 'close');
    expect(heard.closed(hire)).toMatchObject([{ outcome: 'withdrawn', undone: 'release' }]);
    await till.release(hire, 5700, 300);
    await till.world.eventually(() => expect(heard.released(hire)).toHaveLength(1));
  });

  it('an inquiry that becomes one is told again, and takes the money then', async () => {
    const hire = await till.hire(6000);
    const dispute = await chargeback(hire, { inquiry: true });
    await till.stripe.decide(dispute, 'escalate');
    await till.world.eventually(() => expect(heard.opened(hire)).toHaveLength(2));
    expect(heard.opened(hire).map(({ kind }) => kind)).toEqual(['inquiry', 'chargeback']);
    await decided(hire, dispute, 'lose');
  });

  it('lost before the release is our loss; the provider gets their part as ever', async () => {
    const hire = await till.hire(6000);
    await decided(hire, await chargeback(hire), 'lose');
    expect(await postings(hire, 'dispute-lost')).toEqual({ 'exp.chargeback': 6349, dispute_recv: -6349 });
    expect(heard.closed(hire)).toMatchObject([{ outcome: 'lost', held: dollars(6000), lost: dollars(6000) }]);
    await till.release(hire, 5700, 300);
    await till.world.eventually(() => expect(heard.released(hire)).toHaveLength(1));
    expect(await mine(hire)).toMatchObject({ payable: dollars(5700) });
  });

  it.each<[Outcome, number | undefined, number]>([
    ['claim-decided', 2500, 3500],
    ['provider-absent', undefined, 0],
  ])('lost with the provider’s fault on record (%s) takes what is left of the hold', async (reason, back, rest) => {
    const hire = await till.hire(6000);
    await till.refund(hire, reason, 6000, back);
    await till.world.eventually(() => expect(heard.refunds(hire)).toHaveLength(1));
    await decided(hire, await chargeback(hire), 'lose');
    const amount = 6349 - 6000 + rest;
    const own = rest > 0 ? { hold: rest } : {};
    expect(await postings(hire, 'dispute-lost')).toEqual({ ...own, 'exp.chargeback': 349, dispute_recv: -amount });
    expect((await till.money(hire.bookingId)).held).toEqual(dollars(0));
    await till.release(hire, 0, 0);
    await till.world.eventually(() => expect(heard.released(hire)).toHaveLength(1));
  });

  it('lost while a refund was left undone: the client has it from the bank, and nothing is sent twice', async () => {
    const hire = await till.hire(6000);
    const dispute = await chargeback(hire);
    await till.refund(hire, 'client-cancelled-late', 6000);
    await undone(hire);
    await decided(hire, dispute, 'lose');
    expect(await postings(hire, 'dispute-lost')).toEqual({ hold: 3000, 'exp.chargeback': 3349, dispute_recv: -6349 });
    expect(heard.closed(hire)).toMatchObject([{ undone: 'refund', held: dollars(3000), lost: dollars(3000) }]);
    expect((await mine(hire)).held).toEqual(dollars(2850));
    await till.release(hire, 2850, 150);
    await till.world.eventually(() => expect(heard.released(hire)).toHaveLength(1));
    expect([heard.refunds(hire), heard.overtaken(hire)]).toEqual([[], [3000]]);
  });

  it('lost before a refund is decided: what is held for it makes up for our loss, and nothing is sent', async () => {
    const hire = await till.hire(6000);
    await decided(hire, await chargeback(hire), 'lose');
    await till.refund(hire, 'provider-absent', 6000);
    await till.world.eventually(async () => expect((await till.money(hire.bookingId)).held).toEqual(dollars(0)));
    expect(await postings(hire, 'bank-was-first')).toEqual({ hold: 6000, 'exp.chargeback': -6000 });
    await till.world.eventually(() => expect(heard.overtaken(hire)).toEqual([6000]));
    expect([heard.refunds(hire), (await mine(hire)).held]).toEqual([[], dollars(0)]);
  });

  it('that was faster than a refund which Stripe never made voids the refund', async () => {
    const hire = await till.hire(6000);
    till.stripe.faults.calls.push({ fault: { kind: '429' }, method: 'POST', path: '/v1/refunds', times: 50 });
    await till.refund(hire, 'client-cancelled-early', 6000);
    await till.world.eventually(async () => expect((await till.balances()).refund_clr ?? 0).toBe(-6000));
    const dispute = await chargeback(hire);
    till.stripe.faults.clear();
    await decided(hire, dispute, 'lose');
    expect(await postings(hire, 'dispute-lost')).toEqual({
      refund_clr: 6000,
      'exp.chargeback': 349,
      dispute_recv: -6349,
    });
    const { refunds } = await till.money(hire.bookingId);
    expect(refunds?.map(({ state }) => state)).toEqual(['void']);
    expect(heard.overtaken(hire)).toEqual([6000]);
  });

  it('lost after the release is our loss, less the commission we do not keep', async () => {
    const hire = await released();
    await decided(hire, await chargeback(hire), 'lose');
    expect(await postings(hire, 'dispute-lost')).toEqual({
      'rev.commission': 300,
      'exp.chargeback': 6049,
      dispute_recv: -6349,
    });
    expect(await mine(hire)).toMatchObject({ payable: dollars(5700) });
  });

  it('lost after the release with the provider’s fault on record is theirs, from what is payable', async () => {
    const hire = await till.hire(6000);
    await till.refund(hire, 'claim-decided', 6000, 2000);
    await till.world.eventually(() => expect(heard.refunds(hire)).toHaveLength(1));
    await till.release(hire, 3800, 200);
    await till.world.eventually(() => expect(heard.released(hire)).toHaveLength(1));
    await decided(hire, await chargeback(hire), 'lose');
    expect(await postings(hire, 'dispute-lost')).toEqual({
      payable: 3800,
      'rev.commission': 200,
      'exp.chargeback': 349,
      dispute_recv: -4349,
    });
    expect(await mine(hire)).toMatchObject({ payable: dollars(0) });
  });

  it('that an appeal wins after all comes back to us, and people are told', async () => {
    const hire = await till.hire(6000);
    const dispute = await chargeback(hire);
    await decided(hire, dispute, 'lose');
    await till.stripe.decide(dispute, 'appeal');
    await till.stripe.decide(dispute, 'win');
    await till.world.eventually(async () =>
      expect(await postings(hire, 'dispute-recovered')).toEqual({ stripe: 6349, 'exp.chargeback': -6349 }),
    );
    expect(heard.attention(hire).at(-1)).toMatchObject({ what: 'dispute', over: false, facts: { state: 'won' } });
  });

  it('told a hundred times, late and in any order, is booked once', async () => {
    const hire = await till.hire(6000);
    const before = till.answers.length;
    Object.assign(till.stripe.faults.webhooks, { duplicates: 49, reorder: 2 });
    await decided(hire, await chargeback(hire), 'lose');
    await till.world.eventually(() => expect(till.answers.length - before).toBeGreaterThanOrEqual(100), 30_000);
    till.stripe.faults.clear();
    const { entries } = await till.money(hire.bookingId);
    expect(entries.filter(({ kind }) => kind.startsWith('dispute')).map(({ kind }) => kind)).toEqual([
      'dispute-opened',
      'dispute-lost',
    ]);
    expect(heard.closed(hire)).toHaveLength(1);
  });
});

describe('giving back after the release', () => {
  it('as goodwill is ours to bear; the commission on it is not kept', async () => {
    const hire = await released();
    await till.giveBack(hire, 2000, 'platform');
    await till.world.eventually(() => expect(heard.refunds(hire)).toHaveLength(1));
    expect(heard.refunds(hire)).toMatchObject([
      { reason: 'given-back', toClient: dollars(2000), feeToClient: dollars(0) },
    ]);
    expect(await postings(hire, 'given-back')).toEqual({
      'exp.guarantee': 1900,
      'rev.commission': 100,
      refund_clr: -2000,
    });
    expect(await mine(hire)).toMatchObject({ payable: dollars(5700) });
  });

  it('for the provider’s fault comes out of what is payable to them', async () => {
    const hire = await released();
    await till.giveBack(hire, 6000, 'provider');
    await till.world.eventually(() => expect(heard.refunds(hire)).toHaveLength(1));
    expect(await postings(hire, 'given-back')).toEqual({ payable: 5700, 'rev.commission': 300, refund_clr: -6000 });
    expect(await mine(hire)).toMatchObject({ payable: dollars(0) });
  });

  it('three times ends exact, and a fourth finds nothing left', async () => {
    const hire = await released(9999, 9499);
    for (const times of [1, 2, 3]) {
      await till.giveBack(hire, 3333, times === 2 ? 'platform' : 'provider');
      await till.world.eventually(() => expect(heard.refunds(hire)).toHaveLength(times));
    }
    const { entries } = await till.money(hire.bookingId);
    const commission = entries.flatMap(({ kind, postings: all }) =>
      kind === 'given-back' ? all.filter(({ account }) => account === 'rev.commission').map(({ minor }) => minor) : [],
    );
    expect(commission.reduce((all, minor) => all + minor, 0)).toBe(500);
    await till.giveBack(hire, 1, 'platform');
    await till.world.eventually(async () => {
      const rows = await till.world.sql('billing', `SELECT FROM bus.dead_letter WHERE aggregate = $1`, [
        hire.bookingId,
      ]);
      expect(rows).toHaveLength(1);
    }, 30_000);
  });
});

describe('a refund that failed', () => {
  it('is shown to staff, who send it again, once', async () => {
    const hire = await till.hire(6000);
    till.stripe.faults.refunds = 'fails';
    await till.refund(hire, 'client-cancelled-early', 6000);
    await till.world.eventually(() => expect(heard.refunds(hire)).toHaveLength(1));
    await till.world.clock.move({ seconds: 10 });
    await till.world.eventually(() =>
      expect(heard.attention(hire)).toMatchObject([{ what: 'refund-failed', over: false }]),
    );
    till.stripe.faults.clear();
    const [failed] = (await till.money(hire.bookingId)).refunds ?? [];
    const again = () => till.world.staff(hire.clientId).ask(RetryRefund, { refundId: failed?.id ?? '' });
    await again();
    expect(await refusalOf(again())).toBe('not-failed');
    await till.world.eventually(async () =>
      expect((await till.money(hire.bookingId)).refunds?.map(({ state }) => state)).toEqual(['made']),
    );
    expect((await till.balances())[`credit_owed:${hire.clientId}`]).toBe(0);
    expect(till.stripe.charges('booking_id')[hire.bookingId]).toMatchObject({ refunded: 6000 });
    expect(heard.refunds(hire)).toHaveLength(1);
    expect(heard.attention(hire).at(-1)).toMatchObject({ what: 'refund-failed', over: true });
  });
});
