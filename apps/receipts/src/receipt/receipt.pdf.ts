/**
 * Renders documents with a browser that can reach nothing: scripts off, every request aborted, no proxy and no names, fonts
 * inlined. A few pages are kept warm, because a reused page prints in a twentieth of the time of a new browser.
 */
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Fault } from '@sounding/bus';
import type { DocumentForm, IssuedDocument } from '@sounding/contracts';
import { type Logger, pino } from 'pino';
import type { CDPSession, Page } from 'puppeteer';
import { type BrowserSettings, BrowserStarter, NoBrowser, type RunningBrowser } from './browser.process.ts';
import { documentHtml } from './document.html.ts';
import { faces } from './fonts.files.ts';
import { finish } from './metadata.pdf.ts';
import { qrOf } from './qr.html.ts';
import { NotYet } from './rendering.ts';

/** Four pages saturate two cores. */
const PAGES = 4;
/** More people than this waiting are told to come back rather than kept. */
const MOST_WAITING = 64;
/** A page that takes longer is broken: the browser is thrown away. */
const LIMIT_MS = 10_000;
/** A document that breaks so many browsers breaks every browser. */
const OWN_TRIES = 2;
/** A browser takes the pages of others with it when it breaks; they try again, but not for ever. */
const ALL_TRIES = 5;
/** Characters of the largest page that is printed: a hundred documents. More is a mistake, and would cost the memory of the machine. */
const LARGEST = 3_000_000;
/** How often the browser's memory is looked at, at most: it grows by the minute, and to look means to read of every process. */
const LOOK_MS = 5_000;

/**
 * Without scripts nothing makes a page give back the documents it printed, a megabyte each: after so many it is told to. It takes a
 * tenth of a second.
 */
const DOCUMENTS_PER_CLEANING = 50;

/** Whoever waits at the screen goes before the queue. */
export type Asker = 'person' | 'queue';

interface WarmPage {
  page: Page;
  session: CDPSession;
  printed: number;
}

/** A browser with its pages. A spent one gets no more documents, and ends with the last it has. */
interface Warm {
  starting: Promise<RunningBrowser>;
  free: WarmPage[];
  busy: number;
  spent: boolean;
  lookedAt: number;
}

const DEFAULTS: BrowserSettings = {
  executable: process.env.PUPPETEER_EXECUTABLE_PATH || undefined,
  mostMegabytes: 700,
  confined: true,
};

