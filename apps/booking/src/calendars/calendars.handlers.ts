import { Controller } from '@nestjs/common';
import { type Call, Handle } from '@sounding/bus';
import {
  AddBusyCalendar,
  type BusyCalendar,
  type Input,
  MakeFeed,
  MyCalendars,
  type Output,
  ReadFeed,
  RemoveBusyCalendar,
  RevokeFeed,
} from '@sounding/contracts';
import { Clock } from '@sounding/service';
import type { Tx } from '../slots/slots.store.ts';
import { BusyCalendars } from './busy.store.ts';
import { Feeds } from './feed.store.ts';

@Controller()
export class CalendarsHandlers {
  constructor(
    private readonly feeds: Feeds,
    private readonly busy: BusyCalendars,
    private readonly clock: Clock,
  ) {}

  @Handle(MyCalendars)
  async mine(_input: Input<typeof MyCalendars>, call: Call<Tx>): Promise<Output<typeof MyCalendars>> {
    const account = call.person();
    const [feedSince, busy] = await Promise.all([this.feeds.since(account), this.busy.of(account)]);
    return { feedSince, busy };
  }

  @Handle(MakeFeed)
  make(_input: Input<typeof MakeFeed>, call: Call<Tx>): Promise<Output<typeof MakeFeed>> {
    const account = call.person();
    return call.commit((tx) => this.feeds.make(tx, account, this.clock.now()));
  }

  @Handle(RevokeFeed)
  revoke(_input: Input<typeof RevokeFeed>, call: Call<Tx>): Promise<Output<typeof RevokeFeed>> {
    const account = call.person();
    return call.commit(async (tx) => {
      await this.feeds.revoke(tx, account);
      return {};
    });
  }

  @Handle(ReadFeed)
  read({ token }: Input<typeof ReadFeed>): Promise<Output<typeof ReadFeed>> {
    return this.feeds.read(token, this.clock.now());
  }

  @Handle(AddBusyCalendar)
  async add({ url }: Input<typeof AddBusyCalendar>, call: Call<Tx>): Promise<BusyCalendar> {
    const account = call.person();
    const now = this.clock.now();
    const found = await this.busy.read(account, url, now);
    return call.commit((tx) => this.busy.add(tx, account, found, now));
  }

  @Handle(RemoveBusyCalendar)
  remove({ id }: Input<typeof RemoveBusyCalendar>, call: Call<Tx>): Promise<Output<typeof RemoveBusyCalendar>> {
    const account = call.person();
    return call.commit(async (tx) => {
      await this.busy.remove(tx, account, id);
      return {};
    });
  }
}
