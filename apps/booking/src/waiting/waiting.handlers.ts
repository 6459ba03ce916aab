import { Controller } from '@nestjs/common';
import { Bus, type Call, Handle } from '@sounding/bus';
import {
  type Booking,
  DeclineOffer,
  type Input,
  JoinWait,
  LeaveWait,
  MyWaits,
  type Output,
  ReadOffer,
  Refusal,
  type Wait,
  WaitingForMe,
} from '@sounding/contracts';
import { Clock } from '@sounding/service';
import { BookingStore } from '../booking/booking.store.ts';
import { offerAt } from '../booking/place.ts';
import { lockClient, ProviderTime } from '../booking/time.store.ts';
import { viewOf } from '../booking/view.ts';
import { noSuchBooking } from '../may.ts';
import { SlotsStore, type Tx } from '../slots/slots.store.ts';
import { freeStarts } from '../slots/slots.ts';
import { WaitingLine } from './line.store.ts';
import { mayWait, refuseFree, spanOfDays } from './waiting.ts';

@Controller()
export class WaitingHandlers {
  constructor(
    private readonly line: WaitingLine,
    private readonly bookings: BookingStore,
    private readonly slots: SlotsStore,
    private readonly time: ProviderTime,
    private readonly bus: Bus,
    private readonly clock: Clock,
  ) {}

  /** Under the lock everybody in line has been served, so what is free then is free to anybody, and nobody need wait for it. */
  @Handle(JoinWait)
  async join({ listingId, goOn, place, ...days }: Input<typeof JoinWait>, call: Call<Tx>): Promise<Wait> {
    const clientId = call.person();
    const sold = await this.bus.ask(ReadOffer, { listingId }, { as: call });
    const now = this.clock.now();
    const starts = spanOfDays(days, sold.noticeMinutes, now);
    const offer = offerAt(sold, place, new Date(starts.from).toISOString());
    return call.commit(async (tx) => {
      await lockClient(tx, clientId);
      await this.time.lock(tx, offer.providerId, now);
      mayWait(clientId, offer, starts, await this.line.of(clientId, now, tx));
      const { plan, taken } = await this.slots.around(offer, starts.from, starts.to, now.getTime(), tx);
      refuseFree(freeStarts(plan, taken, now.getTime(), starts.from, starts.to));
      const wait = await this.line.join(tx, { clientId, goOn }, offer, { ...days, starts }, now);
      const [view] = await this.line.views([wait], now, tx);
      return view as Wait;
    });
  }

  @Handle(MyWaits)
  async mine(_input: Input<typeof MyWaits>, call: Call<Tx>): Promise<Output<typeof MyWaits>> {
    const now = this.clock.now();
    return { waits: await this.line.views(await this.line.of(call.person(), now), now) };
  }

  @Handle(WaitingForMe)
  async waiting(_input: Input<typeof WaitingForMe>, call: Call<Tx>): Promise<Output<typeof WaitingForMe>> {
    return { listings: await this.line.count(call.person(), this.clock.now()) };
  }

  /** Whoever leaves ends first, so that what was offered to them goes to the next in line and not back to them. */
  @Handle(LeaveWait)
  async leave({ waitId }: Input<typeof LeaveWait>, call: Call<Tx>): Promise<Output<typeof LeaveWait>> {
    const client = call.person();
    const now = this.clock.now();
    return call.commit(async (tx) => {
      const found = await this.line.find(tx, waitId, client);
      if (!found) throw new Refusal('not-found', 'There is no such wait among yours.');
      return this.time.freeing(tx, found.providerId, now, async () => {
        // Under the lock the offer may have run out, or a new one have come.
        const wait = await this.line.find(tx, waitId, client);
        await this.line.end(tx, waitId, 'left', now);
        const offered = wait?.offered ? await this.bookings.find(wait.offered.bookingId, tx) : null;
        if (offered) await this.bookings.hearIn(tx, offered, { kind: 'booking.decline' });
        return {};
      });
    });
  }

  @Handle(DeclineOffer)
  async decline({ bookingId, goOn }: Input<typeof DeclineOffer>, call: Call<Tx>): Promise<Booking> {
    const client = call.person();
    const now = this.clock.now();
    const found = await this.bookings.find(bookingId);
    if (found?.clientId !== client) throw noSuchBooking();
    const declined = await this.bookings.ask(
      bookingId,
      (work) =>
        call.commit((tx) =>
          this.time.freeing(tx, found.providerId, now, async () => {
            const booking = await work(tx);
            await this.line.answered(tx, bookingId, 'declined', now, goOn);
            return booking;
          }),
        ),
      () => ({ kind: 'booking.decline' }),
    );
    return viewOf(declined, 'client', now);
  }
}
