/** A person in a real browser: finds things by the names that a screen reader says, and looks at each page with axe. */
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import puppeteer, { type Browser, type BrowserContext, type Page } from 'puppeteer';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  // A camera and a microphone that need nobody's permission; the picture moves and the tone beeps.
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
];

export const PHONE = { width: 390, height: 844, isMobile: true, hasTouch: true };
export const DESK = { width: 1280, height: 900 };

const PICTURES = join(import.meta.dirname, '../.sounding/pictures');

export async function openBrowser(): Promise<Browser> {
  const executablePath =
    process.env.PUPPETEER_EXECUTABLE_PATH ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync);
  return puppeteer.launch({ args: ARGUMENTS, ...(executablePath ? { executablePath } : {}) });
}

/** How Chromium notes an answer that says no: a declined card, a time that was taken. A page or part that is missing (404) is no such answer. */
const REFUSED = /the server responded with a status of (401|402|409|410|413|422) /;

/** What one of `role` is called, exactly or by its beginning. */
function named(role: string, name: string): string {
  return `::-p-aria([name="${name}"][role="${role}"])`;
}

let axeSource: Promise<string> | null = null;

export class Person {
  /** Addresses outside our own machine that a page tried to reach. */
  readonly strangers: string[] = [];
  /** Errors that the browser's console showed; not that somebody was refused something, which the page itself says. */
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    readonly origin: string,
  ) {}

  /** Somebody new, with a clean browser. */
  static async arrive(browser: Browser, origin: string, size = DESK, script = true): Promise<Person> {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.setViewport(size);
    await page.setJavaScriptEnabled(script);
    const person = new Person(page, context, origin);
    page.on('request', (request) => {
      const { hostname, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && hostname !== 'localhost' && hostname !== '127.0.0.1')
        person.strangers.push(request.url());
    });
    page.on('console', (message) => {
      if (message.type() === 'error' && !REFUSED.test(message.text()))
        person.complaints.push(`${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => person.complaints.push(`${page.url()}: ${String(error)}`));
    page.setDefaultTimeout(20_000);
    return person;
  }

  async go(path: string): Promise<void> {
    const answer = await this.page.goto(new URL(path, this.origin).href, { waitUntil: 'load' });
    if (answer && answer.status() >= 500) throw new Error(`${path} answered ${answer.status()}`);
  }

  /** Types into the field with this label; what stood there goes. */
  async fill(label: string, value: string): Promise<void> {
    const field = await this.page.waitForSelector(`::-p-aria([name="${label}"])`);
    await field?.click({ count: 3 });
    await field?.type(value);
  }

  async choose(label: string, value: string): Promise<void> {
    const field = await this.page.waitForSelector(`::-p-aria([name="${label}"])`);
    await field?.evaluate((element, chosen) => {
      const select = element as HTMLSelectElement;
      select.value = chosen;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    }, value);
  }

  /** One of several, such as a radio button; what it is called begins as the pattern says. */
  async pick(name: RegExp): Promise<void> {
    await this.page.locator(`::-p-aria([role="radio"])`).wait();
    for (const radio of await this.page.$$('::-p-aria([role="radio"])')) {
      const label = await radio.evaluate((element) => (element as HTMLInputElement).labels?.[0]?.innerText ?? '');
      if (name.test(label)) return radio.click();
    }
    throw new Error(`${this.page.url()} offers no choice ${String(name)}`);
  }

  /** Into a field for a time of day, `09:30`, whatever the way the browser writes it. */
  async setTime(label: string, time: string): Promise<void> {
    await this.page.locator(`::-p-aria([name="${label}"])`).fill(time);
  }

  async press(name: string): Promise<void> {
    await (await this.page.waitForSelector(named('button', name)))?.click();
  }

  /** Presses and waits for the next page. */
  async submit(name: string): Promise<void> {
    await Promise.all([this.page.waitForNavigation({ waitUntil: 'load' }), this.press(name)]);
  }

  async check(name: string): Promise<void> {
    await (await this.page.waitForSelector(`::-p-aria([name="${name}"])`))?.click();
  }

  async follow(name: string): Promise<void> {
    await (await this.page.waitForSelector(named('link', name)))?.click();
  }

  /** Waits until the text can be read on the page. */
  async sees(text: string | RegExp): Promise<void> {
    const [source, flags] =
      text instanceof RegExp ? [text.source, text.flags] : [text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), ''];
    try {
      await this.page.waitForFunction(
        (pattern, how) => new RegExp(pattern, how).test(document.body.innerText.replaceAll(/\s+/g, ' ')),
        { polling: 100 },
        source,
        flags,
      );
    } catch (cause) {
      const seen = await this.page.evaluate(() => document.body.innerText.slice(0, 1500));
      throw new Error(`${this.page.url()} never showed ${String(text)}; it shows:\n${seen}`, { cause });
    }
  }

  async text(): Promise<string> {
    return this.page.evaluate(() => document.body.innerText.replaceAll(/\s+/g, ' '));
  }

  path(): string {
    return new URL(this.page.url()).pathname;
  }

  /** What axe finds on the page as it stands: rule, and where. */
  async axe(): Promise<string[]> {
    axeSource ??= readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    await this.page.evaluate(await axeSource);
    return this.page.evaluate(async () => {
      const axe = (
        globalThis as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        }
      ).axe;
      const { violations } = await axe.run();
      return violations.flatMap((found) => found.nodes.map((node) => `${found.id}: ${node.html.slice(0, 160)}`));
    });
  }

  /** Keeps a picture of the page under .sounding/pictures, for people. */
  async picture(name: string): Promise<void> {
    await mkdir(PICTURES, { recursive: true });
    await this.page.screenshot({ path: join(PICTURES, `${name}.png`) as `${string}.png`, fullPage: true });
  }

  async leave(): Promise<void> {
    await this.context.close();
  }
}
