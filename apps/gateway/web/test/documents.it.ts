/** Documents on pages, walked as people do: links to files that are not ready, another name, proof, and all of it without script. */
import type { Browser, HTTPRequest, Page } from 'puppeteer';
import { type Door, openDoor } from './door.process.ts';
import { openBrowser, openTab } from './look.browser.ts';
import { id } from './pages.ts';

let browser: Browser;
let door: Door;
let page: Page;
let complaints: string[];
beforeAll(async () => {
  browser = await openBrowser();
  door = await openDoor('client');
});
afterAll(async () => {
  await browser.close();
  await door.close();
});
beforeEach(async () => {
  ({ page, complaints } = await openTab(browser));
  // Files are asked for and thrown away: what a page does is what is looked at.
  const session = await page.createCDPSession();
  await session.send('Browser.setDownloadBehavior', { behavior: 'deny' });
});
afterEach(async () => {
  expect(complaints).toEqual([]);
  await page.close();
});

const open = (path: string) => page.goto(door.origin + path);
const words = () => page.$eval('main', (main) => main.innerText);
const title = () => page.$eval('h1', (one) => one.innerText);
const asksFor = (part: string) => page.waitForRequest((request: HTTPRequest) => request.url().includes(part));

describe('a link to a PDF', () => {
  it('that is not ready leads to a page with words, which looks again by itself, with script or without', async () => {
    for (const script of [true, false]) {
      await page.setJavaScriptEnabled(script);
      await open('/documents');
      await Promise.all([page.waitForNavigation(), page.click('[aria-label="Discreet PDF of R-2026-000044"]')]);
      expect(page.url()).toBe(`${door.origin}/documents/${id(43)}?form=discreet&refused=rendering-busy`);
      expect(await words()).toContain('it is being made');
      expect(await words()).not.toContain('Marguerite');
      await asksFor(`/documents/${id(43)}`);
    }
  });

  it('asks for the form that is shown', async () => {
    await open(`/receipts/${id(40)}`);
    await Promise.all([page.waitForNavigation(), page.locator('::-p-aria([name="Discreet"][role="link"])').click()]);
    const [request] = await Promise.all([asksFor('/pdf'), page.click('[data-pdf=ready]')]);
    expect(request.url()).toBe(`${door.origin}/api/v1/receipts/${id(40)}/pdf?form=discreet`);
  });
});

describe('the ZIP of a year', () => {
  it.each([
    ['with script', true],
    ['without script', false],
  ])('comes by itself once its PDFs are ready, and the page says how far they are, %s', async (_name, script) => {
    await page.setJavaScriptEnabled(script);
    const own = await openDoor('client');
    await page.goto(`${own.origin}/api/v1/documents/years/2023.zip`);
    expect(await title()).toBe('2023 as ZIP');
    expect(await words()).toMatch(/[12] of 4 PDFs are ready/);
    const request = await asksFor('years/2023.zip');
    expect(request.url()).toContain('?form=full');
    await own.close();
  });

  it('that failed for another reason than time is not asked for again without the person', async () => {
    await open('/documents');
    const zips: string[] = [];
    page.on('request', (request) => request.url().includes('.zip') && zips.push(request.url()));
    await open('/api/v1/documents/years/2022.zip?form=discreet');
    expect(await words()).toContain('is not answering just now');
    await page.waitForNetworkIdle();
    expect(zips).toEqual([`${door.origin}/api/v1/documents/years/2022.zip?form=discreet`]);
    expect(await page.$eval('main a.mantine-Button-root', (link) => link.getAttribute('href'))).toBe(
      '/api/v1/documents/years/2022.zip?form=discreet',
    );
  });
});

describe('another name', () => {
  it('is a new receipt, which says whose place it takes', async () => {
    await open(`/receipts/${id(40)}`);
    await page.locator('input[name=fullName]').fill('Friederike Mayröcker-Oppenheimer');
    await Promise.all([page.waitForNavigation(), page.click('button[value=name]')]);
    expect(new URL(page.url()).pathname).toBe(`/receipts/${id(41)}`);
    // The address changes before the page does.
    await page.waitForFunction(() => document.body.innerText.includes('It takes the place of R-2026-000042'));
  });

  it('that is refused says so beside the field, without script as well', async () => {
    await page.setJavaScriptEnabled(false);
    await open(`/receipts/${id(40)}`);
    await page.type('input[name=fullName]', 'Somebody Else');
    await Promise.all([page.waitForNavigation(), page.click('button[value=name]')]);
    expect(await page.$eval('[data-code]', (one) => one.getAttribute('data-code'))).toBe('already-replaced');
    complaints.length = 0;
  });

  it('is not offered where it could not be given: on a receipt that was replaced, a bill, a summary', async () => {
    for (const [n, path] of [42, 45, 47].map((n) => [n, `/documents/${id(n)}`] as const)) {
      await open(path);
      expect([n, await page.$('input[name=fullName]')]).toEqual([n, null]);
    }
    await open(`/documents/${id(42)}`);
    expect(await words()).toContain('does not count any more');
    expect(await page.$eval('[data-replaced] a', (link) => link.getAttribute('href'))).toBe(`/documents/${id(41)}`);
  });

  it('for documents to come is kept, and taken back by leaving the field empty', async () => {
    await open('/account/documents');
    for (const name of ['Friederike Mayröcker', '']) {
      await page.$eval('input[name=fullName]', (field) => (field as HTMLInputElement).select());
      if (name) await page.type('input[name=fullName]', name);
      else await page.keyboard.press('Backspace');
      await page.click('main button[type=submit]');
      await page.waitForSelector('[role=status].card');
      await open('/account/documents');
      expect(await page.$eval('input[name=fullName]', (field) => (field as HTMLInputElement).value)).toBe(name);
    }
  });
});

