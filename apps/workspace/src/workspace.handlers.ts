/** Workspace's contracts, one line each. */
import { Controller } from '@nestjs/common';
import { type Call, Handle, type Message, On } from '@sounding/bus';
import {
  Beat,
  BookingCancelled,
  BookingConfirmed,
  BookingMoved,
  type Input,
  JoinSession,
  MyMessages,
  PostMessage,
  ViewRoom,
} from '@sounding/contracts';
import { Clock } from '@sounding/service';
import type { Prisma } from './generated/prisma/client.ts';
import { Rooms } from './room.store.ts';
import { Sessions } from './session.store.ts';

type Tx = Prisma.TransactionClient;

@Controller()
export class WorkspaceHandlers {
  constructor(
    private readonly rooms: Rooms,
    private readonly sessions: Sessions,
    private readonly clock: Clock,
  ) {}

  @Handle(ViewRoom) view(input: Input<typeof ViewRoom>, call: Call) {
    return this.rooms.view(call, input);
  }
  @Handle(PostMessage) post(input: Input<typeof PostMessage>, call: Call) {
    return this.rooms.post(call, input);
  }
  @Handle(MyMessages) mine(_input: Input<typeof MyMessages>, call: Call) {
    return this.rooms.mineWithMessages(call.person());
  }
  @Handle(JoinSession) join(input: Input<typeof JoinSession>, call: Call) {
    return this.sessions.join(call, input.bookingId);
  }
  @Handle(Beat) beat(input: Input<typeof Beat>, call: Call<Tx>) {
    return this.sessions.beat(call, input.bookingId);
  }

  @On(BookingConfirmed) confirmed(m: Message<typeof BookingConfirmed, Tx>): Promise<void> {
    return m.commit((tx) => this.rooms.open(tx, m.data, this.clock.now()));
  }
  @On(BookingMoved) moved(m: Message<typeof BookingMoved, Tx>): Promise<void> {
    return m.commit((tx) => this.rooms.move(tx, m.data));
  }
  @On(BookingCancelled) cancelled(m: Message<typeof BookingCancelled, Tx>): Promise<void> {
    return m.commit((tx) => this.rooms.close(tx, m.data.bookingId, new Date(m.data.at)));
  }
}
