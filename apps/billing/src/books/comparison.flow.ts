/** Compares Stripe's books with ours a page at a time: first what Stripe booked, then what we posted, then the balances. */
import { Injectable } from '@nestjs/common';
import type { CompareWithStripe, Difference, Input, Output } from '@sounding/contracts';
import { Clock } from '@sounding/service';
import { Processor } from '../payment/payment.stripe.ts';
import { ComparisonStore, type PostedCursor } from './comparison.store.ts';
import { absent, type Booked, FRESH_MS, isOf, judge, notPosted, type Posted, unequal } from './comparison.ts';

type Page = Output<typeof CompareWithStripe>;

/** Entries of ours a page; what Stripe booked around them is read in lists, and the rest one by one. */
const ENTRIES = 100;
const LISTS = 5;
/** We hear of what Stripe booked after Stripe booked it, seldom later than this; clocks may differ by a little. */
const HEARD_WITHIN_MS = 15 * 60_000;
const CLOCKS_DIFFER_MS = 2 * 60_000;
/** The books move while they are compared: a difference of the balances is one when it is the same this many times in a row. */
const SAME = 3;
const LOOKS = 9;

@Injectable()
export class Comparison {
  constructor(
    private readonly clock: Clock,
    private readonly processor: Processor,
    private readonly store: ComparisonStore,
  ) {}

  /** `after`: nothing, `booked/<transaction>`, or `posted/<instant>/<posting>`. */
  async page({ from, to, after }: Input<typeof CompareWithStripe>): Promise<Page> {
    const range = { from: new Date(from), to: new Date(to) };
    const [phase, ...cursor] = (after ?? 'booked').split('/');
    if (phase === 'booked') return this.whatStripeBooked(range, cursor[0] ?? null);
    const [at, id] = cursor;
    return this.whatWePosted({ ...range, after: at && id ? { at: new Date(at), id: BigInt(id) } : null });
  }

  private async whatStripeBooked(range: { from: Date; to: Date }, after: string | null): Promise<Page> {
    const { rows, next } = await this.processor.booked(range.from, range.to, after);
    const known = await this.store.known(rows);
    const now = this.clock.now();
    const found = rows.map((booked) => judge(booked, known.get(booked.id) ?? null, now));
    return {
      checked: rows.length,
      differences: found.filter((one) => one !== null),
      next: next ? `booked/${next}` : 'posted',
    };
  }

  private async whatWePosted(range: { from: Date; to: Date; after: PostedCursor | null }): Promise<Page> {
    const { rows, last } = await this.store.posted(range, ENTRIES);
    const current = rows.filter((one) => !one.superseded);
    const around = await this.around(current);
    const differences: Difference[] = [];
    for (const posted of current) {
      const there = around.some((booked) => isOf(posted, booked)) || (await this.isBooked(posted));
      if (!there) differences.push(absent(posted));
    }
    const end = rows.length < ENTRIES || last === null;
    if (end) differences.push(...(await this.balances()));
    return {
      checked: rows.length,
      differences,
      next: end ? null : `posted/${last.at.toISOString()}/${last.id}`,
    };
  }

  /** What Stripe booked around these entries. */
  private async around(posted: readonly Posted[]): Promise<Booked[]> {
    const [first, last] = [posted[0], posted.at(-1)];
    if (!first || !last) return [];
    const from = new Date(first.at.getTime() - HEARD_WITHIN_MS);
    const to = new Date(last.at.getTime() + CLOCKS_DIFFER_MS);
    return this.bookedBetween(from, to, LISTS);
  }

  private async bookedBetween(from: Date, to: Date, lists: number): Promise<Booked[]> {
    const all: Booked[] = [];
    let after: string | null = null;
    for (let list = 0; list < lists; list += 1) {
      const page: Awaited<ReturnType<Processor['booked']>> = await this.processor.booked(from, to, after);
      all.push(...page.rows);
      after = page.next;
      if (after === null) break;
    }
    return all;
  }

  /** Whether Stripe booked it at any time. */
  private async isBooked(posted: Posted): Promise<boolean> {
    if (posted.kind === 'processor-fee') return (await this.processor.bookedAs(posted.ref)) !== null;
    if (!posted.source) return false;
    return (await this.processor.bookedOf(posted.source)).some((booked) => isOf(posted, booked));
  }

  private async balances(): Promise<Difference[]> {
    const inside = (await this.store.unequal()).map((one) => unequal(one, 'rows'));
    const outside = await this.balanceAtStripe();
    return outside ? [...inside, outside] : inside;
  }

  /** Our balance at Stripe and the ledger's, less what is on its way from one book to the other. */
  private async balanceAtStripe(): Promise<Difference | null> {
    if (await this.store.unknownTransfer(new Date(this.clock.now().getTime() - FRESH_MS))) return null;
    let before: number | null = null;
    let same = 0;
    for (let look = 0; look < LOOKS && same < SAME; look += 1) {
      const [ledger, balance] = [await this.store.stripe(), (await this.processor.balance()).minor];
      const expected = balance - (await this.onItsWay());
      if (expected === ledger) return null;
      same = ledger - expected === before ? same + 1 : 1;
      before = ledger - expected;
      if (same === SAME) return unequal({ account: 'stripe', bookingId: null, ledger, expected }, 'stripe');
    }
    return null;
  }

  /** What Stripe booked in the last minutes, or for refunds that are under way, however long, and the ledger does not have yet. */
  private async onItsWay(): Promise<number> {
    const now = this.clock.now();
    const recent = await this.bookedBetween(
      new Date(now.getTime() - FRESH_MS),
      new Date(now.getTime() + CLOCKS_DIFFER_MS),
      Number.POSITIVE_INFINITY,
    );
    const all = new Map(recent.map((booked) => [booked.id, booked]));
    for (const refund of await this.refundsUnderWay()) {
      for (const booked of await this.processor.bookedOf(refund)) all.set(booked.id, booked);
    }
    const known = await this.store.known([...all.values()]);
    return [...all.values()]
      .map((booked) => notPosted(booked, known.get(booked.id) ?? null))
      .reduce((sum, minor) => sum + minor, 0);
  }

  /** Stripe's names of them: of those that it has told, and of those whose answer was lost. */
  private async refundsUnderWay(): Promise<string[]> {
    const names = await this.store.pendingRefunds();
    for (const { id, intentId } of await this.store.unansweredRefunds()) {
      const made = await this.processor.findRefund(intentId, id);
      if (made) names.push(made.stripeRefundId);
    }
    return names;
  }
}
