import { Controller } from '@nestjs/common';
import { Bus, type Call, emit, Handle, type Message, On } from '@sounding/bus';
import {
  FindSlots,
  Hours,
  type Input,
  ListingChanged,
  MyHours,
  type Output,
  ReadOffer,
  RunsPublished,
  SetHours,
} from '@sounding/contracts';
import { Clock } from '@sounding/service';
import { checkedHours, checkedRange } from './hours.ts';
import { PUBLISHED_MS, SlotsStore, type Tx } from './slots.store.ts';
import { freeStarts } from './slots.ts';

@Controller()
export class SlotsHandlers {
  constructor(
    private readonly store: SlotsStore,
    private readonly bus: Bus,
    private readonly clock: Clock,
  ) {}

  @Handle(SetHours)
  async setHours(input: Input<typeof SetHours>, call: Call<Tx>): Promise<Hours> {
    const provider = call.person();
    const hours = checkedHours(input);
    return call.commit(async (tx) => {
      await this.store.setHours(tx, provider, hours);
      return hours;
    });
  }

  @Handle(MyHours)
  myHours(_input: Input<typeof MyHours>, call: Call<Tx>): Promise<Hours> {
    return this.store.hours(call.person());
  }

  @Handle(FindSlots)
  async find(input: Input<typeof FindSlots>, call: Call<Tx>): Promise<Output<typeof FindSlots>> {
    const { from, to } = checkedRange(input.from, input.to);
    const offer = await this.bus.ask(ReadOffer, { listingId: input.listingId }, { as: call });
    const now = this.clock.now().getTime();
    const plan = await this.store.plan(offer.providerId, offer);
    const busy = await this.store.busy(offer.providerId, from, to + offer.durationMinutes * 60_000, now);
    const starts = freeStarts(plan, busy, now, from, to).map((start) => new Date(start).toISOString());
    return { zone: plan.hours.zone, durationMinutes: offer.durationMinutes, starts };
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
