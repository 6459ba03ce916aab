/** What may happen in a history: each step asks the real billing and the plain model, and does nothing where it cannot happen. */
import { randomUUID } from 'node:crypto';
import { money } from '@sounding/money';
import type { Entry } from '../src/ledger/entry.ts';
import {
  payoutAsked,
  payoutConfirmed,
  payoutFailed,
  transferAsked,
  transferConfirmed,
  transferFailed,
  transferReturned,
  writtenOff,
} from '../src/ledger/ledger.ts';
import type { Answer, Counter, Hired } from './counter.ts';
import {
  type Booking,
  type Charge,
  type Decision,
  DISPUTE_FEE,
  type Dispute,
  disputable,
  ENDINGS,
  type Ending,
  kept,
  open,
  type Plain,
  processorFee,
  type Refund,
  sentBack,
} from './plain.ts';

export interface Scene {
  readonly id: string;
  readonly plain: Plain;
  readonly counter: Counter;
  readonly hires: readonly Hired[];
  /** Ids in the database of what the model knows. */
  readonly ids: Map<object, string>;
}

type Step = (scene: Scene, booking: Booking, n: number) => Promise<void>;

const at = <T>(all: readonly T[], n: number): T | undefined => all[n % Math.max(1, all.length)];
const parts = (of: Decision) => ({
  toClient: money(of.toClient),
  feeToClient: money(of.feeToClient),
  toProvider: money(of.toProvider),
  commission: money(of.commission),
});

function hireOf({ hires }: Scene, { index }: Booking): Hired {
  const hire = hires[index];
  if (!hire) throw new Error(`no hire ${index}`);
  return hire;
}

function idOf({ ids }: Scene, thing: object): string {
  const id = ids.get(thing);
  if (!id) throw new Error('the model knows what the database does not');
  return id;
}

async function charge(scene: Scene, booking: Booking, n: number): Promise<void> {
  if (booking.charges.filter(({ of }) => of !== 'tip').length === 2) return;
  const { billId, bookingId } = hireOf(scene, booking);
  const fee = n % 2 === 0 ? processorFee(booking.price + 349) : null;
  const paymentId = await scene.counter.pay({ billId }, bookingId, booking.price + 349, fee);
  scene.plain.charge(booking, fee !== null);
  scene.ids.set(booking.charges.at(-1) ?? {}, paymentId);
}

/** Stripe says again that a charge succeeded, and now knows its fee. */
async function hearAgain(scene: Scene, booking: Booking, n: number): Promise<void> {
  const one = at(booking.charges, n);
  if (!one) return;
  await scene.counter.hear({ id: idOf(scene, one), amount: money(one.amount) }, processorFee(one.amount));
  if (!one.feePosted) scene.plain.move('exp.psp', 'stripe', processorFee(one.amount));
  one.feePosted = true;
}

async function tip(scene: Scene, booking: Booking, n: number): Promise<void> {
  if (!booking.paid || booking.charges.length > 3) return;
  const amount = 100 + (n % 49_901);
  const id = await scene.counter.tip(hireOf(scene, booking), amount, processorFee(amount));
  scene.plain.tip(booking, amount);
  scene.ids.set(booking.charges.at(-1) ?? {}, id);
}

const endings = Object.keys(ENDINGS) as Ending[];
async function decide(scene: Scene, booking: Booking, n: number, ending = at(endings, n)): Promise<void> {
  if (!booking.paid || booking.released || !ending) return;
  const { plain, counter } = scene;
  const { billId: _, ...parties } = hireOf(scene, booking);
  const decision = plain.decision(booking, ending, n % (plain.held(booking) + 1));
  const wrong = { ...decision, toProvider: decision.toProvider + 1, commission: decision.commission - 1 };
  if (n % 8 === 0 && wrong.commission >= 0)
    await expect(counter.decide({ ...parties, reason: ending, ...parts(wrong) })).rejects.toThrow('expected');
  await counter.decide({ ...parties, reason: ending, ...parts(decision) });
  plain.refund(booking, ending, decision);
}

