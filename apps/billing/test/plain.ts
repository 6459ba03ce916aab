/**
 * What becomes of a history's money, in plain numbers: one client, one provider, some bookings. Written from the terms' words
 * alone; it calls nothing of what it is compared with. Debit is positive. Amounts are cents.
 */

export const FEE = 349;
export const DISPUTE_FEE = 1_500;

/** Half a cent rounds up. */
const part = (amount: number, numerator: number, denominator: number) =>
  Math.floor((2 * amount * numerator + denominator) / (2 * denominator));

/** What we keep of five per cent of a price after `back` of it went back. */
export function kept(price: number, back: number): number {
  const whole = part(price, 5, 100);
  return whole - part(whole, back, price);
}

/** The price's per cents that go back, `decided` by people; with the fee only for an error of ours. */
export const ENDINGS = {
  'client-cancelled-early': 100,
  'client-cancelled-late': 50,
  'client-absent': 0,
  'provider-cancelled': 100,
  'provider-absent': 100,
  'our-error': 100,
  'claim-decided': 'decided',
} as const;
export type Ending = keyof typeof ENDINGS;

export interface Charge {
  readonly of: 'bill' | 'bill again' | 'tip';
  readonly booking: Booking;
  readonly amount: number;
  feePosted: boolean;
  dispute: Dispute | null;
}

export interface Dispute {
  state: 'inquiry' | 'open' | 'won' | 'lost' | 'withdrawn';
  amount: number;
}

export interface Refund {
  readonly charge: Charge;
  readonly amount: number;
  state: 'intended' | 'asked' | 'made' | 'by hand' | 'failed' | 'void';
  attempt: number;
  /** What Stripe has made of this attempt, whether we know it or not. */
  atStripe: 'nothing' | 'pending' | 'made' | 'failed';
}

export interface Earning {
  readonly amount: number;
  taken: number;
  transferred: number;
}

export interface Debt {
  readonly amount: number;
  ended: number;
}

export interface Transfer {
  readonly earning: Earning;
  readonly amount: number;
  state: 'asked' | 'confirmed' | 'failed';
  returned: number;
}

export interface Booking {
  readonly index: number;
  readonly price: number;
  paid: Charge | null;
  readonly charges: Charge[];
  readonly refunds: Refund[];
  refunded: number;
  feeRefunded: number;
  chargedBack: number;
  givenBack: number;
  ending: Ending | null;
  undone: { what: 'refund' | 'release' | null; amount: number };
  released: boolean;
  earning: Earning | null;
}

/** Who gets what of a price, as booking would decide it. */
export interface Decision {
  readonly toClient: number;
  readonly feeToClient: number;
  readonly toProvider: number;
  readonly commission: number;
}

export class Plain {
  readonly accounts: Record<string, number> = {};
  readonly bookings: readonly Booking[];
  readonly earnings: Earning[] = [];
  /** Oldest first. */
  readonly debts: Debt[] = [];
  readonly transfers: Transfer[] = [];
  readonly payouts: { amount: number; state: 'asked' | 'confirmed' | 'failed' }[] = [];

  constructor(prices: readonly number[]) {
    this.bookings = prices.map((price, index) => ({
      ...{ index, price, paid: null, charges: [], refunds: [], refunded: 0, feeRefunded: 0, chargedBack: 0 },
      ...{ givenBack: 0, ending: null, undone: { what: null, amount: 0 }, released: false, earning: null },
    }));
  }

  move(from: string, to: string, amount: number): void {
    this.accounts[from] = (this.accounts[from] ?? 0) + amount;
    this.accounts[to] = (this.accounts[to] ?? 0) - amount;
  }

  held(booking: Booking): number {
    return 0 - (this.accounts[hold(booking)] ?? 0);
  }

  /** The price is held and the fee ours; a second charge of the same bill goes back whole. */
  charge(booking: Booking, withFee: boolean): void {
    const of = booking.paid ? 'bill again' : 'bill';
    const charge: Charge = { of, booking, amount: booking.price + FEE, feePosted: withFee, dispute: null };
    this.move('stripe', hold(booking), booking.price);
    this.move('stripe', 'rev.fee', FEE);
    if (withFee) this.move('exp.psp', 'stripe', processorFee(charge.amount));
    booking.charges.push(charge);
    if (!booking.paid) booking.paid = charge;
    else this.sendBack(booking, charge, { price: booking.price, fee: FEE });
  }

