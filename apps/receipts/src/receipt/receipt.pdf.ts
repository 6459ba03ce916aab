/**
 * Renders documents with a browser that can reach nothing: scripts off, every request aborted, no proxy and no names, fonts
 * inlined. A few pages are kept warm, because a reused page prints in a twentieth of the time of a new browser.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Fault } from '@sounding/bus';
import type { Receipt } from '@sounding/contracts';
import puppeteer, { type Browser, type Page } from 'puppeteer';
import { documentHtml } from './document.html.ts';
import { qrOf } from './qr.html.ts';

/** Four pages saturate two cores. */
const PAGES = 4;
/** More than this waiting is refused as busy rather than kept. */
const QUEUE = 64;
/** A page that takes longer is broken: the browser is thrown away. */
const LIMIT_MS = 10_000;
/** Chromium's memory creeps; a fresh one now and then keeps it flat. */
const DOCUMENTS_PER_BROWSER = 2_000;

/** Interception stops what a page asks for; the rest keeps the browser itself (preconnect, lookups of names) from reaching anything. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--proxy-server=http://127.0.0.1:1',
  '--proxy-bypass-list=<-loopback>',
  '--js-flags=--max-old-space-size=256',
];

const LATIN = 'U+0-FF,U+131,U+152-153,U+2C6,U+2DA,U+2DC,U+2000-206F,U+20AC,U+2122,U+2212';

/** The rules of a part of a typeface in the two weights that templates use of it. */
async function face(family: string, name: string, subset: string, range: string): Promise<string> {
  const weights = family === 'Sounding Serif' ? ['500', '600'] : ['400', '600'];
  const rules = weights.map(async (weight) => {
    const path = fileURLToPath(
      import.meta.resolve(`@fontsource/${name}/files/${name}-${subset}-${weight}-normal.woff2`),
    );
    const data = (await readFile(path)).toString('base64');
    return `@font-face{font-family:'${family}';src:url(data:font/woff2;base64,${data}) format('woff2');font-weight:${weight};unicode-range:${range}}`;
  });
  return (await Promise.all(rules)).join('\n');
}

/** Too many documents wait already; the caller says so to the person, who asks again in a moment. */
export class RenderingBusy extends Error {
  override readonly name = 'RenderingBusy';
}

/** A place for one page. Its page is made when first used, and anew when its browser is no longer the one in use. */
interface Seat {
  page: Page | null;
  browser: Promise<Browser> | null;
}

@Injectable()
export class PdfPool implements OnApplicationShutdown {
  private browser: Promise<Browser> | null = null;
  private readonly free: Seat[] = Array.from({ length: PAGES }, () => ({ page: null, browser: null }));
  private readonly waiting: ((seat: Seat) => void)[] = [];
  private printed = 0;
  private faces: Promise<string> | null = null;
  private stopped = false;

  /** The PDF, tagged for screen readers. Throws `RenderingBusy` when too many wait, a fault `unavailable` when two browsers broke over it. */
  async render(receipt: Receipt): Promise<Uint8Array> {
    const faces = await this.loadFaces();
    return this.print(documentHtml(receipt, 'full', { faces, qr: qrOf(receipt) }));
  }

  /** Prints a page. A browser that breaks takes the pages of others with it, so each gets a second try in a fresh one. */
  async print(html: string): Promise<Uint8Array> {
    const seat = await this.sit();
    try {
      return await this.printOn(seat, html).catch(() => this.printOn(seat, html));
    } catch (cause) {
      throw new Fault('unavailable', 'the document could not be rendered', { cause });
    } finally {
      this.rise(seat);
    }
  }

  /** The process of the browser, when one runs. */
  async processId(): Promise<number | null> {
    return (await this.browser)?.process()?.pid ?? null;
  }

  private async printOn(seat: Seat, html: string): Promise<Uint8Array> {
    try {
      const page = await this.pageOf(seat);
      await page.setContent(html, { waitUntil: 'load', timeout: LIMIT_MS });
      return await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true, timeout: LIMIT_MS });
    } catch (error) {
      await this.throwAway(seat.browser);
      throw error;
    }
  }

  /** The typefaces of documents, inlined. */
  loadFaces(): Promise<string> {
    this.faces ??= Promise.all([
      face('Sounding Serif', 'fraunces', 'latin', 'U+0-24F,U+2000-206F'),
      face('Sounding Sans', 'source-sans-3', 'latin-ext', 'U+100-2FF,U+1E00-1EFF,U+20A0-20C0'),
      face('Sounding Sans', 'source-sans-3', 'latin', LATIN),
    ]).then((all) => all.join('\n'));
    return this.faces;
  }

  private async sit(): Promise<Seat> {
    const seat = this.free.pop();
    if (seat) return seat;
    if (this.waiting.length >= QUEUE) throw new RenderingBusy('too many documents wait to be rendered');
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private rise(seat: Seat): void {
    const next = this.waiting.shift();
    if (next) next(seat);
    else this.free.push(seat);
  }

  private async pageOf(seat: Seat): Promise<Page> {
    if (this.stopped) throw new Error('the service stops');
    this.printed += 1;
    if (this.printed > DOCUMENTS_PER_BROWSER && this.free.length === PAGES - 1) await this.throwAway(this.browser);
    if (seat.page && seat.browser === this.browser && !seat.page.isClosed()) return seat.page;
    this.browser ??= this.launch();
    seat.browser = this.browser;
    const page = await (await seat.browser).newPage();
    await page.setJavaScriptEnabled(false);
    await page.setRequestInterception(true);
    page.on('request', (request) => {
      // Only fails when the page is gone, and then it fetches nothing either.
      request.abort('accessdenied', 0).catch(() => undefined);
    });
    seat.page = page;
    return page;
  }

  /**
   * Signals are the service's to handle: Puppeteer's own handler would end the process before the bus is drained. Over a pipe
   * the browser ends with us, even when we are killed; with a socket it would stay and keep its memory.
   */
  private launch(): Promise<Browser> {
    return puppeteer.launch({
      pipe: true,
      args: ARGUMENTS,
      protocolTimeout: LIMIT_MS,
      timeout: LIMIT_MS,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
  }

  /** Ends this browser, unless somebody else did; its pages are closed by that, and the next document starts a fresh one. */
  private async throwAway(browser: Promise<Browser> | null): Promise<void> {
    if (!browser || browser !== this.browser) return;
    this.browser = null;
    this.printed = 0;
    // One that never started has no process to end.
    const running = await browser.catch(() => null);
    running?.process()?.kill('SIGKILL');
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.throwAway(this.browser);
  }
}