async function release(scene: Scene, booking: Booking, n: number): Promise<void> {
  const { plain, counter } = scene;
  const { billId: _, ...parties } = hireOf(scene, booking);
  const held = plain.held(booking);
  const commission = held > 0 ? kept(booking.price, booking.price - held) : 0;
  const say = (toProvider: number) =>
    counter.release({ ...parties, toProvider: money(toProvider), commission: money(commission) });
  if (!booking.paid) return expect(say(held)).rejects.toThrow('never paid');
  if (!booking.released && n % 4 === 0) await expect(say(held - commission + 1)).rejects.toThrow('expected');
  await say(held - commission);
  plain.release(booking);
}

async function giveBack(scene: Scene, booking: Booking, n: number): Promise<void> {
  if (!booking.paid) return;
  const { plain, counter } = scene;
  const hire = hireOf(scene, booking);
  const left = booking.released ? booking.price - booking.refunded - booking.chargedBack - booking.givenBack : 0;
  const theirs = n % 2 === 0;
  const bearer = theirs ? 'provider' : 'platform';
  if (n % 4 === 0)
    await expect(counter.giveBack(hire, money(left + 1), bearer)).rejects.toThrow(/expected|nothing was released/);
  if (left === 0) return;
  const amount = 1 + (n % left);
  await counter.giveBack(hire, money(amount), bearer);
  plain.giveBack(booking, amount, theirs);
}

async function refundId(scene: Scene, booking: Booking, refund: Refund): Promise<string> {
  const rows = await scene.counter.query<{ id: string }>(
    'SELECT id FROM refund WHERE booking_id = $1 ORDER BY made_at',
    [hireOf(scene, booking).bookingId],
  );
  const row = rows[booking.refunds.indexOf(refund)];
  if (!row || rows.length !== booking.refunds.length) throw new Error('the model counts other refunds');
  return row.id;
}

const ANSWERS: readonly Answer[] = ['made', 'pending', 'failed', 'silent', 'refused'];
async function lookAtRefund(scene: Scene, booking: Booking, n: number): Promise<void> {
  const refund = at(booking.refunds, n);
  if (!refund || refund.state === 'void') return;
  const { plain, counter } = scene;
  const id = await refundId(scene, booking, refund);
  const answer = at(ANSWERS, Math.floor(n / 7)) ?? 'made';
  if (refund.state === 'intended') return ask(scene, refund, { id, answer });
  const turned = answer === 'failed' ? 'failed' : 'made';
  const [row] = await counter.query<{ re: string | null }>('SELECT stripe_refund_id AS re FROM refund WHERE id = $1', [
    id,
  ]);
  if (!row?.re) return;
  if (refund.atStripe === 'pending' || (refund.atStripe === 'made' && turned === 'failed')) {
    counter.stripe.turn(row.re, turned);
    refund.atStripe = turned;
  }
  await counter.lookAtRefund(id);
  if (refund.state === 'by hand' || refund.state === 'failed') return;
  if (refund.atStripe === 'failed') plain.fail(refund);
  else if (refund.atStripe === 'made' && refund.state === 'asked') plain.confirm(refund);
}

async function ask(scene: Scene, refund: Refund, on: { id: string; answer: Answer }): Promise<void> {
  const { plain, counter } = scene;
  const { id, answer } = on;
  const disputed = refund.charge.dispute?.state;
  counter.stripe.next = answer;
  const known = sentBack(refund);
  const frozen = disputed === 'open' && !known;
  const impossible = !known && !frozen && counter.stripe.chargedBack.has(`pi_${idOf(scene, refund.charge)}`);
  const looked = counter.lookAtRefund(id);
  if (!known && !frozen && !impossible && answer === 'silent') await expect(looked).rejects.toThrow('was lost');
  else await looked;
  if (frozen) return;
  if (impossible) return plain.fail(refund);
  if (!known && answer === 'refused') {
    refund.attempt += 1;
    return;
  }
  if (!known) refund.atStripe = answer === 'silent' || answer === 'refused' ? 'made' : answer;
  if (!known && answer === 'silent') return;
  if (refund.atStripe === 'failed') plain.fail(refund);
  else if (refund.atStripe === 'made') plain.confirm(refund);
  else refund.state = 'asked';
}

