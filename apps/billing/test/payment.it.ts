import { createHash, createHmac, randomUUID } from 'node:crypto';
import {
  canonicalJson,
  DuplicateReturned,
  FundsHeld,
  OpenBill,
  RefundDecided,
  RefundMade,
  ReservationLapsed,
  ViewBill,
} from '@sounding/contracts';
import { atCrashpoint } from '@sounding/service';
import { dollars, refusalOf, sessionOf, Till, WEBHOOK_SECRET } from './till.ts';

let till: Till;
beforeAll(async () => {
  till = await Till.start();
});
afterAll(() => till.stop());
afterEach(() => till.expectBooksToAgree());

const lines = (entries: { kind: string; postings: { account: string; minor: number }[] }[], kind: string) =>
  entries
    .filter((entry) => entry.kind === kind)
    .map(({ postings }) => Object.fromEntries(postings.map((p) => [p.account, p.minor])));

describe('a bill', () => {
  it('is itemized, hashed over what was shown, and the same when it is opened again', async () => {
    const { bill, bookingId, clientId } = await till.bill(6000);
    expect(bill.lines.map((line) => [line.kind, line.amount.minor])).toEqual([
      ['price', 6000],
      ['handling-fee', 349],
    ]);
    expect(bill.total).toEqual(dollars(6349));
    const { hash, state, paidAt, ...shown } = bill;
    expect([state, paidAt]).toEqual(['open', null]);
    expect(createHash('sha256').update(canonicalJson(shown)).digest('hex')).toBe(hash);
    expect(await till.world.as(clientId).ask(ViewBill, { bookingId })).toEqual(bill);
    const again = await till.bill(9900, { bookingId, clientId });
    expect(again.bill).toEqual(bill);
  });

  it('is nobody’s business but the client’s', async () => {
    const { bookingId, providerId } = await till.bill();
    const view = (account: string) => refusalOf(till.world.as(account).ask(ViewBill, { bookingId }));
    expect(await view(providerId)).toBe('not-found');
    expect(await view(randomUUID())).toBe('not-found');
    expect(await refusalOf(till.world.visitor().ask(ViewBill, { bookingId }))).toBe('not-signed-in');
    expect(await refusalOf(till.startPayment({ bookingId, clientId: randomUUID() }))).toBe('not-found');
    expect(await refusalOf(till.bill(6000, { bookingId }))).toBe('not-found');
  });

  it('is refused for one’s own listing and for prices out of range', async () => {
    const self = randomUUID();
    expect(await refusalOf(till.bill(6000, { clientId: self, providerId: self }))).toBe('own-listing');
    expect(await refusalOf(till.bill(499))).toBe('price-out-of-range');
    expect(await refusalOf(till.bill(500_001))).toBe('price-out-of-range');
  });

  it('cannot be changed once it is made, whoever tries', async () => {
    const { bill } = await till.bill();
    await expect(
      till.world.sql('billing', 'UPDATE bill SET price_minor = 1 WHERE id = $1', [bill.id]),
    ).rejects.toThrow();
  });
});

describe('paying', () => {
  it('holds the price, keeps the fee, and says so once with all that a receipt needs', async () => {
    const { bookingId, clientId, providerId, bill } = await till.hire(6000);
    const held = await till.held(bookingId);
    expect(held).toMatchObject({
      billId: bill.id,
      billHash: bill.hash,
      clientId,
      providerId,
      lines: bill.lines,
      paid: dollars(6349),
      method: { brand: 'visa', last4: '4242' },
    });
    const { entries, held: holding, bill: after } = await till.money(bookingId);
    expect(holding).toEqual(dollars(6000));
    expect(after?.state).toBe('paid');
    expect(lines(entries, 'charge')).toEqual([{ stripe: 6349, [`hold:${bookingId}`]: -6000, 'rev.fee': -349 }]);
    expect(lines(entries, 'processor-fee')).toEqual([{ 'exp.psp': 214, stripe: -214 }]);
  });

  it('goes on with a second card on the same page after a decline', async () => {
    const hire = await till.bill();
    const { url } = await till.startPayment(hire);
    await expect(till.pay(url, '4000000000000002')).rejects.toThrow();
    expect((await till.world.as(hire.clientId).ask(ViewBill, { bookingId: hire.bookingId })).state).toBe('open');
    expect((await till.startPayment(hire)).url).toBe(url);
    await till.pay(url, '5555555555554444');
    expect((await till.held(hire.bookingId)).method).toEqual({ brand: 'mastercard', last4: '4444' });
  });

  it('has one page at a time, also for twenty impatient clicks', async () => {
    const hire = await till.bill();
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => till.startPayment(hire)));
    const urls = new Set(answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value.url] : [])));
    expect(urls.size).toBe(1);
    const rows = await till.world.sql('billing', 'SELECT 1 FROM payment WHERE booking_id = $1', [hire.bookingId]);
    expect(rows).toHaveLength(1);
  });

  it('is over when the bill is paid, and when its time is over', async () => {
    const paid = await till.hire();
    expect(await refusalOf(till.startPayment(paid))).toBe('already-paid');
    const late = await till.bill();
    await till.world.clock.move({ minutes: 11 });
    expect(await refusalOf(till.startPayment(late))).toBe('bill-expired');
    expect((await till.world.as(late.clientId).ask(ViewBill, { bookingId: late.bookingId })).state).toBe('expired');
  });
});

