/** Disputes: a chargeback takes the money at once, an inquiry only asks; the bank decides by evidence, by time, or because a test says so. */
import type Stripe from 'stripe';
import { eventually, hire, refusal, startEmulated, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startEmulated();
});
afterAll(() => world.stop());
afterEach(() => expect(world.emulator.conservation()).toEqual({ holds: true, differences: [] }));

const DAY = 86_400;

async function paid(booking: string, card?: string): Promise<{ charge: string; intent: string }> {
  const { id } = await world.stripe.checkout.sessions.create(hire(booking));
  const { charge, payment_intent } = await world.emulator.pay(id, card);
  return { charge: charge ?? '', intent: payment_intent };
}

/** What a test card brings about by itself. */
const disputeOf = (charge: string): Promise<Stripe.Dispute> =>
  eventually(async () => {
    world.move(2);
    const [dispute] = (await world.stripe.disputes.list({ charge })).data;
    if (!dispute) throw new Error('not disputed yet');
    return dispute;
  });

const balance = async (): Promise<number> => {
  const { available, pending } = await world.stripe.balance.retrieve();
  return [...available, ...pending].reduce((sum, { amount }) => sum + amount, 0);
};
const read = (id: string) => world.stripe.disputes.retrieve(id);
const becomes = (id: string, status: Stripe.Dispute.Status) =>
  eventually(async () => {
    world.move(2);
    expect((await read(id)).status).toBe(status);
  });
const heard = (id: string) =>
  eventually(() => {
    const types = world.hooks.heard
      .filter(({ data }) => (data.object as { id: string }).id === id)
      .map(({ type }) => type.replace('charge.dispute.', ''));
    return new Set(types);
  });

describe('a chargeback', () => {
  it.each([
    ['4000000000000259', 'fraudulent'],
    ['4000000000002685', 'product_not_received'],
  ])('by card %s is opened as %s and takes amount and fee at once', async (card, reason) => {
    const { charge, intent } = await paid(`chargeback-${reason}`, card);
    const before = await balance();
    const dispute = await disputeOf(charge);
    expect(dispute).toMatchObject({
      status: 'needs_response',
      reason,
      amount: 6349,
      payment_intent: intent,
      is_charge_refundable: false,
      evidence_details: { has_evidence: false, submission_count: 0 },
      payment_method_details: { card: { case_type: 'chargeback' } },
    });
    expect(dispute.balance_transactions).toMatchObject([
      { type: 'adjustment', reporting_category: 'dispute', amount: -6349, fee: 1500, net: -7849, source: dispute.id },
    ]);
    expect(await balance()).toBe(before - 7849);
    expect((await world.stripe.charges.retrieve(charge)).disputed).toBe(true);
    await eventually(async () => expect(await heard(dispute.id)).toEqual(new Set(['created', 'funds_withdrawn'])));
  });

  it('cannot be refunded, and says so as Stripe does', async () => {
    const { charge } = await paid('no-refund');
    await world.emulator.dispute({ charge });
    expect(await refusal(world.stripe.refunds.create({ charge, amount: 100 }))).toMatchObject({
      type: 'StripeInvalidRequestError',
      statusCode: 400,
      code: 'charge_disputed',
      message: `Charge ${charge} has been charged back; cannot issue a refund.`,
    });
  });

  it('is won with winning evidence: the amount is back, the fee is not', async () => {
    const { charge } = await paid('won');
    const before = await balance();
    const { id } = await world.emulator.dispute({ charge, reason: 'product_not_received' });
    const answered = await world.stripe.disputes.update(id, { evidence: { uncategorized_text: 'winning_evidence' } });
    expect(answered).toMatchObject({
      status: 'under_review',
      evidence_details: { has_evidence: true, submission_count: 1 },
    });
    await becomes(id, 'won');
    const won = await read(id);
    expect(won.balance_transactions.map(({ net, reporting_category }) => [reporting_category, net])).toEqual([
      ['dispute', -7849],
      ['dispute_reversal', 6349],
    ]);
    expect(await balance()).toBe(before - 1500);
    await eventually(async () =>
      expect(await heard(id)).toEqual(new Set(['created', 'funds_withdrawn', 'updated', 'closed', 'funds_reinstated'])),
    );
    expect(await refusal(world.stripe.refunds.create({ charge }))).toMatchObject({ code: 'charge_disputed' });
  });

  it('is lost with losing evidence, when it is given up, and when nobody answers in time', async () => {
    const lost = async (booking: string) => (await world.emulator.dispute({ charge: (await paid(booking)).charge })).id;
    const [evidence, closed, late] = [await lost('evidence'), await lost('closed'), await lost('late')];
    const before = await balance();
    await world.stripe.disputes.update(evidence, { evidence: { uncategorized_text: 'losing_evidence' } });
    await becomes(evidence, 'lost');
    expect((await world.stripe.disputes.close(closed)).status).toBe('lost');
    expect((await refusal(world.stripe.disputes.close(closed))).statusCode).toBe(400);
    world.move(15 * DAY);
    await becomes(late, 'lost');
    expect((await read(late)).evidence_details.past_due).toBe(true);
    expect(await balance()).toBe(before);
    await eventually(async () => expect(await heard(closed)).toContain('closed'));
  });

  it('can be answered in steps: staged evidence goes to the bank only when it is submitted, and then no more is taken', async () => {
    const { id } = await world.emulator.dispute({ charge: (await paid('staged')).charge });
    const staged = await world.stripe.disputes.update(id, {
      evidence: { product_description: 'An hour of advice', customer_name: 'A Person' },
      metadata: { claim: 'c1' },
      submit: false,
    });
    expect(staged).toMatchObject({
      status: 'needs_response',
      metadata: { claim: 'c1' },
      evidence: { product_description: 'An hour of advice' },
      evidence_details: { has_evidence: true, submission_count: 0 },
    });
    expect(await world.stripe.disputes.update(id, { submit: true })).toMatchObject({
      status: 'under_review',
      evidence: { customer_name: 'A Person' },
    });
    const more = world.stripe.disputes.update(id, { evidence: { uncategorized_text: 'winning_evidence' } });
    expect((await refusal(more)).message).toContain('under_review');
    world.move(20 * DAY);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect((await read(id)).status).toBe('under_review');
    expect((await world.emulator.decide(id, 'win')).status).toBe('won');
  });

  it('takes only what was not refunded, or the part that is disputed', async () => {
    const { charge } = await paid('rest');
    await world.stripe.refunds.create({ charge, amount: 2500 });
    const rest = await world.emulator.dispute({ charge });
    expect([rest.amount, rest.balance_transactions[0]?.net]).toEqual([3849, -5349]);
    const part = await world.emulator.dispute({
      charge: (await paid('part')).charge,
      amount: 1000,
      reason: 'duplicate',
    });
    expect(part).toMatchObject({ amount: 1000, reason: 'duplicate' });
    const again = world.emulator.dispute({ charge });
    await expect(again).rejects.toThrow('disputed already');
    const tooMuch = world.emulator.dispute({ charge: (await paid('much')).charge, amount: 6350 });
    await expect(tooMuch).rejects.toThrow('can be disputed');
  });

  it('can go on after it was lost, in a status that older code has never seen', async () => {
    const { id } = await world.emulator.dispute({ charge: (await paid('appeal')).charge });
    await world.emulator.decide(id, 'lose');
    expect((await world.emulator.decide(id, 'appeal')).status).toBe('appeal_needs_response');
    await world.stripe.disputes.update(id, { evidence: { uncategorized_text: 'winning_evidence' } });
    expect((await read(id)).status).toBe('appeal_under_review');
    await becomes(id, 'won');
  });
});

