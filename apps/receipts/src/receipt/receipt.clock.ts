/** Renders what was issued, so that the PDF is there before the person opens the mail; and on demand, when they are faster. */
import { createHash } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Bus, Fault, kindOf, sentenceOf } from '@sounding/bus';
import type { DocumentForm, IssuedDocument } from '@sounding/contracts';
import { Clock, Host, Ticker } from '@sounding/service';
import type { ObjectStore } from '@sounding/storage';
import { NoBrowser } from './browser.process.ts';
import { PdfPool } from './receipt.pdf.ts';
import { RenderingStore, type Work } from './rendering.store.ts';
import { keyOf, NotYet, nextTryAt } from './rendering.ts';

export const OBJECTS = Symbol('object store');

/** Documents in the making at once: twice the pages, so that none waits while another is stored. */
const LANES = 8;
/** Longer than a document may take, so that whoever has not come back by then is dead. */
const LEASE_MS = 30_000;
/** What a person waits at most; less than the time in which their request must be answered. */
const PATIENCE_MS = 9_000;
/** How often it is looked whether another copy has finished what a person waits for. */
const LOOK_MS = 100;

@Injectable()
export class ReceiptRenderer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private stopped = false;

  constructor(
    private readonly renderings: RenderingStore,
    private readonly pool: PdfPool,
    @Inject(OBJECTS) private readonly objects: ObjectStore,
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly ticker: Ticker,
    private readonly host: Host,
  ) {}

  onApplicationBootstrap(): void {
    const alarm = this.ticker.alarm(() => this.renderAll(), 'render-receipts');
    this.bus.onNotify('unrendered', () => alarm.ring());
  }

  /** What waits stays queued; what is in the making is finished. */
  beforeApplicationShutdown(): void {
    this.stopped = true;
  }

  /**
   * The key of the document's PDF, rendered now if it was not, or if the store has lost it. Throws `NotYet` when that takes longer
   * than a person waits, or the browser or the store is away: it is queued then and follows by itself.
   */
  async objectOf(document: IssuedDocument, form: DocumentForm): Promise<string> {
    const making = this.forPerson(document, form, Date.now() + PATIENCE_MS);
    // Who has waited enough leaves; the work goes on, and says itself what became of it.
    making.catch(() => undefined);
    const enough = new AbortController();
    const tooLong = after(PATIENCE_MS, null, { signal: enough.signal }).then(
      () => Promise.reject(new NotYet('the document takes longer than a person waits')),
      () => undefined,
    );
    try {
      await Promise.race([making, tooLong]);
      return await making;
    } catch (error) {
      throw error instanceof Fault ? new NotYet('the document follows', { cause: error }) : error;
    } finally {
      enough.abort();
    }
  }

  private async forPerson(document: IssuedDocument, form: DocumentForm, until: number): Promise<string> {
    while (Date.now() < until) {
      const known = await this.renderings.ask(document.id, form);
      if (known !== null && (await this.isStored(known))) return known;
      const tries = await this.renderings.takeThis(document.id, form, known, this.clock.now(), this.leaseEnd());
      if (tries !== null) return this.make({ document, form, tries }, known, 'person');
      await after(LOOK_MS);
    }
    throw new NotYet('another renders the document');
  }

  /** Whether the store has this PDF. A fault `unavailable` when it does not answer. */
  async isStored(object: string): Promise<boolean> {
    try {
      return await this.objects.has(object);
    } catch (cause) {
      throw new Fault('unavailable', 'the store of documents does not answer', { cause });
    }
  }

  private async renderAll(): Promise<Date | null> {
    const first = await this.next();
    if (first) {
      // All are waited for, so that one that fails neither hides the others nor lets the next round overlap them.
      const lanes = Array.from({ length: LANES }, (_, lane) => this.lane(lane === 0 ? first : null));
      const failed = (await Promise.allSettled(lanes)).find((end) => end.status === 'rejected');
      if (failed) throw failed.reason;
    }
    return this.renderings.nextDue();
  }

  private async next(): Promise<Work | null> {
    return this.stopped ? null : this.renderings.take(this.clock.now(), this.leaseEnd());
  }

  /** One document after another until none is due. A document that fails has been given back; only the lack of a browser ends the round. */
  private async lane(first: Work | null): Promise<void> {
    for (let work = first ?? (await this.next()); work; work = await this.next()) {
      try {
        await this.make(work, null, 'queue');
      } catch (error) {
        if (error instanceof NoBrowser || error instanceof DatabaseTrouble) throw error;
      }
    }
  }

  private leaseEnd(): Date {
    return new Date(this.clock.now().getTime() + LEASE_MS);
  }

  /** Renders and stores. Whatever goes wrong is logged, and the document given back to the queue. */
  private async make(work: Work, was: string | null, asker: 'person' | 'queue'): Promise<string> {
    try {
      return await this.store(work, was, await this.pool.render(work.document, work.form, asker));
    } catch (error) {
      await this.giveBack(work, error);
      throw error;
    }
  }

  private async store(work: Work, was: string | null, pdf: Uint8Array): Promise<string> {
    const object = keyOf(createHash('sha256').update(pdf).digest('hex'));
    await this.objects.put(object, pdf, 'application/pdf').catch((cause) => {
      throw new Fault('unavailable', 'the document could not be stored', { cause });
    });
    const holds = await this.renderings.done(work, was, object, this.clock.now());
    // Another copy, with another browser, was quicker: what it stored is what the person may have seen.
    if (holds !== object) await this.objects.delete(object);
    if (holds === null) throw new NotYet('the document is not rendered any more');
    return holds;
  }

  private async giveBack(work: Work, error: unknown): Promise<void> {
    const { document, form, tries } = work;
    const fields = { documentId: document.id, form, tries, error: sentenceOf(error) };
    if (kindOf(error) === 'bug') this.host.log.error(fields, 'a document could not be rendered');
    else this.host.log.warn(fields, 'a document has to wait');
    try {
      if (error instanceof NoBrowser || error instanceof NotYet) await this.renderings.letGo(work);
      else await this.renderings.failed(work, nextTryAt(tries, this.clock.now()));
    } catch (cause) {
      throw new DatabaseTrouble('unavailable', 'a document could not be given back', { cause });
    }
  }
}

/** The document stays taken until its lease ends. */
class DatabaseTrouble extends Fault {}
