import { Controller } from '@nestjs/common';
import { Bus, type Call, emit, Handle, type Message, On } from '@sounding/bus';
import {
  FindSlots,
  type Hours,
  type Input,
  ListingChanged,
  MyHours,
  MySchedule,
  MyWeek,
  type Output,
  ReadOffer,
  RunsPublished,
  type Schedule,
  SetHours,
  SetSchedule,
} from '@sounding/contracts';
import { Clock } from '@sounding/service';
import { BookingStore } from '../booking/booking.store.ts';
import { ProviderTime } from '../booking/time.store.ts';
import { viewOf } from '../booking/view.ts';
import { changedSchedule, checkedDay, checkedRange, current, type Parts, refuseChanged } from './schedule.ts';
import { PUBLISHED_MS, SlotsStore, type Tx } from './slots.store.ts';
import { type Span, shownStarts } from './slots.ts';
import { weekFrom } from './week.ts';

@Controller()
export class SlotsHandlers {
  constructor(
    private readonly store: SlotsStore,
    private readonly bookings: BookingStore,
    private readonly time: ProviderTime,
    private readonly bus: Bus,
    private readonly clock: Clock,
  ) {}

  @Handle(MySchedule)
  async mySchedule(_input: Input<typeof MySchedule>, call: Call<Tx>): Promise<Schedule> {
    return current(await this.store.schedule(call.person()), this.clock.now());
  }

  @Handle(SetSchedule)
  setSchedule({ was, ...parts }: Input<typeof SetSchedule>, call: Call<Tx>): Promise<Schedule> {
    return this.change(parts, call, was);
  }

  @Handle(MyWeek)
  async myWeek(input: Input<typeof MyWeek>, call: Call<Tx>): Promise<Output<typeof MyWeek>> {
    const provider = call.person();
    const now = this.clock.now();
    const days = weekFrom(await this.store.schedule(provider), checkedDay(input.from, now));
    const from = Math.min(...days.map((day) => day.from));
    const to = Math.max(...days.map((day) => day.to));
    const bookings = await this.bookings.between(provider, new Date(from), new Date(to));
    return {
      days: days.map((day) => ({ ...day, ...instants(day), open: day.open.map(instants) })),
      bookings: bookings.map((booking) => viewOf(booking, 'provider', now)),
    };
  }

  @Handle(MyHours)
  async myHours(_input: Input<typeof MyHours>, call: Call<Tx>): Promise<Hours> {
    return hoursOf(await this.store.schedule(call.person()));
  }

  @Handle(SetHours)
  async setHours(input: Input<typeof SetHours>, call: Call<Tx>): Promise<Hours> {
    return hoursOf(await this.change(input, call));
  }

  private change(parts: Parts, call: Call<Tx>, was: Parts = {}): Promise<Schedule> {
    const provider = call.person();
    const now = this.clock.now();
    return call.commit((tx) =>
      this.time.freeing(tx, provider, now, () =>
        this.store.changeSchedule(tx, provider, (kept) => {
          refuseChanged(current(kept, now), was);
          return changedSchedule(kept, parts, now);
        }),
      ),
    );
  }

  @Handle(FindSlots)
  async find(input: Input<typeof FindSlots>, call: Call<Tx>): Promise<Output<typeof FindSlots>> {
    const { from, to } = checkedRange(input.from, input.to);
    const offer = await this.bus.ask(ReadOffer, { listingId: input.listingId }, { as: call });
    const now = this.clock.now().getTime();
    const { plan, taken } = await this.store.around(offer, from, to, now);
    const own = taken.filter(
      (one) => call.account !== null && one.reservedBy === call.account && one.listingId === input.listingId,
    );
    const starts = shownStarts(plan, taken, own, now, from, to).map((start) => new Date(start).toISOString());
    return { zone: plan.schedule.zone, durationMinutes: offer.durationMinutes, starts };
  }

  @On(ListingChanged)
  async listingChanged(message: Message<typeof ListingChanged, Tx>): Promise<void> {
    await message.commit(async (tx) => {
      const changed = await this.store.keepListing(tx, message.data);
      if (!changed || message.data.published) return;
      // Nobody publishes runs of a listing that is down, so this is said here and at once.
      const until = new Date(this.clock.now().getTime() + PUBLISHED_MS).toISOString();
      await emit(tx, RunsPublished, { listingId: message.data.listingId, runs: [], until });
    });
  }
}

function hoursOf({ zone, weekly }: Schedule): Hours {
  return { zone, weekly };
}

function instants({ from, to }: Span): { from: string; to: string } {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}
