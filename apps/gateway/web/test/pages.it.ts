import type { Browser } from 'puppeteer';
import { type Door, openDoor } from './door.process.ts';
import { lookAt, openBrowser, openTab } from './look.browser.ts';
import { EVERYBODY, id, PAGES, SIZES } from './pages.ts';

/** Up to sixty pages, each with axe, on a machine that does other things as well. */
const SLOW_MS = 480_000;

/** All pages on the phone; at the desk every second one, unless everything is to be proved. */
function looked(paths: readonly string[], size: string): readonly string[] {
  return size === 'phone' || process.env.SOUNDING_PROVE === '1' ? paths : paths.filter((_, place) => place % 2 === 0);
}

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
});

describe.each(EVERYBODY)('the pages that %s sees', (who) => {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor(who);
  });
  afterAll(async () => {
    await door.close();
  });

  test.each(SIZES)(
    'fit the screen of a $name, pass axe, and break neither script nor policy',
    async (size) => {
      const tab = await openTab(browser);
      const found: Record<string, string[]> = {};
      for (const path of looked(PAGES[who], size.name)) {
        const wrong = await lookAt(tab, door.origin + path, size);
        if (wrong.length > 0) found[path] = wrong;
      }
      await tab.page.close();
      expect(found).toEqual({});
    },
    SLOW_MS,
  );
});

test('without script the way to the numbers is on every page, and the numbers are there', async () => {
  const door = await openDoor('client');
  const stranger = await browser.createBrowserContext();
  const page = await stranger.newPage();
  await page.setJavaScriptEnabled(false);
  for (const path of ['/', `/bookings/${id(20)}/room`, '/nowhere']) {
    await page.goto(door.origin + path);
    const href = await page.$eval('#danger-title ~ p a', (link) => link.getAttribute('href'));
    expect(href).toBe('/help/now');
  }
  await page.goto(`${door.origin}/help/now`);
  expect(await page.$$eval('section.help-country a[href^="tel:"]', (links) => links.length)).toBeGreaterThan(40);
  // The browser's language is American: its numbers stand first.
  expect(await page.$eval('#likely', (title) => title.textContent)).toBe('United States');
  expect(await page.$$eval('script', (scripts) => scripts.length)).toBe(0);
  await stranger.close();
  await door.close();
});

test('without script a search, a day of times and the first step of booking are read and walked', async () => {
  const door = await openDoor('anyone');
  const stranger = await browser.createBrowserContext();
  const page = await stranger.newPage();
  await page.setJavaScriptEnabled(false);
  await page.goto(`${door.origin}/`);
  await page.type('input[name=text]', 'life');
  await Promise.all([page.waitForNavigation(), page.click('form[role=search] button')]);
  expect(await page.$eval('main', (main) => main.innerText)).toContain('$63.49, includes the $3.49 Handling Fee');
  await Promise.all([page.waitForNavigation(), page.click('.listing-card h2 a')]);
  await Promise.all([page.waitForNavigation(), page.click('a.time')]);
  expect(await page.$eval('h1', (title) => title.textContent)).toBe('Book this time');
  // Nobody has told this browser's zone: times stand in UTC, and say so.
  expect(await page.$eval('main', (main) => main.innerText)).toMatch(/11:00 AM to 12:00 PM UTC/);
  await stranger.close();
  await door.close();
});

test('the policy names no origin but our own, and its nonce is fresh for every answer', async () => {
  const door = await openDoor('anyone');
  const policies = await Promise.all(
    [1, 2].map(async () => (await fetch(`${door.origin}/`)).headers.get('content-security-policy') ?? ''),
  );
  expect(policies[0]).not.toBe(policies[1]);
  expect(policies[0]).not.toMatch(/https?:/);
  expect(policies[0]).toContain("style-src-attr 'unsafe-inline'");
  expect(policies[0]).not.toMatch(/script-src[^;]*unsafe/);
  await door.close();
});
