/** Billing's books, for support to compare: with Stripe's, and with those of the other services. */
import { Controller } from '@nestjs/common';
import { Handle } from '@sounding/bus';
import { Books, CompareWithStripe, type Input, type Output, refuse } from '@sounding/contracts';
import { BooksStore } from './books.store.ts';
import { Comparison } from './comparison.flow.ts';

const BOOKINGS = 100;

@Controller()
export class ComparisonHandlers {
  constructor(
    private readonly comparison: Comparison,
    private readonly books: BooksStore,
  ) {}

  @Handle(CompareWithStripe)
  compare(input: Input<typeof CompareWithStripe>): Promise<Output<typeof CompareWithStripe>> {
    if (input.from >= input.to) throw refuse(CompareWithStripe, 'bad-range', 'A period ends after it begins.');
    return this.comparison.page(input);
  }

  @Handle(Books)
  async ofBookings({ from, to, after }: Input<typeof Books>): Promise<Output<typeof Books>> {
    const moved = await this.books.moved({ from: new Date(from), to: new Date(to), after }, BOOKINGS);
    return {
      rows: await this.books.rows(moved),
      next: moved.length < BOOKINGS ? null : (moved.at(-1) ?? null),
    };
  }
}
