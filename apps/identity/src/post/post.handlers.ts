/** Every service's wish for a mail becomes one row, in the commit that moves the inbox. */
import { Controller } from '@nestjs/common';
import { type Message, On } from '@sounding/bus';
import { BillingMail, BookingMail, ReceiptsMail, SupportMail, WorkspaceMail } from '@sounding/contracts';
import { Clock } from '@sounding/service';
import type { Prisma } from '../generated/prisma/client.ts';
import { Post } from './post.store.ts';

type MailEvent = typeof BookingMail;
type Heard = Message<MailEvent, Prisma.TransactionClient>;

@Controller()
export class PostHandlers {
  constructor(
    private readonly post: Post,
    private readonly clock: Clock,
  ) {}

  @On(BookingMail) booking(m: Heard): Promise<void> {
    return this.keep('booking', m);
  }
  @On(BillingMail) billing(m: Heard): Promise<void> {
    return this.keep('billing', m);
  }
  @On(ReceiptsMail) receipts(m: Heard): Promise<void> {
    return this.keep('receipts', m);
  }
  @On(SupportMail) support(m: Heard): Promise<void> {
    return this.keep('support', m);
  }
  @On(WorkspaceMail) workspace(m: Heard): Promise<void> {
    return this.keep('workspace', m);
  }

  private keep(owner: string, m: Heard): Promise<void> {
    return m.commit((tx) => this.post.wish(tx, { owner, ...m.data }, this.clock.now()));
  }
}
