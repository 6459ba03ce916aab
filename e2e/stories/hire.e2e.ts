/**
 * The first hire, as a client on a phone and a provider at a desk live it, from looking around to the money. One story: each sentence
 * goes on where the one before it ended.
 */

import { mailedCode, until } from '@sounding/tool-bench';
import { DEMO_ACCOUNTS } from '@sounding/tool-seed';
import type { Person } from '../browser.ts';
import { World } from '../world.ts';

jest.setTimeout(120_000);

let world: World;
let client: Person;
let provider: Person;
let bookingPath: string;
let billTotal: string;

const email = `river-${Date.now()}@example.com`;
const password = 'a-long-walk-by-the-river';
const demo = (role: string) => {
  const account = DEMO_ACCOUNTS.find((one) => one.role === role);
  if (!account) throw new Error(`the seed has no ${role}`);
  return account;
};

beforeAll(async () => {
  world = await World.open({ port: 17_100 });
  client = await world.onPhone();
  provider = await world.atDesk();
}, 240_000);
afterAll(() => world?.end());

async function looksWell(person: Person, picture: string): Promise<void> {
  await person.picture(picture);
  expect(await person.axe()).toEqual([]);
}

async function signIn(person: Person, account: { email: string; password: string }, button = 'Sign in'): Promise<void> {
  await person.go('/sign-in');
  await person.fill('E-mail', account.email);
  await person.fill('Password', account.password);
  await person.press(button);
}

describe('a client', () => {
  it('looks around without an account', async () => {
    await client.go('/');
    await looksWell(client, 'home-phone');
    await client.sees('$3.49');
  });

  it('searches "life path advice" and sees all-in prices', async () => {
    await client.go('/search?text=life+path+advice&mode=advice');
    await client.sees(/includes the \$3\.49 Handling Fee/);
    await looksWell(client, 'search-phone');
  });

  it('filters by dates in their own zone', async () => {
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    await client.go(`/search?text=&mode=advice&from=${day(3)}&to=${day(9)}&sort=soonest`);
    await client.sees('includes the $3.49 Handling Fee');
  });

  it('opens the demo provider and a listing, and picks a time', async () => {
    await client.go(`/search?text=${encodeURIComponent(demo('provider').name)}`);
    const href = await client.page.$eval('a[href^="/listings/"]', (link) => link.getAttribute('href') ?? '');
    await client.go(href);
    await client.sees('Pick a time');
    await looksWell(client, 'listing-phone');
    const slot = await client.page.$$eval('a[data-start]', (links) =>
      links.map((link) => link.getAttribute('href') ?? '').at(-1),
    );
    if (!slot) throw new Error('no time is offered');
    await client.go(slot);
    await client.sees('Book this time');
  });

  it('signs up with an alias and the code from the mail, and is back where they were', async () => {
    await client.follow('Sign up');
    await client.fill('E-mail', email);
    await client.fill('Password', password);
    await client.fill('Alias', 'River');
    await client.check('I am 18 or older');
    await looksWell(client, 'sign-up-phone');
    await client.press('Sign up');
    await client.sees('Look into your mail');
    await client.fill('Six-digit code', await mailedCode(world.copy, email));
    await client.press('Confirm');
    await client.sees('Continue to the bill');
  });

  it('is told the same when the address is already known', async () => {
    const other = await world.onPhone();
    await other.go('/sign-up');
    await other.fill('E-mail', email);
    await other.fill('Password', 'some-other-long-password');
    await other.fill('Alias', 'Somebody');
    await other.check('I am 18 or older');
    await other.press('Sign up');
    await other.sees('Look into your mail');
    await other.leave();
  });

  it('sees the itemized bill, the rules that apply, and the ten minutes running', async () => {
    await client.press('Continue to the bill');
    await client.sees('Your bill');
    await client.sees('Handling Fee');
    await client.sees('$3.49');
    await client.sees('What applies, in plain English');
    expect(client.path()).toMatch(/^\/bookings\/[0-9a-f-]+\/pay$/);
    bookingPath = client.path().replace(/\/pay$/, '');
    await looksWell(client, 'bill-phone');
    billTotal = (await client.text()).match(/Pay (\$[\d,.]+)/)?.[1] ?? '';
    expect(billTotal).toMatch(/^\$\d/);
  });

  it('has a card declined, uses another, and lands on the confirmed booking', async () => {
    await client.press(`Pay ${billTotal}`);
    await payByCard(client, '4000000000000002');
    await client.sees(/declined/i);
    await payByCard(client, '4242424242424242');
    await client.page.waitForFunction((path: string) => location.pathname === path, {}, bookingPath);
    await client.sees('Messages and the room');
    await looksWell(client, 'booking-phone');
  });

  it('reads the receipt, whose lines equal the bill, as page and PDF', async () => {
    const href = await until('the receipt on the page', async () => {
      await client.go(bookingPath);
      return client.page.$eval('a[href^="/receipts/"]', (link) => link.getAttribute('href')).catch(() => null);
    });
    await client.go(href);
    await client.sees(billTotal);
    await client.sees('Handling Fee');
    await looksWell(client, 'receipt-phone');
    const bytes = await client.page.evaluate(async (id) => {
      const answer = await fetch(`/api/v1/receipts/${id}/pdf`);
      return new TextDecoder('latin1').decode((await answer.arrayBuffer()).slice(0, 5));
    }, href.split('/').at(-1));
    expect(bytes).toBe('%PDF-');
  });
});

async function payByCard(person: Person, number: string): Promise<void> {
  await person.fill('Card number', number);
  await person.fill('Expiry', '12 / 34');
  await person.fill('CVC', '123');
  await person.fill('Name on card', 'R. River');
  await person.press(`Pay ${billTotal}`);
}

describe('client and provider', () => {
  it('the provider is mailed about the booking and sees it on the home page', async () => {
    const { email: address } = demo('provider');
    await until('the mail to the provider', async () => ((await world.mailsTo(address)).length > 0 ? true : null));
    await signIn(provider, demo('provider'));
    await provider.page.waitForFunction(() => location.pathname !== '/sign-in');
    await provider.go('/provider');
    await provider.sees(/held/i);
    await looksWell(provider, 'provider-desk');
  });

  it('exchange messages in the workspace', async () => {
    await client.go(`${bookingPath}/room`);
    await provider.go(`${bookingPath}/room`);
    await client.fill('Your message', 'Looking forward to our talk.');
    await client.press('Send');
    await provider.sees('Looking forward to our talk.');
    await provider.fill('Your message', 'So am I. See you there.');
    await provider.press('Send');
    await client.sees('So am I. See you there.');
    await looksWell(client, 'room-phone');
  });
});
