import { randomUUID } from 'node:crypto';
import {
  Books,
  CompareWithStripe,
  type Difference,
  FundsReleased,
  RefundDecided,
  RefundMade,
  ReleaseDecided,
  StartTip,
  TipReceived,
} from '@sounding/contracts';
import { dollars, type Hire, refusalOf, Till } from './till.ts';

const DAY = 24 * 3_600_000;
let till: Till;
beforeAll(async () => {
  till = await Till.start();
});
afterAll(() => till.stop());

const parties = ({ bookingId, clientId, providerId }: Hire) => ({ bookingId, clientId, providerId });
const at = () => till.world.clock.now().toISOString();
const around = () => {
  const now = till.world.clock.now().getTime();
  return { from: new Date(now - 60 * DAY).toISOString(), to: new Date(now + 1_000).toISOString() };
};

async function compare(): Promise<{ checked: number; pages: number; differences: Difference[] }> {
  const support = till.world.asService('support');
  const all = { checked: 0, pages: 0, differences: [] as Difference[] };
  for (let after: string | null = null, first = true; first || after !== null; first = false) {
    const page: { checked: number; differences: Difference[]; next: string | null } = await support.ask(
      CompareWithStripe,
      { ...around(), after },
    );
    all.checked += page.checked;
    all.pages += 1;
    all.differences.push(...page.differences);
    after = page.next;
  }
  return all;
}

/** What `plant` brings to light, beside what was known before. */
async function broughtToLight(plant: () => Promise<unknown>): Promise<Difference[]> {
  const known = (await compare()).differences.map((one) => JSON.stringify(one));
  await plant();
  await till.world.clock.move({ minutes: 11 });
  return (await compare()).differences.filter((one) => !known.includes(JSON.stringify(one)));
}

