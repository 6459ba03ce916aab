/** Receipts per second: by the pool of the receipts service, and by four bare pages that print the same HTML. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Receipt } from '@sounding/contracts';
import puppeteer from 'puppeteer';
import { inLanes } from './figures.ts';

/** As many as the pool keeps. */
const PAGES = 4;
const LIMIT_MS = 15_000;
const RECEIPTS = resolve(import.meta.dirname, '../../../apps/receipts/dist/receipt');

interface Pool {
  render(receipt: Receipt): Promise<Uint8Array>;
  onApplicationShutdown(): Promise<void>;
}

type Html = (receipt: Receipt, faces: string) => string;

/** The service's own code, found at run time: nothing but a measurement may look into an app. */
async function built<T>(file: string): Promise<T> {
  return (await import(pathToFileURL(join(RECEIPTS, file)).href)) as T;
}

async function face(family: string, path: string): Promise<string> {
  const url = import.meta.resolve(`@fontsource-variable/${path}`);
  const data = (await readFile(fileURLToPath(url))).toString('base64');
  return `@font-face{font-family:'${family}';src:url(data:font/woff2;base64,${data}) format('woff2');font-weight:100 900}`;
}

async function perSecond(documents: readonly Receipt[], print: (receipt: Receipt) => Promise<unknown>) {
  // Each page is opened and used once before the clock runs, as in a service that is up.
  await Promise.all(documents.slice(0, PAGES).map(print));
  const begun = performance.now();
  const { length } = await inLanes(documents, PAGES, LIMIT_MS, print);
  return length / ((performance.now() - begun) / 1000);
}

export async function poolPerSecond(documents: readonly Receipt[]): Promise<number> {
  const { PdfPool } = await built<{ PdfPool: new () => Pool }>('receipt.pdf.js');
  const pool = new PdfPool();
  try {
    return await perSecond(documents, (receipt) => pool.render(receipt));
  } finally {
    await pool.onApplicationShutdown();
  }
}

/** The floor: pages without a pool, a queue or a guard around them. */
export async function barePerSecond(documents: readonly Receipt[]): Promise<number> {
  const { receiptHtml } = await built<{ receiptHtml: Html }>('template1.html.js');
  const serif = await face('Sounding Serif', 'fraunces/files/fraunces-latin-wght-normal.woff2');
  const faces = serif + (await face('Sounding Sans', 'source-sans-3/files/source-sans-3-latin-wght-normal.woff2'));
  const browser = await puppeteer.launch({ args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] });
  try {
    const pages = await Promise.all(Array.from({ length: PAGES }, () => browser.newPage()));
    return await perSecond(documents, async (receipt) => {
      const page = pages.pop();
      if (!page) throw new Error('more lanes than pages');
      await page.setContent(receiptHtml(receipt, faces), { waitUntil: 'load' });
      const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true });
      pages.push(page);
      return pdf;
    });
  } finally {
    await browser.close();
  }
}
