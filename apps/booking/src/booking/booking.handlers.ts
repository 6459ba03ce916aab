import { Controller } from '@nestjs/common';
import { Bus, type Call, Handle, type Message, On } from '@sounding/bus';
import {
  AnswerRequest,
  AttendanceKnown,
  BookingStory,
  type Booking as BookingView,
  Cancel,
  Claim,
  ClaimDecided,
  DisputeClosed,
  DisputeOpened,
  FindMoves,
  FundsHeld,
  FundsReleased,
  GiveBack,
  type Input,
  Joined,
  MoveBooking,
  MyBookings,
  MyClientNames,
  type Output,
  PreviewCancel,
  PreviewPackage,
  RefundMade,
  RefundOvertaken,
  RequestTime,
  Reserve,
  refuse,
  ShownNames,
  ViewBooking,
} from '@sounding/contracts';
import { money } from '@sounding/money';
import { Clock, crashpoint } from '@sounding/service';
import { asClient, asParty, asProvider, asStaff } from '../may.ts';
import { checkedRange } from '../slots/schedule.ts';
import type { Tx } from '../slots/slots.store.ts';
import { BookingStore } from './booking.store.ts';
import { step } from './booking.ts';
import { cancellationOf } from './cancellation.ts';
import { type Booking, leftToGive, ms } from './facts.ts';
import { movableUntil } from './moving.ts';
import { Packages } from './package.store.ts';
import { licenceEnds, licensedUntilAfter } from './place.ts';
import { Requests } from './request.store.ts';
import { Reservations } from './reservation.store.ts';
import { ProviderTime } from './time.store.ts';
import { byDeadline, viewOf } from './view.ts';

@Controller()
export class BookingHandlers {
  constructor(
    private readonly store: BookingStore,
    private readonly reservations: Reservations,
    private readonly requests: Requests,
    private readonly packages: Packages,
    private readonly time: ProviderTime,
    private readonly clock: Clock,
    private readonly bus: Bus,
  ) {}

  @Handle(Reserve)
  reserve(input: Input<typeof Reserve>, call: Call<Tx>): Promise<Output<typeof Reserve>> {
    return this.reservations.reserve(input, call);
  }

  @Handle(PreviewPackage)
  previewPackage(input: Input<typeof PreviewPackage>, call: Call<Tx>): Promise<Output<typeof PreviewPackage>> {
    return this.reservations.preview(input, call);
  }

  @Handle(RequestTime)
  async request(input: Input<typeof RequestTime>, call: Call<Tx>): Promise<BookingView> {
    return viewOf(await this.requests.request(input, call), 'client', this.clock.now());
  }

  @Handle(AnswerRequest)
  async answer({ bookingId, accept }: Input<typeof AnswerRequest>, call: Call<Tx>): Promise<BookingView> {
    const found = asProvider(await this.store.find(bookingId), call.person());
    const answered = await (accept ? this.requests.accept(found, call) : this.requests.decline(found, call));
    return viewOf(answered, 'provider', this.clock.now());
  }

  @Handle(MyBookings)
  async mine({ as }: Input<typeof MyBookings>, call: Call<Tx>): Promise<Output<typeof MyBookings>> {
    const bookings = await this.store.of(call.person(), as);
    const now = this.clock.now();
    return { bookings: bookings.map((booking) => viewOf(booking, as, now)).sort(byDeadline) };
  }

  /** A name that a client chose is told to the providers they hired, and to nobody else. */
  @Handle(MyClientNames)
  async clientNames(
    { accountIds }: Input<typeof MyClientNames>,
    call: Call<Tx>,
  ): Promise<Output<typeof MyClientNames>> {
    const mine = await this.store.clientsOf(call.person(), accountIds);
    return mine.length === 0 ? { names: [] } : this.bus.ask(ShownNames, { accountIds: mine }, { as: call });
  }

  @Handle(ViewBooking)
  async view({ bookingId }: Input<typeof ViewBooking>, call: Call<Tx>): Promise<BookingView> {
    const { booking, side } = asParty(await this.store.find(bookingId), call.person());
    return viewOf(booking, side, this.clock.now());
  }

