/** Drawing weekly hours: with the mouse, a finger and keys, on the page as it is shipped. */
import { eventually } from '@sounding/testing';
import type { Browser, Page } from 'puppeteer';
import { type Door, openDoor } from './door.process.ts';
import { axeFindings, openBrowser, openTab } from './look.browser.ts';

let browser: Browser;
let door: Door;
let page: Page;
let complaints: string[];
beforeAll(async () => {
  browser = await openBrowser();
  door = await openDoor('provider');
});
afterAll(async () => {
  await browser.close();
  await door.close();
});
beforeEach(async () => {
  ({ page, complaints } = await openTab(browser));
  await page.setViewport({ width: 1280, height: 3200 });
  await open();
});
afterEach(async () => {
  expect(complaints).toEqual([]);
  await page.close();
});

async function open(): Promise<void> {
  await page.goto(`${door.origin}/provider/schedule`);
  await page.waitForSelector(cell(1, 0));
}

const slot = (time: string) => Number(time.slice(0, 2)) * 2 + (time.endsWith('30') ? 1 : 0);
const cell = (day: number, at: number) => `td[data-day="${day}"][data-slot="${at}"]`;
const state = (day: number, time: string) => page.$eval(cell(day, slot(time)), (one) => one.getAttribute('data-state'));

/** The filled fields of a day, as the form would send them. */
function windows(day: number): Promise<string[]> {
  return page.$$eval(`input[name^="from-${day}-"]`, (all) =>
    all.flatMap((from) => {
      const field = (name: string) =>
        document.querySelector<HTMLInputElement>(`[name="${from.getAttribute('name')?.replace('from', name)}"]`);
      const value = (from as HTMLInputElement).value;
      return value ? [`${value}-${field('to')?.value}${field('next')?.checked ? '+1' : ''}`] : [];
    }),
  );
}

/** React draws when it gets to it. */
function has(day: number, expected: string[]): Promise<void> {
  return eventually(async () => expect(await windows(day)).toEqual(expected));
}

async function middle(day: number, time: string): Promise<[number, number]> {
  const box = await (await page.$(cell(day, slot(time))))?.boundingBox();
  if (!box) throw new Error(`no cell ${day} ${time}`);
  return [box.x + box.width / 2, box.y + box.height / 2];
}

async function draw(day: number, from: string, to: string): Promise<void> {
  await page.mouse.move(...(await middle(day, from)));
  await page.mouse.down();
  await page.mouse.move(...(await middle(day, to)), { steps: 6 });
  await page.mouse.up();
}

test('the mouse opens hours, joins them with those they meet, and closes them again', async () => {
  await draw(4, '10:00', '11:30');
  await has(4, ['10:00-12:00']);
  await draw(1, '12:00', '13:30');
  await has(1, ['09:00-18:00']);
  await draw(1, '12:30', '11:00');
  await has(1, ['09:00-11:00', '13:00-18:00']);
});

test('closing the small hours shortens the night before, and says so on its own day', async () => {
  expect([await state(5, '22:30'), await state(6, '01:30'), await state(6, '02:00')]).toEqual([
    'open',
    'night-before',
    'closed',
  ]);
  await draw(6, '01:00', '01:30');
  await has(5, ['22:00-01:00+1']);
  await has(6, []);
});

test('keys walk the grid, change a half hour, and carry on with Shift', async () => {
  await page.focus(cell(1, slot('09:00')));
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'Space'] as const) await page.keyboard.press(key);
  await page.keyboard.down('Shift');
  for (let n = 0; n < 3; n += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.up('Shift');
  await has(4, ['09:00-11:00']);
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Thursday 10:30 AM, open');
  await page.keyboard.press('Space');
  await has(4, ['09:00-10:30']);
});

test('a finger opens and closes a half hour', async () => {
  await page.setViewport({ width: 390, height: 844, hasTouch: true, isMobile: true });
  await open();
  await page.tap(cell(7, slot('15:00')));
  await has(7, ['15:00-15:30']);
  await page.tap(cell(7, slot('15:00')));
  await has(7, []);
});

test('what is typed is drawn, and what was typed is not lost by drawing', async () => {
  await page.locator('::-p-aria([name="Sunday from"])').fill('10:10');
  await page.locator('::-p-aria([name="Sunday to"])').fill('11:50');
  await eventually(async () =>
    expect([await state(7, '10:00'), await state(7, '10:30'), await state(7, '12:00')]).toEqual([
      'closed',
      'open',
      'closed',
    ]),
  );
  await draw(4, '10:00', '10:00');
  await has(4, ['10:00-10:30']);
  await has(7, ['10:10-11:50']);
});

test('the grid passes axe', async () => {
  expect(await axeFindings(page)).toEqual([]);
});