describe('webhooks', () => {
  it('that come three times, in the wrong order and late, hold the money once', async () => {
    till.stripe.faults.webhooks.duplicates = 2;
    till.stripe.faults.webhooks.reorder = 3;
    const hire = await till.bill();
    await till.pay((await till.startPayment(hire)).url);
    till.stripe.releaseWebhooks();
    await till.held(hire.bookingId);
    await till.world.eventually(() => expect(till.stripe.deliveries().open).toBe(0));
    await till.held(hire.bookingId);
    expect((await till.money(hire.bookingId)).held).toEqual(dollars(6000));
    till.stripe.faults.clear();
  });

  it('with a wrong secret are refused and leave nothing; the retry brings the money', async () => {
    till.stripe.faults.webhooks.wrongSecret = 2;
    const before = till.answers.length;
    const hire = await till.bill();
    await till.pay((await till.startPayment(hire)).url);
    await till.held(hire.bookingId);
    expect(till.answers.slice(before)).toContain('bad-signature');
    till.stripe.faults.clear();
  });

  const event = (more: object = {}) =>
    JSON.stringify({
      id: `evt_${randomUUID()}`,
      object: 'event',
      type: 'checkout.session.completed',
      created: Math.floor(till.world.clock.now().getTime() / 1_000),
      livemode: false,
      data: { object: { id: 'cs_test_unknown', metadata: {} } },
      ...more,
    });
  const signed = (body: string, minutes = 0, secret = WEBHOOK_SECRET) => {
    const at = Math.floor(till.world.clock.now().getTime() / 1_000) + minutes * 60;
    return `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`;
  };
  const kept = async (body: string) => {
    const { id } = JSON.parse(body) as { id: string };
    const [row] = await till.world.sql<{ state: string }>('billing', 'SELECT state FROM stripe_event WHERE id = $1', [
      id,
    ]);
    return row?.state ?? 'nothing';
  };
  const deliver = (body: string, signature: string) => till.deliver(Buffer.from(body), signature);

  it('are refused when changed on the way, too old, from the future, or of another account, and leave nothing', async () => {
    const body = event();
    expect(await deliver(body.replace('false', 'true'), signed(body))).toBe('bad-signature');
    expect(await deliver(body, 'nonsense')).toBe('bad-signature');
    expect(await deliver(body, signed(body, 0, 'whsec_other'))).toBe('bad-signature');
    expect(await deliver(body, signed(body, -6))).toBe('stale-timestamp');
    expect(await deliver(body, signed(body, 6))).toBe('stale-timestamp');
    const live = event({ livemode: true });
    expect(await deliver(live, signed(live))).toBe('wrong-account');
    const connected = event({ account: 'acct_other' });
    expect(await deliver(connected, signed(connected))).toBe('wrong-account');
    expect(await kept(body)).toBe('nothing');
    expect(await kept(live)).toBe('nothing');
  });

  it('may carry several signatures while a secret is being changed', async () => {
    const body = event({ type: 'customer.created' });
    const [, v1] = signed(body, 0, 'whsec_new').split(',');
    expect(await deliver(body, `${signed(body)},${v1}`)).toBe('ok');
    expect(await kept(body)).toBe('done');
  });

  it('that speak of something unknown are parked and looked at again; replayed, they stay what they are', async () => {
    const body = event();
    expect(await deliver(body, signed(body))).toBe('ok');
    await till.world.eventually(async () => expect(await kept(body)).toBe('parked'));
    const hire = await till.hire();
    const [{ id }] = (await till.world.sql<{ id: string }>('billing', 'SELECT id FROM payment WHERE booking_id = $1', [
      hire.bookingId,
    ])) as [{ id: string }];
    // The object becomes known: here, by the name that the event carried.
    await till.world.sql('billing', `UPDATE stripe_event SET hint = $1 WHERE object_id = 'cs_test_unknown'`, [id]);
    await till.world.clock.move({ minutes: 6 });
    await till.world.eventually(async () => expect(await kept(body)).toBe('done'));
    expect(await deliver(body, signed(body))).toBe('ok');
    expect(await kept(body)).toBe('done');
  });

  it('that are lost altogether are read from Stripe’s own list when billing is back', async () => {
    const hire = await till.bill();
    const { url } = await till.startPayment(hire);
    await till.missWebhooks();
    await till.pay(url);
    const second = await till.open();
    await till.held(hire.bookingId);
    await second.stop();
    await till.hearWebhooks();
  });
});

