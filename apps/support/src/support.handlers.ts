/** Support's contracts, one line each. */
import { Controller } from '@nestjs/common';
import { Handle, On } from '@sounding/bus';
import {
  AnswerTicket,
  AttentionWanted,
  ClaimClosed,
  ClaimOpened,
  DecideClaim,
  ErasureLate,
  GiveMoneyBack,
  type Input,
  MyTickets,
  OpenClaim,
  OpenTicket,
  ReplyToTicket,
  StaffQueue,
  StaffTicket,
  ViewClaim,
  ViewTicket,
} from '@sounding/contracts';
import { Attention } from './attention/attention.store.ts';
import { Claims } from './claim.store.ts';
import { Desk } from './desk.store.ts';
import { Givings } from './giving.store.ts';
import type { Asked, Heard } from './tx.store.ts';

@Controller()
export class SupportHandlers {
  constructor(
    private readonly desk: Desk,
    private readonly claims: Claims,
    private readonly givings: Givings,
    private readonly attention: Attention,
  ) {}

  @Handle(OpenTicket) openTicket(input: Input<typeof OpenTicket>, call: Asked) {
    return this.desk.open(input, call);
  }
  @Handle(MyTickets) myTickets(_input: Input<typeof MyTickets>, call: Asked) {
    return this.desk.mine(call);
  }
  @Handle(ViewTicket) viewTicket(input: Input<typeof ViewTicket>, call: Asked) {
    return this.desk.view(input, call);
  }
  @Handle(ReplyToTicket) reply(input: Input<typeof ReplyToTicket>, call: Asked) {
    return this.desk.reply(input, call);
  }
  @Handle(OpenClaim) openClaim(input: Input<typeof OpenClaim>, call: Asked) {
    return this.claims.open(input, call);
  }
  @Handle(ViewClaim) viewClaim(input: Input<typeof ViewClaim>, call: Asked) {
    return this.givings.withClaim(input, call);
  }
  @Handle(StaffQueue) staffQueue(input: Input<typeof StaffQueue>) {
    return this.desk.queue(input.state);
  }
  @Handle(StaffTicket) staffTicket(input: Input<typeof StaffTicket>) {
    return this.desk.staffView(input);
  }
  @Handle(AnswerTicket) answer(input: Input<typeof AnswerTicket>, call: Asked) {
    return this.desk.answer(input, call);
  }
  @Handle(DecideClaim) decide(input: Input<typeof DecideClaim>, call: Asked) {
    return this.claims.decide(input, call);
  }
  @Handle(GiveMoneyBack) giveBack(input: Input<typeof GiveMoneyBack>, call: Asked) {
    return this.givings.give(input, call);
  }

  @On(ClaimOpened) claimOpened(m: Heard<typeof ClaimOpened>) {
    return this.claims.opened(m);
  }
  @On(ClaimClosed) claimClosed(m: Heard<typeof ClaimClosed>) {
    return this.claims.closed(m);
  }
  @On(ErasureLate) erasureLate(m: Heard<typeof ErasureLate>) {
    return this.attention.erasureLate(m);
  }
  @On(AttentionWanted) attentionWanted(m: Heard<typeof AttentionWanted>) {
    return this.attention.wanted(m);
  }
}
