/** What receipts hears and answers. */
import { Controller } from '@nestjs/common';
import { Bus, type Call, Handle, type Message, On } from '@sounding/bus';
import {
  Aliases,
  BookingReceipts,
  DuplicateReturned,
  FundsHeld,
  type Grant,
  type Input,
  type Output,
  type Receipt,
  ReceiptPdf,
  RefundMade,
  Refusal,
  refuse,
  StaffReceipts,
  TipReceived,
  ViewProvider,
  ViewReceipt,
} from '@sounding/contracts';
import { Clock } from '@sounding/service';
import { maySee } from '../may.ts';
import { fileNameOf } from './document.html.ts';
import { ReceiptRenderer } from './receipt.clock.ts';
import { RenderingBusy } from './receipt.pdf.ts';
import { ReceiptStore } from './receipt.store.ts';
import { creditNoteOf, type Names, receiptOf, tipReceiptOf } from './receipt.ts';

const GRANT_MS = 60_000;

interface Parties {
  clientId: string;
  providerId: string;
}

/** Staff help with money and need no names. */
function nameless(receipt: Receipt): Receipt {
  return { ...receipt, clientName: 'Client', providerName: 'Provider' };
}

/** A full queue is said to the person; anything else stays what it was. */
function busyOr(error: unknown): never {
  if (!(error instanceof RenderingBusy)) throw error;
  throw refuse(
    ReceiptPdf,
    'rendering-busy',
    'Many documents are being made at this moment. Please try again in a minute.',
  );
}

@Controller()
export class ReceiptHandlers {
  constructor(
    private readonly store: ReceiptStore,
    private readonly renderer: ReceiptRenderer,
    private readonly bus: Bus,
    private readonly clock: Clock,
  ) {}

  @On(FundsHeld) async paid(m: Message<typeof FundsHeld>): Promise<void> {
    await this.store.issue(m, receiptOf(m.data, await this.names(m.data)));
  }

  @On(RefundMade) async refunded(m: Message<typeof RefundMade>): Promise<void> {
    await this.store.issue(m, creditNoteOf(m.data, await this.names(m.data)));
  }

  @On(DuplicateReturned) async returned(m: Message<typeof DuplicateReturned>): Promise<void> {
    await this.store.issue(m, creditNoteOf(m.data, await this.names(m.data)));
  }

  @On(TipReceived) async tipped(m: Message<typeof TipReceived>): Promise<void> {
    await this.store.issue(m, tipReceiptOf(m.data, await this.names(m.data)));
  }

  @Handle(BookingReceipts)
  async ofBooking(input: Input<typeof BookingReceipts>, call: Call): Promise<Output<typeof BookingReceipts>> {
    const all = await this.store.ofBooking(input.bookingId);
    return { receipts: all.filter((receipt) => maySee(call.person(), receipt)) };
  }

  @Handle(ViewReceipt)
  async view(input: Input<typeof ViewReceipt>, call: Call): Promise<Receipt> {
    return this.find(input.receiptId, call);
  }

  @Handle(ReceiptPdf)
  async pdf(input: Input<typeof ReceiptPdf>, call: Call): Promise<Grant> {
    const receipt = await this.find(input.receiptId, call);
    const object = await this.renderer.objectOf(receipt).catch(busyOr);
    const expiresAt = new Date(this.clock.now().getTime() + GRANT_MS).toISOString();
    return { object, type: 'application/pdf', name: fileNameOf(receipt, 'full'), expiresAt };
  }

  @Handle(StaffReceipts)
  async forStaff(input: Input<typeof StaffReceipts>): Promise<Output<typeof StaffReceipts>> {
    return { receipts: (await this.store.ofBooking(input.bookingId)).map(nameless) };
  }

  private async find(id: string, call: Call): Promise<Receipt> {
    const receipt = await this.store.find(id);
    if (!receipt || !maySee(call.person(), receipt)) {
      throw refuse(ViewReceipt, 'not-found', 'There is no such receipt, or it is not yours.');
    }
    return receipt;
  }

  /**
   * How the two parties chose to appear, asked before the commit: the provider as in the catalog, the client by alias. An account
   * that is gone leaves its role.
   */
  private async names({ clientId, providerId }: Parties): Promise<Names> {
    const [{ names }, shown] = await Promise.all([
      this.bus.ask(Aliases, { accountIds: [clientId, providerId] }),
      this.inCatalog(providerId),
    ]);
    const alias = (id: string) => names.find((name) => name.accountId === id)?.alias;
    return { client: alias(clientId) ?? 'Client', provider: shown ?? alias(providerId) ?? 'Provider' };
  }

  private async inCatalog(accountId: string): Promise<string | null> {
    try {
      return (await this.bus.ask(ViewProvider, { accountId })).provider.displayName;
    } catch (error) {
      if (error instanceof Refusal && error.code === 'not-found') return null;
      throw error;
    }
  }
}