describe('crashes', () => {
  /** Dies once at the point; what a dead process would leave undone stays undone. */
  function dieOnce(point: string): Promise<void> {
    return new Promise((died) => {
      const revive = atCrashpoint((here) => {
        if (here !== point) return;
        revive();
        died();
        throw new Error(`died at ${point}`);
      });
    });
  }

  it('between Stripe’s answer and the commit: the page is found again, and there is only one', async () => {
    const hire = await till.bill();
    const died = dieOnce('billing.after-stripe-before-commit');
    expect(await refusalOf(till.startPayment(hire))).toBe('payment-unavailable');
    await died;
    await till.world.clock.move({ seconds: 6 });
    await till.world.eventually(async () => {
      const [row] = await till.world.sql<{ state: string }>(
        'billing',
        'SELECT state FROM payment WHERE booking_id = $1',
        [hire.bookingId],
      );
      expect(row?.state).toBe('open');
    });
    await till.pay((await till.startPayment(hire)).url);
    await till.held(hire.bookingId);
    expect(till.stripe.charges('booking_id')[hire.bookingId]).toMatchObject({ charges: 1 });
  });

  it('after a webhook was stored: the event is worked on all the same', async () => {
    const hire = await till.bill();
    const { url } = await till.startPayment(hire);
    const died = dieOnce('billing.webhook-stored');
    await till.pay(url);
    await died;
    await till.held(hire.bookingId);
  });

  it('just before the money is held: nothing of it remains, and then it is held once', async () => {
    const hire = await till.bill();
    const { url } = await till.startPayment(hire);
    const died = dieOnce('billing.funds-held-before-commit');
    await till.pay(url);
    await died;
    await till.world.clock.move({ seconds: 6 });
    await till.held(hire.bookingId);
    expect((await till.money(hire.bookingId)).held).toEqual(dollars(6000));
  });

  it('of Stripe, after it made the session and kept the error: the client gets that very page a little later', async () => {
    const hire = await till.bill();
    till.stripe.faults.calls.push({
      fault: { kind: '500-after' },
      method: 'POST',
      path: '/v1/checkout/sessions',
      times: 1,
    });
    expect(await refusalOf(till.startPayment(hire))).toBe('payment-unavailable');
    await till.world.clock.move({ seconds: 6 });
    await till.world.eventually(async () => expect(await refusalOf(till.startPayment(hire))).toBe('accepted'));
    const [row] = await till.world.sql<{ n: string }>(
      'billing',
      'SELECT count(*) AS n FROM payment WHERE booking_id = $1',
      [hire.bookingId],
    );
    expect(row?.n).toBe('1');
    await till.pay((await till.startPayment(hire)).url);
    await till.held(hire.bookingId);
  });

  it('of the line to Stripe: a clear refusal, and the next try works', async () => {
    const hire = await till.bill();
    till.stripe.faults.calls.push({ fault: { kind: 'reset-before' }, method: 'POST', path: '/v1/checkout', times: 3 });
    expect(await refusalOf(till.startPayment(hire))).toBe('payment-unavailable');
    till.stripe.faults.clear();
    await till.pay((await till.startPayment(hire)).url);
    await till.held(hire.bookingId);
  });
});

