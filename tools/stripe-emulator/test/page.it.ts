/** The hosted card page: as forms, without a browser, and in Chromium with axe. */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import puppeteer, { type Browser, type Page } from 'puppeteer';
import { chromium } from '../../dev/programs.mjs';
import { hire, startEmulated, type World } from './world.ts';

let world: World;
let shop: http.Server;
let origin: string;
beforeAll(async () => {
  world = await startEmulated();
  shop = http.createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<title>Shop</title>${request.url}`);
  });
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  origin = `http://localhost:${(shop.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await world.stop();
  shop.closeAllConnections();
  shop.close();
});

const open = async (change: object = {}) => {
  const urls = { success_url: `${origin}/paid?session={CHECKOUT_SESSION_ID}`, cancel_url: `${origin}/back` };
  const session = await world.stripe.checkout.sessions.create({ ...hire(), ...urls, ...change });
  return { id: session.id, url: session.url ?? '' };
};
const card = { email: 'a@example.com', number: '4242 4242 4242 4242', expiry: '12 / 30', cvc: '123', name: 'A Person' };
const submit = (url: string, fields: object) =>
  fetch(url, { method: 'POST', body: new URLSearchParams({ ...fields }), redirect: 'manual' });
const status = async (id: string) => (await world.stripe.checkout.sessions.retrieve(id)).status;

