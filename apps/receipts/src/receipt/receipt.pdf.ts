/**
 * Renders documents with a browser that can reach nothing: scripts off, every request aborted, fonts inlined. A few pages are kept
 * warm, because a reused page prints in a twentieth of the time of a new browser.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Fault } from '@sounding/bus';
import type { Receipt } from '@sounding/contracts';
import puppeteer, { type Browser, type Page } from 'puppeteer';
import { type Fonts, receiptHtml } from './receipt.html.ts';

/** Four pages saturate two cores. */
const PAGES = 4;
/** More than this waiting is refused as busy rather than kept. */
const QUEUE = 64;
/** A page that takes longer is broken: the browser is thrown away. */
const LIMIT_MS = 10_000;
/** Chromium's memory creeps; a fresh one now and then keeps it flat. */
const DOCUMENTS_PER_BROWSER = 2_000;

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--js-flags=--max-old-space-size=256',
];

async function font(name: string): Promise<string> {
  const [family, file] = name.split('/');
  const path = fileURLToPath(import.meta.resolve(`@fontsource-variable/${family}/files/${file}`));
  return (await readFile(path)).toString('base64');
}

/** A place for one page. Its page is made when first used, and anew after it or its browser broke. */
interface Seat {
  page: Page | null;
}

@Injectable()
export class PdfPool implements OnApplicationShutdown {
  private browser: Promise<Browser> | null = null;
  private readonly free: Seat[] = Array.from({ length: PAGES }, () => ({ page: null }));
  private readonly waiting: ((seat: Seat) => void)[] = [];
  private printed = 0;
  private fonts: Promise<Fonts> | null = null;

  /** The PDF, tagged for screen readers. Throws a fault `unavailable` when too many wait or the browser broke. */
  async render(receipt: Receipt): Promise<Uint8Array> {
    const html = receiptHtml(receipt, await this.loadFonts());
    const seat = await this.sit();
    try {
      const page = await this.pageOf(seat);
      await page.setContent(html, { waitUntil: 'load', timeout: LIMIT_MS });
      return await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true, timeout: LIMIT_MS });
    } catch (cause) {
      await this.throwAway();
      throw new Fault('unavailable', 'the document could not be rendered', { cause });
    } finally {
      this.rise(seat);
    }
  }

  private loadFonts(): Promise<Fonts> {
    this.fonts ??= Promise.all([
      font('fraunces/fraunces-latin-wght-normal.woff2'),
      font('source-sans-3/source-sans-3-latin-wght-normal.woff2'),
    ]).then(([serif, sans]) => ({ serif, sans }));
    return this.fonts;
  }

  private async sit(): Promise<Seat> {
    const seat = this.free.pop();
    if (seat) return seat;
    if (this.waiting.length >= QUEUE) throw new Fault('unavailable', 'too many documents wait to be rendered');
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private rise(seat: Seat): void {
    const next = this.waiting.shift();
    if (next) next(seat);
    else this.free.push(seat);
  }

  private async pageOf(seat: Seat): Promise<Page> {
    this.printed += 1;
    if (this.printed > DOCUMENTS_PER_BROWSER && this.free.length === PAGES - 1) await this.throwAway();
    if (seat.page && !seat.page.isClosed()) return seat.page;
    this.browser ??= puppeteer.launch({ args: ARGUMENTS, protocolTimeout: LIMIT_MS });
    const page = await (await this.browser).newPage();
    await page.setJavaScriptEnabled(false);
    await page.setRequestInterception(true);
    page.on('request', (request) => void request.abort('accessdenied', 0));
    seat.page = page;
    return page;
  }

  /** Ends the browser; its pages are closed by that, and the next document starts a fresh one. */
  private async throwAway(): Promise<void> {
    const browser = this.browser;
    this.browser = null;
    this.printed = 0;
    const running = await browser?.catch(() => null);
    running?.process()?.kill('SIGKILL');
  }

  async onApplicationShutdown(): Promise<void> {
    await this.throwAway();
  }
}