describe('a reservation that lapses', () => {
  const lapse = (hire: { bookingId: string; clientId: string; providerId: string }) =>
    till.world.say('booking', ReservationLapsed, {
      bookingId: hire.bookingId,
      clientId: hire.clientId,
      providerId: hire.providerId,
      at: till.world.clock.now().toISOString(),
    });

  it('closes the page at Stripe at once', async () => {
    const hire = await till.bill();
    const { url } = await till.startPayment(hire);
    await lapse(hire);
    await till.world.eventually(async () => {
      const [row] = await till.world.sql<{ state: string }>(
        'billing',
        'SELECT state FROM payment WHERE booking_id = $1',
        [hire.bookingId],
      );
      expect(row?.state).toBe('expired');
    });
    await expect(till.pay(url)).rejects.toThrow();
    expect(await refusalOf(till.startPayment(hire))).toBe('bill-expired');
  });

  it('too late: the payment that was quicker is held and told, and goes back whole when booking says so', async () => {
    const hire = await till.bill();
    const { url } = await till.startPayment(hire);
    await till.missWebhooks();
    await till.pay(url);
    await lapse(hire);
    await till.held(hire.bookingId);
    await till.hearWebhooks();
    const none = dollars(0);
    await till.world.say('booking', RefundDecided, {
      bookingId: hire.bookingId,
      clientId: hire.clientId,
      providerId: hire.providerId,
      reason: 'our-error',
      toClient: dollars(6000),
      feeToClient: dollars(349),
      toProvider: none,
      commission: none,
      at: till.world.clock.now().toISOString(),
    });
    await till.world.eventually(() => {
      const made = till.world.heard('billing', RefundMade).filter((event) => event.bookingId === hire.bookingId);
      expect(made).toMatchObject([{ toClient: dollars(6000), feeToClient: dollars(349), reason: 'our-error' }]);
    });
    expect(till.stripe.charges('booking_id')[hire.bookingId]).toMatchObject({ charges: 1, refunded: 6349 });
    expect((await till.money(hire.bookingId)).held).toEqual(none);
  });
});

it('a second charge of one bill goes back whole, fee included, and nobody hears of a second hold', async () => {
  const hire = await till.bill();
  const first = await till.startPayment(hire);
  // As if the first session had been given up by mistake: the row is closed while the page lives on.
  await till.world.sql('billing', `UPDATE payment SET state = 'expired' WHERE booking_id = $1`, [hire.bookingId]);
  const second = await till.startPayment(hire);
  expect(sessionOf(second.url)).not.toBe(sessionOf(first.url));
  await till.pay(second.url);
  await till.held(hire.bookingId);
  await till.pay(first.url);
  await till.world.eventually(() =>
    expect(till.stripe.charges('booking_id')[hire.bookingId]).toMatchObject({ charges: 2, refunded: 6349 }),
  );
  await till.world.eventually(async () => expect((await till.balances()).refund_clr ?? 0).toBe(0));
  expect((await till.money(hire.bookingId)).held).toEqual(dollars(6000));
  expect(till.world.heard('billing', FundsHeld).filter((event) => event.bookingId === hire.bookingId)).toHaveLength(1);
  expect(till.world.heard('billing', RefundMade).filter((event) => event.bookingId === hire.bookingId)).toHaveLength(0);
  await till.world.eventually(() =>
    expect(
      till.world.heard('billing', DuplicateReturned).filter((event) => event.bookingId === hire.bookingId),
    ).toMatchObject([{ toClient: dollars(6000), feeToClient: dollars(349) }]),
  );
});

it('two copies of billing share the work, and hold each of twenty payments once', async () => {
  const copy = await till.open();
  till.stripe.faults.webhooks.duplicates = 1;
  const hires = await Promise.all(Array.from({ length: 20 }, () => till.bill()));
  const urls = await Promise.all(hires.map((hire) => till.startPayment(hire)));
  await Promise.all(urls.map(({ url }) => till.pay(url)));
  await Promise.all(hires.map((hire) => till.held(hire.bookingId)));
  await till.world.eventually(() => expect(till.stripe.deliveries().open).toBe(0));
  for (const hire of hires) {
    expect(till.world.heard('billing', FundsHeld).filter((event) => event.bookingId === hire.bookingId)).toHaveLength(
      1,
    );
  }
  till.stripe.faults.clear();
  await copy.stop();
});

it('only booking may have a bill opened', async () => {
  const asked = till.world.asService('support').ask(OpenBill, {} as never);
  await expect(asked).rejects.toThrow();
});
