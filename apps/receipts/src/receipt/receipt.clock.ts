/** Renders what was issued, so that the PDF is there before the person opens the mail; and on demand, when they are faster. */
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Bus } from '@sounding/bus';
import type { DocumentForm, IssuedDocument } from '@sounding/contracts';
import { Clock, Ticker } from '@sounding/service';
import type { ObjectStore } from '@sounding/storage';
import { PdfPool } from './receipt.pdf.ts';
import { ReceiptStore } from './receipt.store.ts';

export const OBJECTS = Symbol('object store');

/** Documents rendered in one go. */
const BATCH = 8;

@Injectable()
export class ReceiptRenderer implements OnApplicationBootstrap {
  constructor(
    private readonly store: ReceiptStore,
    private readonly pool: PdfPool,
    @Inject(OBJECTS) private readonly objects: ObjectStore,
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly ticker: Ticker,
  ) {}

  onApplicationBootstrap(): void {
    const alarm = this.ticker.alarm(() => this.renderAll(), 'render-receipts');
    this.bus.onNotify('unrendered', () => alarm.ring());
  }

  private async renderAll(): Promise<null> {
    for (;;) {
      const receipts = await this.store.unrendered(BATCH);
      // All are waited for, so that one that fails neither hides the others nor lets the next round overlap them.
      const ends = await Promise.allSettled(receipts.map((receipt) => this.render(receipt)));
      const failed = ends.find((end) => end.status === 'rejected');
      if (failed) throw failed.reason;
      if (receipts.length < BATCH) return null;
    }
  }

  /** The key of the document's PDF, rendered now if it was not. */
  async objectOf(receipt: IssuedDocument, form: DocumentForm): Promise<string> {
    return (await this.store.rendering(receipt.id, form)) ?? (await this.render(receipt));
  }

  /** Twice the same document gives the same object: the key is its hash. */
  private async render(receipt: IssuedDocument): Promise<string> {
    const object = `receipts/${receipt.id}-${receipt.hash.slice(0, 16)}.pdf`;
    await this.objects.put(object, await this.pool.render(receipt), 'application/pdf');
    await this.store.rendered(receipt.id, object, this.clock.now());
    return object;
  }
}