async function retry(scene: Scene, booking: Booking, n: number): Promise<void> {
  const refund = at(booking.refunds, n);
  if (!refund) return;
  const id = await refundId(scene, booking, refund);
  const by = n % 3 === 0 ? 'hand' : 'card';
  const asked = scene.counter.retry(id, by);
  if (refund.state !== 'failed') return expect(asked).rejects.toThrow('has not failed');
  await asked;
  if (by === 'hand') scene.plain.byHand(refund);
  else scene.plain.again(refund);
}

const NEXT: Record<Dispute['state'] | 'none', readonly Dispute['state'][]> = {
  none: ['inquiry', 'open', 'open', 'lost', 'won'],
  inquiry: ['open', 'withdrawn', 'lost'],
  open: ['won', 'lost', 'lost'],
  lost: ['won', 'lost'],
  won: ['won'],
  withdrawn: ['withdrawn'],
};
async function dispute(scene: Scene, booking: Booking, n: number): Promise<void> {
  const one = at(booking.charges, n);
  const taken = one?.dispute && one.dispute.state !== 'inquiry';
  if (!one || (!taken && disputable(one) === 0)) return;
  const { plain, counter } = scene;
  const state = at(NEXT[one.dispute?.state ?? 'none'], Math.floor(n / 7)) ?? 'open';
  const paymentId = idOf(scene, one);
  const id = `dp_${paymentId}`;
  const before = counter.stripe.disputes.get(id);
  const feeBack = state === 'won' && n % 2 === 0 ? DISPUTE_FEE : 0;
  const amount = taken && before ? before.amount : money(disputable(one));
  if (state !== 'inquiry' && state !== 'withdrawn') counter.stripe.chargedBack.add(`pi_${paymentId}`);
  counter.stripe.disputes.set(id, {
    ...{ stripeDisputeId: id, chargeId: `ch_${paymentId}`, amount, state, evidenceBy: null },
    ...{ fee: money(state === 'inquiry' ? 0 : DISPUTE_FEE), feeBack: money(feeBack) },
  });
  if (state === 'lost') learnOfRefunds(scene, one);
  expect(await counter.lookAtDispute(id)).toBe(true);
  if (one.dispute?.state !== state) plain.dispute(one, state, feeBack);
}

/** Before a charge is given up as lost, what Stripe made of its refunds and we never heard is heard. */
function learnOfRefunds({ plain }: Scene, one: Charge): void {
  if (one.dispute?.state === 'lost') return;
  for (const refund of one.booking.refunds.filter(({ charge: of, state }) => of === one && state === 'intended')) {
    if (refund.atStripe === 'made') plain.confirm(refund);
    else if (refund.atStripe === 'pending') refund.state = 'asked';
  }
}

async function post(scene: Scene, entry: Entry, text: string, values: readonly unknown[]): Promise<void> {
  await scene.counter.commit(async (tx) => {
    await tx.$executeRawUnsafe(text, ...values);
    await scene.counter.ledger.post(tx, [entry]);
  });
}

/** What is payable of an earning is sent; and what was sent arrives or does not. */
async function transfer(scene: Scene, booking: Booking, n: number): Promise<void> {
  const { plain, counter } = scene;
  const { providerId, bookingId } = hireOf(scene, booking);
  const head = { bookingId, providerId, at: counter.now().toISOString() };
  const rows = await counter.query<{ id: string }>('SELECT id FROM earning WHERE provider_id = $1 ORDER BY became_at', [
    providerId,
  ]);
  expect(rows).toHaveLength(plain.earnings.length);
  const spend = 'UPDATE earning SET transferred_minor = transferred_minor + $1::bigint WHERE id = $2::uuid';
  const under = plain.transfers.filter(({ state }) => state === 'asked');
  const one = at(under, n);
  if (one && n % 2 === 0) {
    const on = { ...head, transferId: idOf(scene, one), amount: money(one.amount) };
    const earningId = rows[plain.earnings.indexOf(one.earning)]?.id;
    const fails = n % 3 === 0;
    one.state = fails ? 'failed' : 'confirmed';
    await post(scene, fails ? transferFailed(on) : transferConfirmed(on), spend, [fails ? -one.amount : 0, earningId]);
    if (fails) one.earning.transferred -= one.amount;
    plain.move('transfer_clr', fails ? 'payable' : 'stripe', one.amount);
    return;
  }
  const index = plain.earnings.findIndex((earning) => open(earning) > 0);
  const earning = plain.earnings[index];
  if (!earning) return;
  const on = { ...head, transferId: randomUUID(), amount: money(open(earning)) };
  await post(scene, transferAsked(on), spend, [on.amount.minor, rows[index]?.id]);
  plain.transfer(earning);
  scene.ids.set(plain.transfers.at(-1) ?? {}, on.transferId);
}