  @Handle(PreviewCancel)
  async preview({ bookingId }: Input<typeof PreviewCancel>, call: Call<Tx>): Promise<Output<typeof PreviewCancel>> {
    const { booking, side } = asParty(await this.store.find(bookingId), call.person());
    const now = this.clock.now();
    const cancellation = cancellationOf(booking, side, now);
    if (cancellation) return cancellation;
    // The table says why not, in the words that cancelling itself would be refused with.
    step(booking, { kind: 'booking.cancel', by: side, seen: booking.total }, now);
    throw refuse(PreviewCancel, 'cannot-cancel', 'This booking cannot be cancelled now.');
  }

  @Handle(Cancel)
  async cancel({ bookingId, seen }: Input<typeof Cancel>, call: Call<Tx>): Promise<BookingView> {
    const person = call.person();
    const { booking: mine, side } = asParty(await this.store.find(bookingId), person);
    if (mine.package && mine.state === 'reserved' && side === 'client' && seen.minor === 0) {
      return viewOf(await this.packages.giveUp(mine, call), side, this.clock.now());
    }
    const booking = await this.store.ask(
      bookingId,
      (work) => call.commit((tx) => this.time.freeing(tx, mine.providerId, this.clock.now(), () => work(tx))),
      (found) => ({ kind: 'booking.cancel', by: asParty(found, person).side, seen }),
    );
    return viewOf(booking, asParty(booking, person).side, this.clock.now());
  }

  @Handle(FindMoves)
  async moves({ bookingId, ...range }: Input<typeof FindMoves>, call: Call<Tx>): Promise<Output<typeof FindMoves>> {
    const { booking, side } = asParty(await this.store.find(bookingId), call.person());
    const { from, to } = checkedRange(range.from, range.to);
    const now = this.clock.now();
    if (movableUntil(booking, side, now) === null) {
      throw refuse(
        FindMoves,
        'cannot-move',
        'This session can no longer be moved. You can still cancel it before it starts.',
      );
    }
    const starts = await this.time.movesOf(booking, from, to, now);
    return {
      starts: starts
        .filter((start) => licensedUntilAfter(booking.offer, start))
        .map((start) => new Date(start).toISOString())
        .filter((start) => start !== booking.startsAt),
    };
  }

  /** That the new time is free is asked in the commit that takes it, under the provider's lock; nothing is ever charged. */
  @Handle(MoveBooking)
  async move({ bookingId, startsAt }: Input<typeof MoveBooking>, call: Call<Tx>): Promise<BookingView> {
    const person = call.person();
    const { booking: found, side } = asParty(await this.store.find(bookingId), person);
    if (!licensedUntilAfter(found.offer, ms(startsAt))) throw licenceEnds(found.offer);
    const moved = await this.store.ask(
      bookingId,
      (work) =>
        call.commit(async (tx) => {
          const now = this.clock.now();
          return this.time.freeing(tx, found.providerId, now, async () => {
            await this.time.check(tx, found.offer, [ms(startsAt)], now, [bookingId]);
            return work(tx);
          });
        }),
      () => ({ kind: 'booking.move', by: side, startsAt }),
    );
    return viewOf(moved, side, this.clock.now());
  }

  @Handle(Claim)
  async claim({ bookingId }: Input<typeof Claim>, call: Call<Tx>): Promise<Output<typeof Claim>> {
    const person = call.person();
    const booking = await this.store.ask(
      bookingId,
      (work) => call.commit(work),
      (found) => {
        asClient(found, person);
        return { kind: 'booking.claim' };
      },
    );
    const now = this.clock.now();
    return {
      booking: viewOf(booking, 'client', now),
      decideBy: known(booking.decideBy),
      most: booking.offer.price,
    };
  }

