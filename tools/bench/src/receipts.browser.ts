/** Receipts per second: by the pool of the receipts service, and by four bare pages that print the same HTML. */
import type { Receipt } from '@sounding/contracts';
import { money } from '@sounding/money';
import puppeteer from 'puppeteer';
import { built } from './built.ts';
import { inLanes } from './figures.ts';

/** As many as the pool keeps. */
const PAGES = 4;
/** As many as the service has in the making at once, so that no page of the pool waits while another document is finished. */
const LANES = 8;
/** The two take turns, so that what else the machine does meets both. */
const ROUNDS = 6;
const ROUND_MS = 15_000;

interface Pool {
  render(receipt: Receipt): Promise<Uint8Array>;
  onApplicationShutdown(): void;
}
type Print = (receipt: Receipt) => Promise<Uint8Array>;
type Html = (receipt: Receipt, form: 'full', parts: { faces: string; qr: string }) => string;

export interface ReceiptRates {
  /** By the service's own pool: printed, and finished into the file that is stored. */
  perSecond: number;
  /** The floor: pages without a pool, a queue, a guard or a finish, printing the same HTML, made beforehand. */
  barePerSecond: number;
  /** Bytes of a receipt as it is stored, in the middle. */
  bytes: number;
}

/** The service's pool. */
async function pool(): Promise<{ print: Print; end(): Promise<void> }> {
  const { PdfPool } = await built<{ PdfPool: new () => Pool }>('receipts', 'receipt/receipt.pdf.js');
  const made = new PdfPool();
  return { print: (receipt) => made.render(receipt), end: async () => made.onApplicationShutdown() };
}

async function bare(documents: readonly Receipt[]): Promise<{ print: Print; end(): Promise<void> }> {
  const { documentHtml } = await built<{ documentHtml: Html }>('receipts', 'receipt/document.html.js');
  const { qrOf } = await built<{ qrOf(receipt: Receipt): string }>('receipts', 'receipt/qr.html.js');
  const { faces } = await built<{ faces(text: string): Promise<string> }>('receipts', 'receipt/fonts.files.js');
  const page = async (receipt: Receipt) => {
    const qr = qrOf(receipt);
    return documentHtml(receipt, 'full', { faces: await faces(documentHtml(receipt, 'full', { faces: '', qr })), qr });
  };
  const html = new Map(await Promise.all(documents.map(async (one) => [one.id, await page(one)] as const)));
  const browser = await puppeteer.launch({ args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] });
  const pages = await Promise.all(Array.from({ length: PAGES }, () => browser.newPage()));
  const print: Print = async (receipt) => {
    const free = pages.pop();
    if (!free) throw new Error('more lanes than pages');
    await free.setContent(html.get(receipt.id) ?? '', { waitUntil: 'load' });
    const pdf = await free.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true });
    pages.push(free);
    return pdf;
  };
  return { print, end: () => browser.close() };
}

/** Both print the same documents, in turns; each page was used once before the clock runs, as in a service that is up. */
export async function receiptRates(documents: readonly Receipt[]): Promise<ReceiptRates> {
  const both = [await pool(), await bare(documents)] as const;
  const spent = both.map(() => ({ documents: 0, seconds: 0 }));
  try {
    const warmUp = documents.slice(0, PAGES);
    const [first] = await Promise.all(both.map(({ print }) => Promise.all(warmUp.map(print))));
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const turn of round % 2 === 0 ? [0, 1] : [1, 0]) {
        const [way, sum] = [both[turn], spent[turn]];
        if (!way || !sum) continue;
        const begun = performance.now();
        sum.documents += (await inLanes(documents, turn === 0 ? LANES : PAGES, ROUND_MS, way.print)).length;
        sum.seconds += (performance.now() - begun) / 1000;
      }
    }
    const [mine, floor] = spent.map((sum) => sum.documents / sum.seconds);
    const sizes = (first ?? []).map(({ byteLength }) => byteLength).sort((a, b) => a - b);
    return { perSecond: mine ?? 0, barePerSecond: floor ?? 0, bytes: sizes[sizes.length >> 1] ?? 0 };
  } finally {
    await Promise.all(both.map(({ end }) => end()));
  }
}

/** Receipts as hires leave them, for a measurement without hires. */
export function sampleReceipts(count: number): Receipt[] {
  const id = (number: number) => `7c1a1d5e-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return Array.from({ length: count }, (_, number) => ({
    ...{ id: id(number), number: `R-2026-${String(number + 1).padStart(6, '0')}`, kind: 'receipt' as const },
    ...{ bookingId: id(1_000 + number), clientId: id(2_000 + number), providerId: id(3_000 + number) },
    ...{ clientName: `Robin ${number}`, providerName: 'Łucja Nowak', mode: 'advice' as const },
    ...{ startsAt: '2026-11-30T18:00:00.000Z', endsAt: '2026-11-30T19:00:00.000Z' },
    lines: [
      { kind: 'price' as const, quantity: 2, unit: money(3_000), amount: money(6_000) },
      { kind: 'handling-fee' as const, quantity: 1, unit: money(349), amount: money(349) },
    ],
    total: money(6_349),
    method: { brand: 'visa', last4: '4242' },
    ...{ reason: null, billHash: 'b'.repeat(64), termsVersion: '2026-11-01' },
    ...{ issuedAt: '2026-11-23T18:00:00.000Z', hash: 'c'.repeat(64), template: 2, paper: 'a4' as const },
    issuer: { name: 'Sounding', address: ['1 Quay Street', 'Dublin'], registration: 'Company no. 123456' },
    service: { title: 'Where to go from here', category: 'life-direction' },
    ...{ clientZone: 'Europe/Vienna', providerZone: 'America/New_York' },
    refundable: [
      ...(['cancel-early', 'cancel-late', 'guarantee'] as const).map((rule) => ({
        ...{ bookingId: id(1_000 + number), rule, amount: money(6_000), until: '2026-11-29T18:00:00.000Z' },
      })),
    ],
    verifyAt: `https://sounding.example/verify/${String(number).padStart(26, '0')}`,
  }));
}