describe('the discreet form', () => {
  it('has the same number, lines, total and hash, and names neither provider nor subject', async () => {
    const read = async (form: string) => {
      await open(`/receipts/${id(40)}?form=${form}`);
      return page.$eval('.receipt', (card) => (card as HTMLElement).innerText);
    };
    const [full, discreet] = [await read('full'), await read('discreet')];
    for (const part of ['R-2026-000041', '$60.00', '$3.49', '$63.49', 'b'.repeat(64), '/verify/']) {
      expect([full, discreet].map((text) => text.includes(part))).toEqual([true, true]);
    }
    for (const part of ['Marguerite', 'fork', 'advice']) {
      expect([full, discreet].map((text) => text.includes(part))).toEqual([true, false]);
    }
  });
});

describe('proof', () => {
  it('is for anybody, says what to compare, and nothing about people; no search engine or cache keeps it', async () => {
    const stranger = await openDoor('anyone');
    const answer = await page.goto(`${stranger.origin}/verify/${'o'.repeat(32)}`);
    const text = await words();
    for (const part of ['R-2026-000042', 'In its place counts R-2026-000043', '$63.49', 'b'.repeat(64)]) {
      expect(text).toContain(part);
    }
    expect(text).not.toMatch(/Heron|Marguerite|fork|Visa/);
    const { 'x-robots-tag': robots, 'cache-control': cache, 'referrer-policy': referrer } = answer?.headers() ?? {};
    expect([robots, cache, referrer]).toEqual(['noindex', 'private, no-store', 'same-origin']);
    expect(await page.$eval('meta[name=robots]', (meta) => meta.getAttribute('content'))).toBe('noindex');
    await stranger.close();
  });

  it('is the same refusal for every address that is not ours, and words when somebody tries many', async () => {
    const said = [];
    for (const token of ['guessed', 'x'.repeat(900), 'x%F0%9F%90%9A'.repeat(60), "'%3B--"]) {
      const answer = await open(`/verify/${token}`);
      said.push([answer?.status(), await title()]);
    }
    expect(said).toEqual(Array(4).fill([404, 'We did not issue a document with this address']));
    const often = await open('/verify/often');
    expect([often?.status(), await title()]).toEqual([429, 'That was a little fast']);
  });
});

describe('the bill before paying', () => {
  it('is sent as PDF while the page, its countdown and what is ticked stay', async () => {
    await open(`/bookings/${id(21)}/pay`);
    await page.click('input[name=keepCard]');
    const [request] = await Promise.all([asksFor('/pdf'), page.click('button[value=paper]')]);
    expect(request.url()).toBe(`${door.origin}/api/v1/receipts/${id(45)}/pdf?form=full`);
    expect(await title()).toBe('Your bill');
    expect(await page.$eval('input[name=keepCard]', (box) => (box as HTMLInputElement).checked)).toBe(true);
  });
});

describe('the statement of a month', () => {
  it('is a PDF once the month is over, and before that says from when', async () => {
    const provider = await openDoor('provider');
    await page.goto(`${provider.origin}/provider/money/2026-11`);
    expect(await words()).toContain('here once the month is over, from Tue, Dec 1, 2026');
    await page.goto(`${provider.origin}/provider/money/2026-10`);
    const [request] = await Promise.all([
      asksFor('/pdf'),
      page.locator('::-p-aria([name="Statement as PDF"][role="button"])').click(),
    ]);
    expect(request.url()).toBe(`${provider.origin}/api/v1/receipts/${id(46)}/pdf?form=full`);
    await provider.close();
  });
});

describe('the list', () => {
  it('finds a number in its own year, and says what is replaced', async () => {
    await open('/documents?year=2024');
    expect(await words()).toContain('Nothing was issued to you in 2024.');
    await page.locator('input[name=number]').fill('r-2026-000042');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.documents > li');
    const rows = await page.$$eval('.documents > li', (all) => all.map((one) => (one as HTMLElement).innerText));
    expect(rows).toEqual([expect.stringMatching(/R-2026-000042[\s\S]*replaced/)]);
    expect(await page.$eval('[aria-label=Years] [aria-current]', (one) => one.textContent)).toBe('2026');
  });

  it('adds up a year for taxes', async () => {
    await open('/documents');
    await page.locator('::-p-aria([name="Summary of 2026 for taxes"])').click();
    await page.waitForFunction(() => document.title.startsWith('Y-2026'));
    expect(new URL(page.url()).pathname).toBe(`/documents/${id(47)}`);
    expect(await words()).toContain('$43.49');
  });

  it.each(['1900', '99999', 'abc', '2026.5'])('has no page for the year %s', async (year) => {
    const answers = [await open(`/documents?year=${year}`), await open(`/documents/years/${year}`)];
    expect(answers.map((answer) => answer?.status())).toEqual([404, 404]);
    expect(await title()).toBe('There is nothing here');
  });
});