describe('the card page', () => {
  it('shows merchant, lines and total, and a way back', async () => {
    const { url } = await open();
    const page = await (await fetch(url)).text();
    for (const text of ['Pay Sounding', 'Handling Fee', '$3.49', '$60.00', 'Pay $63.49', `href="${origin}/back"`])
      expect(page).toContain(text);
  });

  it('takes a card and leads to the success page, with the session in its address', async () => {
    const { id, url } = await open();
    const answer = await submit(url, card);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${origin}/paid?session=${id}`]);
    const session = await world.stripe.checkout.sessions.retrieve(id);
    expect(session).toMatchObject({
      status: 'complete',
      customer_details: { email: 'a@example.com', name: 'A Person' },
    });
    expect((await submit(url, card)).headers.get('location')).toBe(`${origin}/paid?session=${id}`);
    expect(await (await fetch(url)).text()).toContain('Already paid');
  });

  it.each([
    [{ number: '' }, 'Enter the card number.'],
    [{ number: '4242 4242 4242 4241' }, 'Your card number is not valid.'],
    [{ number: '\'"><script>' }, 'Your card number is not valid.'],
    [{ expiry: '13 / 30' }, 'expiration month is not valid'],
    [{ expiry: '01 / 20' }, 'is in the past'],
    [{ expiry: 'soon' }, 'Write the expiry date as MM / YY'],
    [{ cvc: '12' }, 'security code is incomplete'],
    [{ name: '' }, 'Enter the name on the card.'],
    [{ email: 'nobody' }, 'Enter an e-mail address'],
  ])('tells what is wrong with %j, by the field, and charges nothing', async (change, message) => {
    const { id, url } = await open();
    const answer = await submit(url, { ...card, ...change });
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect(page.replaceAll('&#39;', "'")).toContain(message);
    expect(page).toContain('aria-invalid="true"');
    expect(page).not.toContain('<script');
    expect(await status(id)).toBe('open');
  });

  it('shows a decline, keeps the name but not the number, and takes another card', async () => {
    const { id, url } = await open();
    const answer = await submit(url, { ...card, number: '4000000000009995' });
    const page = await answer.text();
    expect(answer.status).toBe(402);
    expect(page).toContain('Your card has insufficient funds.');
    expect(page).toContain('value="A Person"');
    expect(page).not.toContain('value="4000');
    expect((await submit(url, card)).status).toBe(303);
    expect(await status(id)).toBe('complete');
  });

  it('asks no address when the merchant said it', async () => {
    const { url } = await open({ customer_email: 'known@example.com' });
    const page = await (await fetch(url)).text();
    expect(page).toContain('Paying as known@example.com');
    expect(page).not.toContain('name="email"');
  });

  it('escapes what the merchant wrote', async () => {
    const item = { price_data: { currency: 'usd', unit_amount: 500, product_data: { name: '<img src=x>"&' } } };
    const { url } = await open({ line_items: [{ ...item, quantity: 2 }] });
    expect(await (await fetch(url)).text()).toContain('&lt;img src=x&gt;&quot;&amp; × 2');
  });

  it('says that it expired, and that an unknown one is unknown', async () => {
    const { id, url } = await open();
    await world.stripe.checkout.sessions.expire(id);
    const answer = await submit(url, card);
    expect([answer.status, await answer.text()]).toEqual([410, expect.stringContaining('has expired')]);
    expect((await fetch(`${url}x`)).status).toBe(404);
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(405);
  });

  it('allows nothing but its own style, its own forms and the way to the shop', async () => {
    const { url } = await open();
    const { headers } = await fetch(url);
    expect(headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'self'; img-src data:; form-action 'self' ${origin}; base-uri 'none'; frame-ancestors 'none'`,
    );
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('can be asked by 3-D Secure only once', async () => {
    const { url } = await open();
    const asked = (await submit(url, { ...card, number: '4000002760003184' })).headers.get('location') ?? '';
    const page = new URL(asked, url).href;
    expect((await submit(page, { answer: 'complete' })).headers.get('location')).toContain(`${origin}/paid`);
    expect((await submit(page, { answer: 'complete' })).status).toBe(303);
    expect(world.emulator.conservation().holds).toBe(true);
  });
});

describe('in a browser', () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await puppeteer.launch({
      executablePath: await chromium(),
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'],
    });
    page = await browser.newPage();
  });
  afterAll(() => browser.close());

  /** axe is put in by the debugger, which the page's policy does not bind. */
  async function flaws(): Promise<string[]> {
    await page.evaluate(axe);
    const found = (await page.evaluate('axe.run()')) as { violations: { id: string }[] };
    return found.violations.map(({ id }) => id);
  }
  /** Where a mistake was made, a person can type at once; the browser moves there a moment after the page is loaded. */
  const isFocused = (id: string) => page.waitForFunction(`document.activeElement.id === '${id}'`, { timeout: 5_000 });

  const press = (selector: string) => Promise.all([page.waitForNavigation(), page.click(selector)]);
  async function fill(number: string): Promise<void> {
    const fields = { ...card, number };
    for (const [name, value] of Object.entries(fields))
      await page.$eval(`#${name}`, (input, text) => input.setAttribute('value', text), value);
    await press('button[type=submit]');
  }

  it('a person pays after a decline and 3-D Secure, on pages in which axe finds nothing, also on a phone', async () => {
    const { id, url } = await open();
    await page.setViewport({ width: 360, height: 740 });
    await page.goto(url);
    expect(await flaws()).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await page.click('summary');
    expect(await flaws()).toEqual([]);
    await press('button[type=submit]');
    await isFocused('email');
    expect(await flaws()).toEqual([]);
    await fill('4000000000000002');
    expect(await page.$eval('[role=alert]', (alert) => alert.textContent)).toContain('Your card was declined.');
    expect(await flaws()).toEqual([]);
    await fill('4000002500003155');
    expect(await flaws()).toEqual([]);
    await press('button[value=fail]');
    expect(await page.$eval('[role=alert]', (alert) => alert.textContent)).toContain('could not be authenticated');
    await fill('4000002500003155');
    await press('button[value=complete]');
    expect(page.url()).toBe(`${origin}/paid?session=${id}`);
    await page.goto(url);
    expect(await flaws()).toEqual([]);
  });

  it('a test card can be chosen from the list', async () => {
    const { id, url } = await open();
    await page.goto(url);
    await page.click('summary');
    await press('a[href="?card=378282246310005"]');
    await press('button[type=submit]');
    expect(page.url()).toBe(`${origin}/paid?session=${id}`);
  });

  it('a person tells who they are and where their money goes, on a phone, and gives another bank account when one fails', async () => {
    const account = await world.stripe.accounts.create({ type: 'express' });
    const link = async () =>
      (
        await world.stripe.accountLinks.create({
          account: account.id,
          type: 'account_onboarding',
          return_url: `${origin}/back`,
          refresh_url: `${origin}/again`,
        })
      ).url;
    await page.setViewport({ width: 360, height: 740 });
    await page.goto(await link());
    expect(await flaws()).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await press('button[type=submit]');
    await isFocused('first_name');
    expect(await flaws()).toEqual([]);
    await page.click('summary');
    await press('a[href="?bank=000111111116"]');
    expect(await flaws()).toEqual([]);
    await press('button[type=submit]');
    expect(page.url()).toBe(`${origin}/back`);
    await world.emulator.openAccount(account.id, '000111111116');
    const { id } = await open();
    await world.emulator.pay(id, '4000000000000077');
    await world.stripe.transfers.create({ amount: 500, currency: 'usd', destination: account.id });
    const payout = await world.stripe.payouts.create({ amount: 500, currency: 'usd' }, { stripeAccount: account.id });
    await page.goto((await world.stripe.accounts.createLoginLink(account.id)).url);
    expect(await page.$eval('main', (main) => main.textContent)).toMatch(
      /ending in 1116[\s\S]*leaves soon[\s\S]*\$5\.00/,
    );
    expect(await flaws()).toEqual([]);
    await world.emulator.failPayout(payout.id);
    await page.goto(await link());
    expect(await page.$eval('h1', (title) => title.textContent)).toBe('Give another bank account');
    expect(await flaws()).toEqual([]);
    await page.click('summary');
    await press('a[href="?bank=000123456789"]');
    await press('button[type=submit]');
    expect(await world.stripe.accounts.retrieve(account.id)).toMatchObject({ payouts_enabled: true });
  });

  it('a developer sees the books and moves the levers, with nothing for axe to find', async () => {
    const { id } = await open();
    const { charge } = await world.emulator.pay(id);
    const other = await open();
    const paid = await world.emulator.pay(other.id);
    const refund = await world.stripe.refunds.create({ charge: paid.charge ?? '', amount: 100 });
    await page.setViewport({ width: 360, height: 740 });
    await page.goto(world.emulator.url);
    expect(await flaws()).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await press(`button[aria-label="Inquire about ${charge}"]`);
    const [inquiry] = (await world.stripe.disputes.list({ charge: charge ?? '' })).data;
    await press(`button[aria-label="Escalate ${inquiry?.id}"]`);
    expect(await flaws()).toEqual([]);
    await press(`button[aria-label="Win ${inquiry?.id}"]`);
    expect((await world.stripe.disputes.retrieve(inquiry?.id ?? '')).status).toBe('won');
    await press(`button[aria-label="Fail ${refund.id}"]`);
    expect((await world.stripe.refunds.retrieve(refund.id)).status).toBe('failed');
    expect(await page.$eval('dl', (list) => list.textContent)).toContain('balance');
  });
});

it('the developers’ page takes no form of another site, and says why a lever did not move', async () => {
  const send = (headers: Record<string, string>, fields: Record<string, string>) =>
    fetch(world.emulator.url, { method: 'POST', headers, body: new URLSearchParams(fields), redirect: 'manual' });
  const ours = { origin: world.emulator.url };
  const { id } = await open();
  const { charge } = await world.emulator.pay(id);
  const form = { lever: 'dispute', id: charge ?? '', reason: 'duplicate' };
  expect((await send({}, form)).status).toBe(403);
  expect((await send({ origin: 'http://evil.example' }, form)).status).toBe(403);
  expect((await world.stripe.charges.retrieve(charge ?? '')).disputed).toBe(false);
  expect((await send(ours, form)).status).toBe(303);
  const again = await send(ours, form);
  expect([again.status, await again.text()]).toEqual([400, expect.stringContaining('is disputed already')]);
  expect((await send(ours, { lever: 'rain', id: '' })).status).toBe(400);
});