describe('an inquiry', () => {
  it('moves no money and is closed by evidence', async () => {
    const { charge } = await paid('inquiry', '4000000000001976');
    const before = await balance();
    const dispute = await disputeOf(charge);
    expect(dispute).toMatchObject({
      status: 'warning_needs_response',
      balance_transactions: [],
      is_charge_refundable: true,
      payment_method_details: { card: { case_type: 'inquiry' } },
    });
    await world.stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'winning_evidence' } });
    expect((await read(dispute.id)).status).toBe('warning_under_review');
    await becomes(dispute.id, 'warning_closed');
    expect(await balance()).toBe(before);
    await eventually(async () => expect(await heard(dispute.id)).toEqual(new Set(['created', 'updated', 'closed'])));
  });

  it('ends by itself after 120 days without an answer', async () => {
    const { id } = await world.emulator.dispute({ charge: (await paid('silence')).charge, inquiry: true });
    world.move(119 * DAY);
    await eventually(async () => expect((await read(id)).evidence_details.past_due).toBe(true));
    expect((await read(id)).status).toBe('warning_needs_response');
    world.move(DAY);
    await becomes(id, 'warning_closed');
  });

  it('is over when the charge is refunded whole, not when a part is', async () => {
    const { charge } = await paid('refunded');
    const { id } = await world.emulator.dispute({ charge, inquiry: true });
    await world.stripe.refunds.create({ charge, amount: 6000 });
    expect((await read(id)).status).toBe('warning_needs_response');
    await world.stripe.refunds.create({ charge });
    expect((await read(id)).status).toBe('warning_closed');
  });

  it('escalates to a chargeback of what is left', async () => {
    const { charge } = await paid('escalates');
    const { id } = await world.emulator.dispute({ charge, inquiry: true });
    await world.stripe.refunds.create({ charge, amount: 1000 });
    const before = await balance();
    await world.stripe.disputes.update(id, { evidence: { uncategorized_text: 'escalate_inquiry_evidence' } });
    await becomes(id, 'needs_response');
    expect(await read(id)).toMatchObject({ amount: 5349, is_charge_refundable: false });
    expect(await balance()).toBe(before - 5349 - 1500);
    expect(await refusal(world.stripe.refunds.create({ charge }))).toMatchObject({ code: 'charge_disputed' });
    await world.emulator.decide(id, 'lose');
    expect((await read(id)).status).toBe('lost');
  });
});

it('the control door disputes, decides and fails, and refuses what makes no sense', async () => {
  const send = async (path: string, body: object) => {
    const answer = await fetch(`${world.emulator.url}/_emulator/${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
    return { status: answer.status, body: (await answer.json()) as { id: string; status: string } };
  };
  const { charge } = await paid('door');
  const opened = await send('dispute', { charge, amount: 500, reason: 'duplicate', inquiry: true });
  expect(opened.body).toMatchObject({ status: 'warning_needs_response', amount: 500 });
  const decided = await send('dispute-decided', { dispute: opened.body.id, verdict: 'escalate' });
  expect(decided.body.status).toBe('needs_response');
  expect((await send('dispute-decided', { dispute: opened.body.id, verdict: 'rain' })).status).toBe(400);
  expect((await send('dispute', { charge: 'ch_none' })).status).toBe(404);
  const slow = await world.stripe.refunds.create({ charge: (await paid('slow', '4000000000007726')).charge });
  expect((await send('refund-succeeds', { refund: slow.id })).body.status).toBe('succeeded');
  expect((await send('refund-fails', { refund: slow.id })).body.status).toBe('failed');
});