/** Somebody works at Stripe by hand. */
async function byHand(path: string, fields: Record<string, string>): Promise<{ id: string }> {
  const answer = await fetch(`${till.stripe.url}/v1/${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_till', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as { id: string };
}

/** Does what the ledger itself forbids: its tables only grow. */
async function tamper(text: string, values: readonly unknown[]): Promise<void> {
  const tables = ['ledger_entry', 'ledger_posting'];
  for (const table of tables) await till.world.sql('billing', `ALTER TABLE ${table} DISABLE TRIGGER ALL`);
  await till.world.sql('billing', text, values);
  for (const table of tables) await till.world.sql('billing', `ALTER TABLE ${table} ENABLE TRIGGER ALL`);
}

async function refunded(hire: Hire, minor = 6000): Promise<void> {
  await till.world.say('booking', RefundDecided, {
    ...parties(hire),
    reason: 'provider-cancelled',
    toClient: dollars(minor),
    feeToClient: dollars(0),
    toProvider: dollars(0),
    commission: dollars(0),
    at: at(),
  });
}

const refundMade = (hire: Hire) =>
  till.world.eventually(() =>
    expect(till.world.heard('billing', RefundMade).some((one) => one.bookingId === hire.bookingId)).toBe(true),
  );

async function released(hire: Hire): Promise<void> {
  const parts = { toProvider: dollars(5700), commission: dollars(300) };
  await till.world.say('booking', ReleaseDecided, { ...parties(hire), ...parts, at: at() });
  await till.world.eventually(() =>
    expect(till.world.heard('billing', FundsReleased).some((one) => one.bookingId === hire.bookingId)).toBe(true),
  );
}

async function tipped(hire: Hire): Promise<void> {
  const pages = { successUrl: 'http://localhost:3000/paid', cancelUrl: 'http://localhost:3000/back' };
  const asked = { bookingId: hire.bookingId, amount: dollars(1000), ...pages };
  const { url, tipId } = await till.world.as(hire.clientId).ask(StartTip, asked);
  await till.pay(url);
  await till.world.eventually(() =>
    expect(till.world.heard('billing', TipReceived).some((one) => one.tipId === tipId)).toBe(true),
  );
}

const chargeOf = async (hire: Hire): Promise<string> => {
  const rows = await till.world.sql<{ charge_id: string }>('billing', 'SELECT * FROM payment WHERE booking_id = $1', [
    hire.bookingId,
  ]);
  return rows[0]?.charge_id ?? '';
};

describe('Stripe’s books and ours', () => {
  it('agree on charges, fees, a refund, a release and a tip, over many pages', async () => {
    const past = { startsAt: new Date(Date.now() - 2 * 3_600_000), endsAt: new Date(Date.now() - 3_600_000) };
    const hires = [await till.hire(6000, past), await till.hire(6000), await till.hire(6000)] as const;
    await released(hires[0]);
    await tipped(hires[0]);
    await refunded(hires[1]);
    await refundMade(hires[1]);
    const { checked, pages, differences } = await compare();
    expect(differences).toEqual([]);
    // Stripe booked four charges and a refund; we posted the same, and four fees.
    expect([checked, pages]).toEqual([5 + 9, 2]);
  });

  it('agree while money is on its way: a charge of this minute that no webhook told of, and a refund its bank takes days for', async () => {
    const pending = await till.hire(6000);
    till.stripe.faults.refunds = 'pending';
    await refunded(pending);
    await till.world.eventually(async () => {
      const [row] = await till.world.sql('billing', "SELECT 1 FROM refund WHERE state = 'asked'");
      expect(row).toBeDefined();
    });
    till.stripe.faults.clear();
    await till.missWebhooks();
    const unheard = await till.bill(6000);
    await till.pay((await till.startPayment(unheard)).url);
    expect((await compare()).differences).toEqual([]);
    await till.hearWebhooks();
    await till.world.clock.move({ minutes: 33 });
    await till.held(unheard.bookingId);
    await refundMade(pending);
  });

  it('that differ by a refund made by hand: the refund is found, and what it took from the balance', async () => {
    const hire = await till.hire(6000);
    const charge = await chargeOf(hire);
    const found = await broughtToLight(() => byHand('refunds', { charge, amount: '1234' }));
    expect(found.map(({ kind }) => kind).sort()).toEqual(['balance', 'extra-refund']);
    const refund = found.find(({ kind }) => kind === 'extra-refund');
    expect(refund).toMatchObject({ ours: { row: null }, theirs: { what: 'refund', amount: -1234 } });
    const balance = found.find(({ kind }) => kind === 'balance');
    expect(Number(balance?.ours.balance) - Number(balance?.theirs.balance)).toBe(1234);
  });

  it('that differ by a transfer to an account of nobody: an orphan', async () => {
    const hire = await till.hire(6000);
    const account = await byHand('accounts', {
      type: 'express',
      country: 'US',
      'capabilities[transfers][requested]': 'true',
    });
    await till.stripe.openAccount(account.id);
    const charge = await chargeOf(hire);
    const transfer = { amount: '500', currency: 'usd', destination: account.id, source_transaction: charge };
    const found = await broughtToLight(() => byHand('transfers', transfer));
    expect(found.find(({ kind }) => kind === 'orphan-transfer')).toMatchObject({ theirs: { amount: -500 } });
    expect(found).toHaveLength(2);
  });

  it('that differ by a charge which Stripe never made', async () => {
    const hire = await till.hire(6000);
    const forged = randomUUID();
    const found = await broughtToLight(async () => {
      await till.world.sql(
        'billing',
        `INSERT INTO payment SELECT (jsonb_populate_record(p, jsonb_build_object('id', $2::text, 'idempotency_key', 'forged',
           'session_id', 'cs_forged', 'intent_id', 'pi_forged', 'charge_id', 'ch_forged'))).* FROM payment p WHERE booking_id = $1`,
        [hire.bookingId, forged],
      );
      const postings = [
        { account: 'stripe', minor: 6349 },
        { account: 'rev.fee', minor: -6349 },
      ];
      const { bookingId } = hire;
      const entry = { kind: 'charge', ref: forged, bookingId, at: at(), currency: 'USD', postings };
      await till.world.sql('billing', 'SELECT ledger_post($1::jsonb)', [JSON.stringify([entry])]);
    });
    expect(found.find(({ kind }) => kind === 'missing-charge')).toMatchObject({
      key: `missing-charge:charge:${forged}`,
      bookingId: hire.bookingId,
      ours: { amount: 6349, object: 'ch_forged' },
      theirs: { transaction: null },
    });
    expect(found).toHaveLength(2);
  });

  it('that differ in an amount', async () => {
    const hire = await till.hire(6000);
    const found = await broughtToLight(() =>
      tamper(
        `UPDATE ledger_posting SET minor = minor + 1 WHERE account = 'stripe'
           AND entry_id = (SELECT id FROM ledger_entry WHERE kind = 'charge' AND booking_id = $1)`,
        [hire.bookingId],
      ),
    );
    expect(found).toMatchObject([
      { kind: 'wrong-amount', bookingId: hire.bookingId, ours: { amount: 6350 }, theirs: { amount: 6349 } },
    ]);
  });

  it('that differ by an entry which is gone, and an account that no row explains', async () => {
    const hire = await till.hire(6000);
    const found = await broughtToLight(async () => {
      const ids = `SELECT id FROM ledger_entry WHERE kind = 'charge' AND booking_id = $1`;
      await tamper(
        `WITH gone AS (DELETE FROM ledger_posting WHERE entry_id IN (${ids})) DELETE FROM ledger_entry WHERE id IN (${ids})`,
        [hire.bookingId],
      );
      await till.world.sql('billing', `UPDATE account_balance SET minor = 0 WHERE account = 'hold:' || $1`, [
        hire.bookingId,
      ]);
    });
    const kinds = found.map(({ kind, key }) => (kind === 'balance' ? key : kind)).sort();
    expect(kinds).toEqual(['balance:all accounts', `balance:hold:${hire.bookingId}`, 'missing-entry']);
  });

  it('are compared for periods that end after they begin, and for support alone', async () => {
    const { from, to } = around();
    const asked = { from: to, to: from, after: null };
    expect(await refusalOf(till.world.asService('support').ask(CompareWithStripe, asked))).toBe('bad-range');
    await expect(till.world.asService('receipts').ask(CompareWithStripe, asked)).rejects.toThrow();
  });
});

describe('what billing says of a booking', () => {
  it('is paid, decided, refunded and tipped, and when its money moved, a hundred bookings a page', async () => {
    const support = till.world.asService('support');
    const hire = await till.hire(6000);
    await refunded(hire);
    await refundMade(hire);
    const { rows, next } = await support.ask(Books, { ...around(), after: null });
    expect(next).toBeNull();
    expect(rows.map(({ bookingId }) => bookingId)).toEqual(rows.map(({ bookingId }) => bookingId).sort());
    expect(rows.find((row) => row.bookingId === hire.bookingId)).toMatchObject({
      paid: dollars(6349),
      decided: dollars(6000),
      refunds: [dollars(6000)],
      tips: [],
      released: false,
      disputed: false,
    });
    const later = {
      from: new Date(Date.parse(at()) + DAY).toISOString(),
      to: new Date(Date.parse(at()) + 2 * DAY).toISOString(),
    };
    expect(await support.ask(Books, { ...later, after: null })).toEqual({ rows: [], next: null });
  });
});