/** The oldest debt is taken back from a transfer, or is too old. */
async function endDebt(scene: Scene, booking: Booking, n: number): Promise<void> {
  const { plain, counter } = scene;
  const { providerId, bookingId } = hireOf(scene, booking);
  const debts = await counter.query<{ id: string }>('SELECT id FROM debt WHERE provider_id = $1 ORDER BY since', [
    providerId,
  ]);
  expect(debts).toHaveLength(plain.debts.length);
  const index = plain.debts.findIndex(({ amount, ended }) => ended < amount);
  const debt = plain.debts[index];
  if (!debt) return;
  const owed = debt.amount - debt.ended;
  const head = { bookingId, providerId, at: counter.now().toISOString() };
  const from = plain.transfers.find(({ state, amount, returned }) => state === 'confirmed' && returned < amount);
  const ends = (column: string) => `UPDATE debt SET ${column} = ${column} + $1::bigint WHERE id = $2::uuid`;
  if (from && n % 3 > 0) {
    const amount = Math.min(owed, from.amount - from.returned);
    const entry = transferReturned({ ...head, returnId: randomUUID(), amount: money(amount) });
    await post(scene, entry, ends('recovered_minor'), [amount, debts[index]?.id]);
    plain.move('stripe', 'receivable', amount);
    from.returned += amount;
    debt.ended += amount;
  } else {
    const entry = writtenOff({ ...head, debtId: debts[index]?.id ?? '', amount: money(owed) });
    await post(scene, entry, ends('written_off_minor'), [owed, debts[index]?.id]);
    plain.move('exp.guarantee', 'receivable', owed);
    debt.ended = debt.amount;
  }
}

async function payout(scene: Scene, _booking: Booking, n: number): Promise<void> {
  const { plain, counter } = scene;
  const at = counter.now().toISOString();
  const last = plain.payouts.at(-1);
  const on = (index: number, amount: number) => ({ payoutId: `${scene.id}:${index}`, at, amount: money(amount) });
  const book = (entry: Entry) => counter.commit((tx) => counter.ledger.post(tx, [entry]));
  if (!last || last.state === 'failed' || (last.state === 'confirmed' && n % 2 === 0)) {
    const amount = 1 + n;
    await book(payoutAsked(on(plain.payouts.length, amount)));
    plain.payouts.push({ amount, state: 'asked' });
    plain.move('payout_clr', 'stripe', amount);
    return;
  }
  const head = on(plain.payouts.length - 1, last.amount);
  if (n % 3 === 0) {
    await book(payoutFailed({ ...head, confirmed: last.state === 'confirmed' }));
    plain.move('stripe', last.state === 'confirmed' ? 'bank' : 'payout_clr', last.amount);
    last.state = 'failed';
  } else if (last.state === 'asked') {
    await book(payoutConfirmed(head));
    plain.move('bank', 'payout_clr', last.amount);
    last.state = 'confirmed';
  }
}

export const STEPS = {
  charge,
  hearAgain,
  tip,
  decide: (scene, booking, n) => decide(scene, booking, n),
  'decide a claim': (scene, booking, n) => decide(scene, booking, n, 'claim-decided'),
  release,
  'give back': giveBack,
  'look at a refund': lookAtRefund,
  'send a refund again': retry,
  dispute,
  transfer,
  'end a debt': endDebt,
  payout,
} as const satisfies Record<string, Step>;