  @Handle(GiveBack)
  async giveBack(input: Input<typeof GiveBack>, call: Call<Tx>): Promise<Output<typeof GiveBack>> {
    const { bookingId, toClient, bearer } = input;
    const booking = await this.store.ask(
      bookingId,
      (work) => call.commit(work),
      () => ({ kind: 'booking.give-back', toClient: money(toClient.minor, toClient.currency), bearer }),
    );
    return { booking: viewOf(booking, 'staff', this.clock.now()), left: leftToGive(booking) };
  }

  @Handle(BookingStory)
  async story({ bookingId }: Input<typeof BookingStory>): Promise<Output<typeof BookingStory>> {
    const booking = asStaff(await this.store.find(bookingId));
    return { booking: viewOf(booking, 'staff', this.clock.now()), lines: await this.store.story(bookingId) };
  }

  @On(FundsHeld)
  async held(message: Message<typeof FundsHeld, Tx>): Promise<void> {
    const { bookingId, paid, sessions } = message.data;
    if (sessions) {
      await this.packages.held(message);
      return;
    }
    const booking = await this.store.hear(bookingId, message, async (found) => ({
      kind: 'billing.funds-held',
      paid,
      slotFree: await this.stillFree(found),
    }));
    if (booking.state === 'confirmed') crashpoint('booking.confirmed-after-commit');
  }

  @On(RefundMade)
  async refunded(message: Message<typeof RefundMade, Tx>): Promise<void> {
    const { bookingId } = message.data;
    await this.store.hear(bookingId, message, () => ({ kind: 'billing.refund-made' }));
  }

  @On(RefundOvertaken)
  async overtaken(message: Message<typeof RefundOvertaken, Tx>): Promise<void> {
    const { bookingId } = message.data;
    await this.store.hear(bookingId, message, () => ({ kind: 'billing.refund-overtaken' }));
  }

  @On(FundsReleased)
  async released(message: Message<typeof FundsReleased, Tx>): Promise<void> {
    const { bookingId } = message.data;
    await this.store.hear(bookingId, message, () => ({ kind: 'billing.funds-released' }));
  }

  @On(DisputeOpened)
  async disputed(message: Message<typeof DisputeOpened, Tx>): Promise<void> {
    const { bookingId, evidenceBy, openedAt } = message.data;
    await this.store.hear(bookingId, message, () => ({ kind: 'billing.dispute-opened', evidenceBy, openedAt }));
  }

  @On(DisputeClosed)
  async disputeEnded(message: Message<typeof DisputeClosed, Tx>): Promise<void> {
    const { bookingId, outcome, lost, held, undone } = message.data;
    await this.store.hear(bookingId, message, () => ({
      kind: 'billing.dispute-closed',
      outcome,
      lost: money(lost.minor, lost.currency),
      held: money(held.minor, held.currency),
      undone,
    }));
  }

  @On(Joined)
  async joined(message: Message<typeof Joined, Tx>): Promise<void> {
    const { bookingId, side, at } = message.data;
    await this.store.hear(bookingId, message, () => ({
      kind: 'workspace.joined',
      side,
      at: new Date(at).toISOString(),
    }));
  }

  @On(AttendanceKnown)
  async attended(message: Message<typeof AttendanceKnown, Tx>): Promise<void> {
    const { bookingId, until } = message.data;
    await this.store.hear(bookingId, message, () => ({ kind: 'workspace.attendance-known', until }));
  }

  @On(ClaimDecided)
  async decided(message: Message<typeof ClaimDecided, Tx>): Promise<void> {
    const { bookingId, toClient } = message.data;
    await this.store.hear(bookingId, message, () => ({ kind: 'support.claim-decided', toClient }));
  }

  /** For money that came after the reservation ran out. The database has the last word. */
  private async stillFree(booking: Booking): Promise<boolean> {
    return booking.state !== 'lapsed' || this.time.stillFree(booking, this.clock.now());
  }
}

/** A claimed booking has its deadline: the table sets both in one row. */
function known(decideBy: string | null): string {
  if (decideBy === null) throw new Error('a claim without a deadline');
  return decideBy;
}