  tip(booking: Booking, amount: number): void {
    booking.charges.push({ of: 'tip', booking, amount, feePosted: true, dispute: null });
    this.move('stripe', 'payable', amount);
    this.move('exp.psp', 'stripe', processorFee(amount));
    this.earnings.push({ amount, taken: 0, transferred: 0 });
  }

  private sendBack(booking: Booking, charge: Charge, on: { price: number; fee: number }): void {
    this.move(hold(booking), 'refund_clr', on.price);
    this.move('rev.fee', 'refund_clr', on.fee);
    this.expect(booking, charge, on.price + on.fee);
  }

  private expect(booking: Booking, charge: Charge, amount: number): void {
    booking.refunds.push({ charge, amount, state: 'intended', attempt: 1, atStripe: 'nothing' });
  }

  decision(booking: Booking, ending: Ending, decided: number): Decision {
    const already = booking.refunded + booking.chargedBack;
    const rule = ENDINGS[ending];
    const toClient = rule === 'decided' ? decided : Math.max(0, part(booking.price, rule, 100) - already);
    const commission = kept(booking.price, already + toClient);
    const feeToClient = ending === 'our-error' ? FEE - booking.feeRefunded : 0;
    return { toClient, feeToClient, commission, toProvider: booking.price - already - toClient - commission };
  }

  refund(booking: Booking, ending: Ending, decided: Decision): void {
    const disputed = booking.paid?.dispute?.state;
    if (disputed === 'open') {
      booking.undone = { what: 'refund', amount: decided.toClient };
      booking.ending = ending;
    } else if (disputed === 'lost') {
      this.move(hold(booking), 'exp.chargeback', decided.toClient);
      booking.chargedBack += decided.toClient;
    } else {
      booking.ending = ending;
      booking.refunded += decided.toClient;
      booking.feeRefunded += decided.feeToClient;
      if (booking.paid && decided.toClient + decided.feeToClient > 0)
        this.sendBack(booking, booking.paid, { price: decided.toClient, fee: decided.feeToClient });
    }
  }

  release(booking: Booking): void {
    const disputed = booking.paid?.dispute?.state;
    if (booking.released) return;
    if (disputed === 'open' || disputed === 'inquiry') {
      booking.undone = { what: 'release', amount: 0 };
      return;
    }
    booking.released = true;
    const held = this.held(booking);
    const commission = kept(booking.price, booking.price - held);
    this.move(hold(booking), 'rev.commission', commission);
    this.move(hold(booking), 'payable', held - commission);
    if (held === commission) return;
    const earning: Earning = { amount: held - commission, taken: 0, transferred: 0 };
    booking.earning = earning;
    this.earnings.push(earning);
    for (const debt of this.debts) {
      const off = Math.min(debt.amount - debt.ended, earning.amount - earning.taken);
      debt.ended += off;
      earning.taken += off;
      this.move('payable', 'receivable', off);
    }
  }

  /** Takes `back` of the price from whoever bears it, into `to`; answers what nobody but we bear. */
  private bear(booking: Booking, back: number, theirs: boolean, to: string): number {
    const before = booking.refunded + booking.chargedBack + booking.givenBack;
    const commission = kept(booking.price, before) - kept(booking.price, before + back);
    this.move('rev.commission', to, commission);
    const rest = back - commission;
    if (!theirs) return rest;
    const { earning } = booking;
    const fromPayable = Math.min(rest, earning ? open(earning) : 0);
    if (earning) earning.taken += fromPayable;
    this.move('payable', to, fromPayable);
    this.move('receivable', to, rest - fromPayable);
    if (rest > fromPayable) this.debts.push({ amount: rest - fromPayable, ended: 0 });
    return 0;
  }

  giveBack(booking: Booking, amount: number, theirs: boolean): void {
    if (!booking.paid) throw new Error('nothing was paid');
    this.move('exp.guarantee', 'refund_clr', this.bear(booking, amount, theirs, 'refund_clr'));
    booking.givenBack += amount;
    this.expect(booking, booking.paid, amount);
  }

