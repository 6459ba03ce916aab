/** Opens a page of the fake door in Chromium and says what is wrong with it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import puppeteer, { type Browser, type Page } from 'puppeteer';
import type { Size } from './pages.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The fake door has no live line, the page of a lost address is a 404, and that of too much asking a 429. */
const EXPECTED = /404 \(Not Found\)|429 \(Too Many Requests\)|WebSocket/;

export function openBrowser(): Promise<Browser> {
  return puppeteer.launch({
    executablePath: process.env.PUPPETEER_EXECUTABLE_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-quic', '--force-prefers-reduced-motion'],
  });
}

/** A tab whose complaints are collected: script errors, broken policies, warnings. */
export async function openTab(browser: Browser): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`error: ${String(error)}`));
  page.on('console', (message) => {
    const bad = message.type() === 'error' || message.type() === 'warn';
    if (bad && !EXPECTED.test(message.text())) complaints.push(`${message.type()}: ${message.text()}`);
  });
  await page.emulateTimezone('Europe/Berlin');
  return { page, complaints };
}

/**
 * Waits until React has taken the page over to its last element: only then it has said whether what the server drew is what the
 * browser would have drawn. The page for people in danger has no script and is alive at once.
 */
async function alive(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    if (!document.querySelector('script[type="module"], script[src]')) return true;
    const last = document.querySelector('footer') ?? document.body;
    return Object.keys(last).some((key) => key.startsWith('__reactFiber'));
  });
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
}

/** What axe finds, what is wider than the screen, and what the browser complained of. */
export async function lookAt(tab: { page: Page; complaints: string[] }, url: string, size: Size): Promise<string[]> {
  const { page, complaints } = tab;
  complaints.length = 0;
  await page.setViewport({ width: size.width, height: size.height });
  await page.goto(url, { waitUntil: 'load' });
  await alive(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  return [...complaints, ...(wide > 0 ? [`${wide} px wider than the screen`] : []), ...(await axeFindings(page))];
}

/** What axe finds on the page as it stands. */
export async function axeFindings(page: Page): Promise<string[]> {
  // In a world of its own: the page's policy forbids strangers' scripts, and axe is one.
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: tool } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; help: string; nodes: { html: string }[] }[] }> };
    };
    return (await tool.run({ resultTypes: ['violations'] })).violations.map(
      (one) => `axe ${one.id}: ${one.help}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`,
    );
  });
}
