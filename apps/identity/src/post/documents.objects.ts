/** The PDFs that go along with mails, read from where receipts put them. */
import { addAbortSignal } from 'node:stream';
import type { ObjectStore } from '@sounding/storage';
import { isDocument } from './attachment.ts';

/** Mailboxes refuse mails not far above this, and a document of ours has some hundred kilobytes. */
export const LARGEST_BYTES = 5_000_000;
/** Reading takes no longer than that: the mail is lent to this copy of the service for two minutes. */
const LIMIT_MS = 20_000;

/** The store did not answer, or not in time: a later try may find it. */
export class StoreAway extends Error {
  override readonly name = 'StoreAway';
}

export type Read = { readonly content: Buffer } | { readonly lacks: 'no-document' | 'missing' | 'too-large' };

export class DocumentFiles {
  constructor(
    private readonly store: ObjectStore,
    private readonly limitMs = LIMIT_MS,
  ) {}

  /** The whole file, or why there is none to send. Throws StoreAway. */
  async read(object: string): Promise<Read> {
    if (!isDocument(object)) return { lacks: 'no-document' };
    try {
      return await this.fetch(object, AbortSignal.timeout(this.limitMs));
    } catch (cause) {
      throw new StoreAway('the object store could not be read', { cause });
    }
  }

  private async fetch(object: string, signal: AbortSignal): Promise<Read> {
    const asked = this.store.get(object);
    const found = await Promise.race([asked, ended(signal)]).catch((error: unknown) => {
      // Nobody waits for it any more: what comes now is closed again, and what fails now has been told of.
      void asked.then(
        (late) => late?.stream.destroy(),
        () => undefined,
      );
      throw error;
    });
    if (!found) return { lacks: 'missing' };
    const parts: Buffer[] = [];
    let size = 0;
    for await (const part of addAbortSignal(signal, found.stream)) {
      size += part.length;
      // Leaving the loop closes the stream. The size is counted, not believed.
      if (size > LARGEST_BYTES) return { lacks: 'too-large' };
      parts.push(part);
    }
    return { content: Buffer.concat(parts) };
  }
}

function ended(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
}