/** Rejects after `ms`; what goes on then belongs to a browser that is thrown away. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the page was not printed within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}

@Injectable()
export class PdfPool implements OnApplicationShutdown {
  private readonly starter: BrowserStarter;
  private current: Warm | null = null;
  private readonly all = new Set<Warm>();
  private seats = PAGES;
  private readonly waiting: Record<Asker, (() => void)[]> = { person: [], queue: [] };
  private stopped = false;

  constructor(
    private readonly settings: BrowserSettings = DEFAULTS,
    private readonly log: Pick<Logger, 'info' | 'warn'> = pino({ level: 'silent' }),
  ) {
    this.starter = new BrowserStarter(settings, log);
  }

  /**
   * The PDF of a form of a document, tagged for screen readers; the same document and browser give the same bytes. Throws
   * `NotYet` when too many people wait, `NoBrowser` when none starts, a fault `unavailable` when two browsers broke over it.
   */
  async render(document: IssuedDocument, form: DocumentForm = 'full', asker: Asker = 'person'): Promise<Uint8Array> {
    // The letters are those of the page without typefaces.
    const qr = qrOf(document);
    const html = documentHtml(document, form, {
      faces: await faces(documentHtml(document, form, { faces: '', qr })),
      qr,
    });
    return finish(await this.print(html, asker), new Date(document.issuedAt));
  }

  /** Prints a page as Chromium does it. */
  async print(html: string, asker: Asker = 'person'): Promise<Uint8Array> {
    if (html.length > LARGEST) throw new Error(`a page of ${html.length} characters is no document`);
    await this.sit(asker);
    try {
      return await this.patiently(html);
    } finally {
      this.rise();
    }
  }

  /** The first process of the browser, when one runs. It leads the group of all of them. */
  async processId(): Promise<number | null> {
    return (await this.current?.starting)?.processId ?? null;
  }

  /** Megabytes that the browser holds for itself; 0 when none runs. */
  async megabytes(): Promise<number> {
    return (await (await this.current?.starting)?.megabytes()) ?? 0;
  }

  private async patiently(html: string): Promise<Uint8Array> {
    for (let own = 0, all = 1; ; all += 1) {
      const warm = this.warm();
      try {
        return await this.printIn(warm, html);
      } catch (cause) {
        // Where it was spent already, another document or the world broke it.
        if (!warm.spent) own += 1;
        this.throwAway(warm);
        if (cause instanceof NoBrowser) throw cause;
        if (own >= OWN_TRIES || all >= ALL_TRIES)
          throw new Fault('unavailable', 'the document could not be rendered', { cause });
      }
    }
  }

  private async printIn(warm: Warm, html: string): Promise<Uint8Array> {
    warm.busy += 1;
    try {
      const running = await warm.starting;
      const page = warm.free.pop() ?? (await within(LIMIT_MS, openPage(running)));
      const pdf = await within(LIMIT_MS, printOn(page, html));
      warm.free.push(page);
      this.look(warm, running);
      return pdf;
    } finally {
      warm.busy -= 1;
      if (warm.spent && warm.busy === 0) this.end(warm);
    }
  }

  private warm(): Warm {
    if (this.stopped) throw new Fault('unavailable', 'the service stops');
    if (this.current) return this.current;
    const warm: Warm = { starting: this.starter.start(), free: [], busy: 0, spent: false, lookedAt: 0 };
    this.current = warm;
    this.all.add(warm);
    // One that dies by itself is replaced for the next document, not when that has waited for it in vain.
    warm.starting.then(
      ({ browser }) => browser.once('disconnected', () => this.retire(warm)),
      () => this.retire(warm),
    );
    return warm;
  }

  /** Looks now and then whether the browser has grown too large. */
  private look(warm: Warm, running: RunningBrowser): void {
    if (Date.now() - warm.lookedAt < LOOK_MS) return;
    warm.lookedAt = Date.now();
    running.megabytes().then(
      (megabytes) => {
        if (megabytes <= this.settings.mostMegabytes || warm.spent) return;
        this.log.info(
          { megabytes: Math.round(megabytes) },
          'the browser that prints documents has grown and is replaced',
        );
        this.retire(warm);
      },
      (error) => this.log.warn({ error: String(error) }, 'the memory of the browser could not be read'),
    );
  }

  /** Gives it no more documents. */
  private retire(warm: Warm): void {
    warm.spent = true;
    if (this.current === warm) this.current = null;
    if (warm.busy === 0) this.end(warm);
  }

  /** Ends it now; who prints on it tries again in the next. */
  private throwAway(warm: Warm): void {
    this.retire(warm);
    this.end(warm);
  }

  private end(warm: Warm): void {
    if (!this.all.delete(warm)) return;
    // One that never started has nothing to end.
    warm.starting.then(
      (running) => running.end(),
      () => undefined,
    );
  }

  private async sit(asker: Asker): Promise<void> {
    if (this.seats > 0) {
      this.seats -= 1;
      return;
    }
    const line = this.waiting[asker];
    if (asker === 'person' && line.length >= MOST_WAITING) throw new NotYet('too many documents wait to be rendered');
    await new Promise<void>((resolve) => line.push(resolve));
  }

  private rise(): void {
    const next = this.waiting.person.shift() ?? this.waiting.queue.shift();
    if (next) next();
    else this.seats += 1;
  }

  onApplicationShutdown(): void {
    this.stopped = true;
    for (const warm of this.all) this.throwAway(warm);
  }
}

async function openPage({ browser }: RunningBrowser): Promise<WarmPage> {
  const page = await browser.newPage();
  await page.setJavaScriptEnabled(false);
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    // Only fails when the page is gone, and then it fetches nothing either.
    request.abort('accessdenied', 0).catch(() => undefined);
  });
  return { page, session: await page.createCDPSession(), printed: 0 };
}

async function printOn(warm: WarmPage, html: string): Promise<Uint8Array> {
  const { page, session } = warm;
  warm.printed += 1;
  if (warm.printed % DOCUMENTS_PER_CLEANING === 0) await session.send('HeapProfiler.collectGarbage');
  await page.setContent(html, { waitUntil: 'load', timeout: LIMIT_MS });
  return page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true, timeout: LIMIT_MS });
}
