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
let staff: Person;
let bookingPath: string;
let startsAt: string;
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
  staff = await world.atConsole();
}, 240_000);
afterAll(() => world?.end());

/** A sentence of the story. When one failed, those after it cannot be true; they say so at once instead of waiting. */
let broken: string | null = null;
function sentence(name: string, live: () => Promise<void> | void): void {
  it(name, async () => {
    if (broken) throw new Error(`the story broke off at "${broken}"`);
    try {
      await live();
    } catch (error) {
      broken = name;
      throw error;
    }
  });
}

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
  sentence('looks around without an account', async () => {
    await client.go('/');
    await looksWell(client, 'home-phone');
    await client.sees('$3.49');
  });

  sentence('searches "life path advice" and sees all-in prices', async () => {
    await client.go('/search?text=life+path+advice&mode=advice');
    await client.sees(/includes the \$3\.49 Handling Fee/);
    await looksWell(client, 'search-phone');
  });

  sentence('filters by dates in their own zone', async () => {
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    await client.go(`/search?text=&mode=advice&from=${day(3)}&to=${day(9)}&sort=soonest`);
    await client.sees('includes the $3.49 Handling Fee');
  });

  sentence('opens the demo provider and a listing, and picks a time', async () => {
    await client.go(`/search?text=${encodeURIComponent(demo('provider').name)}`);
    const href = await client.page.$eval('a[href^="/listings/"]', (link) => link.getAttribute('href') ?? '');
    await client.go(href);
    await client.sees('Pick a time');
    await looksWell(client, 'listing-phone');
    const slot = await client.page.$$eval('a[data-start]', (links) =>
      links.map((link) => link.getAttribute('href') ?? '').at(-1),
    );
    startsAt = new URL(slot ?? '', world.copy.site).searchParams.get('start') ?? '';
    if (!slot) throw new Error('no time is offered');
    await client.go(slot);
    await client.sees('Book this time');
  });

  sentence('signs up with an alias and the code from the mail, and is back where they were', async () => {
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

  sentence('is told the same when the address is already known', async () => {
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

  sentence('sees the itemized bill, the rules that apply, and the ten minutes running', async () => {
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

  sentence('has a card declined, uses another, and lands on the confirmed booking', async () => {
    await client.press(`Pay ${billTotal}`);
    await payByCard(client, '4000000000000002');
    await client.sees(/declined/i);
    await payByCard(client, '4242424242424242');
    await client.page.waitForFunction((path: string) => location.pathname === path, {}, bookingPath);
    await client.sees('Messages and the room');
    await looksWell(client, 'booking-phone');
  });

  sentence('reads the receipt, whose lines equal the bill, as page and PDF', async () => {
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
  await person.fill('E-mail', 'river@example.com');
  await person.fill('Card number', number);
  await person.fill('Expiry date', '12 / 34');
  await person.fill('CVC', '123');
  await person.fill('Name on card', 'R. River');
  await person.press(`Pay ${billTotal}`);
}

describe('client and provider', () => {
  sentence('the provider is mailed about the booking and sees it on the home page', async () => {
    const { email: address } = demo('provider');
    await until('the mail to the provider', async () => ((await world.mailsTo(address)).length > 0 ? true : null));
    await signIn(provider, demo('provider'));
    await provider.page.waitForFunction(() => location.pathname !== '/sign-in');
    await provider.go('/provider');
    await provider.sees('On hold');
    await looksWell(provider, 'provider-desk');
  });

  sentence('exchange messages in the workspace', async () => {
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

/** Moves the business clock so that `minutes` are left until the start (negative: since). */
async function moveTo(minutes: number): Promise<void> {
  const { now } = (await (await fetch(`${world.copy.site}/api/v1/dev/clock`)).json()) as { now: string };
  const left = Math.round((Date.parse(startsAt) - Date.parse(now)) / 60_000);
  const shift = left - minutes;
  for (let rest = shift; rest > 0; rest -= 9_000) await world.moveClock(`+${Math.min(rest, 9_000)}m`);
}

async function joins(person: Person): Promise<void> {
  await person.go(`${bookingPath}/room`);
  await person.press('Check camera and microphone');
  await (await person.page.waitForSelector('[data-join]'))?.click();
}

/** True once the other side's picture moves and its sound arrives. */
async function seesAndHears(person: Person): Promise<void> {
  await person.page.waitForFunction(
    () =>
      [...document.querySelectorAll('video')].some((video) => {
        const stream = video.srcObject as MediaStream | null;
        const plays = video.videoWidth > 0 && video.currentTime > 0.2;
        return plays && !video.muted && stream?.getAudioTracks().some((track) => track.readyState === 'live');
      }),
    { timeout: 60_000, polling: 250 },
  );
}

describe('the session', () => {
  sentence('is joined by both after a device check; they see and hear each other', async () => {
    await moveTo(5);
    await joins(client);
    await joins(provider);
    await Promise.all([seesAndHears(client), seesAndHears(provider)]);
    await client.picture('call-phone');
  });

  sentence('when it is over the client may tip, without a fee', async () => {
    await moveTo(-180);
    await until('the delivery', async () => {
      await client.go(bookingPath);
      return (await client.text()).includes('Say thank you with a tip') ? true : null;
    });
    await looksWell(client, 'delivered-phone');
    await client.go(`${bookingPath}/tip`);
    billTotal = '$10.00';
    await client.press('$10.00');
    await payByCard(client, '4242424242424242');
    await client.page.waitForFunction((path: string) => location.pathname === path, {}, bookingPath);
    await until('the tip receipt', async () => {
      await client.go(bookingPath);
      return (await client.text()).includes('Tip receipt') ? true : null;
    });
  });

  sentence('or claim the guarantee in two steps', async () => {
    await client.go(`${bookingPath}/claim`);
    await looksWell(client, 'claim-phone');
    await client.follow('Go on');
    await client.fill('In your own words', 'We spoke, yet not about what the listing promises.');
    await client.page.click('input[name="sure"]');
    await client.press('Make the claim');
    await client.sees(/72 hours|decide/i);
    await looksWell(client, 'claimed-phone');
  });
});

async function decideClaim(person: Person, amount: string, reason: string): Promise<void> {
  await person.fill('Back to the client, in US dollars', amount);
  await person.fill('Reason, which both sides read', reason);
  await person.press('Decide the claim');
  await person.sees(reason);
}

describe('staff', () => {
  sentence('sign in at their own door and see the claim among the tickets', async () => {
    await signIn(staff, demo('staff'));
    await staff.sees('Tickets');
    await looksWell(staff, 'console-queue');
  });

  sentence('see the story and the money of the booking', async () => {
    await staff.go(bookingPath);
    await staff.sees(/hold/i);
    await looksWell(staff, 'console-booking');
  });

  sentence('decide the claim with amount and reason, which both sides read', async () => {
    await staff.go('/');
    await (await staff.page.waitForSelector('a[href^="/tickets/"]'))?.click();
    await staff.sees('claim');
    await looksWell(staff, 'console-claim');
    await decideClaim(staff, '20.00', 'The session took place, and half of its subject was left out.');
    for (const person of [client, provider]) {
      await until('the outcome', async () => {
        await person.go(bookingPath);
        return (await person.text()).includes('half of its subject was left out') ? true : null;
      });
    }
  });

  sentence('and the credit note follows', async () => {
    await until('the credit note', async () => {
      await client.go(bookingPath);
      return /Credit note/i.test(await client.text()) ? true : null;
    });
    await client.sees('$20.00');
  });

  sentence('after seven days the clock releases the rest to the provider', async () => {
    await world.moveClock('+8d');
    await until(
      'the release',
      async () => {
        await provider.go(bookingPath);
        return /released/i.test(await provider.text()) ? true : null;
      },
      40_000,
    );
    await provider.go('/provider');
    await looksWell(provider, 'provider-released');
  });
});

sentence('no page reached a stranger', () => {
  expect([...client.strangers, ...provider.strangers, ...staff.strangers]).toEqual([]);
});

describe('who cannot use script or is in danger', () => {
  sentence('finds the numbers without script', async () => {
    const person = await world.withoutScript();
    await person.go('/help/now');
    await person.page.waitForSelector('a[href^="tel:"]');
    await person.leave();
  });

  sentence('is shown them first when the words of a search say so', async () => {
    await client.go('/search?text=i+want+to+die');
    await client.page.waitForSelector('a[href="/help/now"]');
    await looksWell(client, 'crisis-phone');
  });
});