  confirm(refund: Refund): void {
    this.move('refund_clr', 'stripe', refund.amount);
    refund.state = 'made';
  }

  fail(refund: Refund): void {
    this.move(refund.state === 'made' ? 'stripe' : 'refund_clr', 'credit_owed', refund.amount);
    refund.state = 'failed';
  }

  again(refund: Refund): void {
    this.move('credit_owed', 'refund_clr', refund.amount);
    Object.assign(refund, { state: 'intended', attempt: refund.attempt + 1, atStripe: 'nothing' });
  }

  byHand(refund: Refund): void {
    this.move('credit_owed', 'bank', refund.amount);
    refund.state = 'by hand';
  }

  dispute(charge: Charge, state: Dispute['state'], feeBack: number): void {
    const had = charge.dispute?.state ?? null;
    charge.dispute ??= { state, amount: disputable(charge) };
    if (had === 'inquiry') charge.dispute.amount = disputable(charge);
    const { amount } = charge.dispute;
    const taken = had === 'open' || had === 'lost';
    if (!taken && state !== 'inquiry' && state !== 'withdrawn') {
      this.move('dispute_recv', 'stripe', amount);
      this.move('exp.dispute', 'stripe', DISPUTE_FEE);
    }
    if (had === 'lost' && state === 'won') this.move('stripe', 'exp.chargeback', amount);
    else if (state === 'won') {
      this.move('stripe', 'dispute_recv', amount);
      this.move('stripe', 'exp.dispute', feeBack);
    } else if (state === 'lost') this.lose(charge, amount);
    charge.dispute.state = state;
    if (state !== 'inquiry' && state !== 'open' && charge === charge.booking.paid && had !== 'lost')
      charge.booking.undone = { what: null, amount: 0 };
  }

  private lose(charge: Charge, amount: number): void {
    const { booking } = charge;
    let left = amount;
    // What was to go back, and has not arrived, the client has now from the bank.
    for (const refund of booking.refunds.filter((one) => one.charge === charge)) {
      if ((refund.state !== 'intended' && refund.state !== 'failed') || refund.amount > left) continue;
      this.move(refund.state === 'failed' ? 'credit_owed' : 'refund_clr', 'dispute_recv', refund.amount);
      refund.state = 'void';
      left -= refund.amount;
    }
    if (charge === booking.paid) left = this.loseOfPrice(booking, left);
    this.move('exp.chargeback', 'dispute_recv', left);
  }

  /** What of the price nobody had taken back so far. Answers what is our loss. */
  private loseOfPrice(booking: Booking, amount: number): number {
    const upheld = booking.refunded > 0 || booking.undone.amount > 0;
    const theirs =
      booking.ending === 'claim-decided'
        ? upheld
        : booking.ending === 'provider-absent' || booking.ending === 'provider-cancelled';
    const lost = Math.min(amount, booking.price - booking.refunded - booking.chargedBack - booking.givenBack);
    if (booking.released) {
      const ours = this.bear(booking, lost, theirs, 'dispute_recv');
      booking.chargedBack += lost;
      return amount - lost + ours;
    }
    const fromHold = Math.min(this.held(booking), theirs ? lost : Math.min(lost, booking.undone.amount));
    this.move(hold(booking), 'dispute_recv', fromHold);
    booking.chargedBack += fromHold;
    return amount - fromHold;
  }

  transfer(earning: Earning): void {
    const amount = open(earning);
    earning.transferred += amount;
    this.move('payable', 'transfer_clr', amount);
    this.transfers.push({ earning, amount, state: 'asked', returned: 0 });
  }
}

export const hold = (booking: Booking) => `hold:${booking.index}`;
export const open = (earning: Earning) => earning.amount - earning.taken - earning.transferred;
export const processorFee = (amount: number) => part(amount, 29, 1_000) + 30;

/** What the bank may take of a charge: what Stripe has not sent back. */
export function disputable(charge: Charge): number {
  const back = charge.booking.refunds.filter((one) => one.charge === charge && sentBack(one));
  return back.reduce((left, { amount }) => left - amount, charge.amount);
}

export function sentBack({ atStripe }: Refund): boolean {
  return atStripe === 'pending' || atStripe === 'made';
}
