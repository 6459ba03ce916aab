/**
 * Looks at every page on a phone and on a desk: `node apps/gateway/web/test/look.ts [folder] [path…]` writes pictures, runs
 * axe, and tells of overflow, console errors and broken content policies. Ends with 1 when anything was found.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import puppeteer, { type Browser, type Page } from 'puppeteer';
import { fakeDoor } from './fake-door.ts';

const PORT = Number(process.env.SOUNDING_PORT ?? 3800) + 90;
const folder = process.argv[2] ?? '/tmp/look';
const only = process.argv.slice(3);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export const LOOKING = [
  '/',
  '/search?text=life',
  '/search?text=nothing',
  '/search?text=end+it+all',
  '/providers/marguerite-okafor',
  `/listings/${id(10)}`,
  `/book/${id(10)}?start=2026-11-25T10:00:00.000Z`,
  '/sign-up',
  '/sign-in',
  '/confirm',
  '/reset',
  '/terms',
  '/help/now',
  '/nowhere',
];
export const AS_CLIENT = [
  '/bookings',
  ...[20, 21, 22, 23, 24, 25, 26].map((n) => `/bookings/${id(n)}`),
  `/bookings/${id(21)}/pay`,
  `/bookings/${id(24)}/pay`,
  `/bookings/${id(20)}/cancel`,
  `/bookings/${id(22)}/claim`,
  `/bookings/${id(22)}/claim?step=2`,
  `/bookings/${id(22)}/tip`,
  `/bookings/${id(20)}/room`,
  `/bookings/${id(26)}/room`,
  `/receipts/${id(40)}`,
  '/tickets',
  '/tickets/new',
  `/tickets/${id(60)}`,
  '/account',
  `/book/${id(10)}?start=2026-11-25T10:00:00.000Z`,
];
export const AS_PROVIDER = [
  '/provider',
  '/provider/profile',
  '/provider/listings',
  '/provider/listings/new',
  `/provider/listings/${id(10)}`,
  '/provider/hours',
  `/bookings/${id(23)}`,
];

const SIZES = [
  ['phone', 360, 780],
  ['desk', 1280, 900],
] as const;

let found = 0;
function tell(where: string, what: string): void {
  found += 1;
  console.log(`${where}: ${what}`);
}

async function look(page: Page, where: string, path: string, size: (typeof SIZES)[number]): Promise<void> {
  const [name, width, height] = size;
  await page.setViewport({ width, height, deviceScaleFactor: 1 });
  await page.goto(`http://127.0.0.1:${PORT}${path}`, { waitUntil: 'networkidle0' });
  const file = `${where}${path.replace(/0{8}-0{4}-4000-8000-0{8,}/g, '').replace(/[^a-z0-9]+/gi, '-')}-${name}.png`;
  await page.screenshot({ path: join(folder, file) as `${string}.png`, fullPage: true });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) tell(file, `${wide} px wider than the screen`);
  if (path === '/help/now') return;
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; help: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run()).violations.map(
      (one) => `${one.id}: ${one.help}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`,
    );
  });
  for (const violation of violations) tell(file, violation);
}

async function lookAsPerson(
  browser: Browser,
  who: 'client' | 'provider' | null,
  paths: readonly string[],
): Promise<void> {
  const wanted = paths.filter((path) => only.length === 0 || only.some((part) => path.includes(part)));
  if (wanted.length === 0) return;
  const door: FastifyInstance = await fakeDoor({ who }, PORT);
  const page = await browser.newPage();
  await page.setBypassCSP(false);
  page.on('pageerror', (error) => tell(page.url(), `error ${String(error)}`));
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type()) && !/404 \(Not Found\)|WebSocket/.test(message.text()))
      tell(page.url(), `${message.type()} ${message.text()}`);
  });
  await page.emulateTimezone('Europe/Berlin');
  for (const path of wanted) for (const size of SIZES) await look(page, who ?? 'anyone', path, size);
  await page.close();
  await door.close();
}

mkdirSync(folder, { recursive: true });
const browser = await puppeteer.launch({
  executablePath: process.env.PUPPETEER_EXECUTABLE_PATH ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-quic',
    '--force-prefers-reduced-motion',
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
  ],
});
try {
  await lookAsPerson(browser, null, LOOKING);
  await lookAsPerson(browser, 'client', AS_CLIENT);
  await lookAsPerson(browser, 'provider', AS_PROVIDER);
} finally {
  await browser.close();
}
console.log(found === 0 ? 'Nothing found.' : `${found} found.`);
process.exitCode = found === 0 ? 0 : 1;
