/**
 * The first hire, as a client on a phone and a provider at a desk live it, from looking around to the money. The two never use the same
 * copy of the public door: what passes between them, passes between two gateways. One story: each sentence goes on where the one before
 * it ended.
 */

import { until } from '@sounding/tool-bench';
import { DEMO_ACCOUNTS } from '@sounding/tool-seed';
import type { Person } from '../browser.ts';
import { lookAt } from '../looking.ts';
import { numberOf, proofOf, putNameOn, sendAgain, sentBy, zipsOfYears } from '../papers.ts';
import { enterConsole } from '../staff.ts';
import { arrivesAt, looksWell, openBill, payByCard, pickTime, purse, signIn, signUp, tellStory } from '../story.ts';
import { World } from '../world.ts';

jest.setTimeout(120_000);

let world: World;
let client: Person;
let provider: Person;
let staff: Person;
let bookingPath: string;
let startsAt: string;
let nextPath: string;
let listingPath: string;
let billTotal: string;

const river = { email: `river-${Date.now()}@example.com`, password: 'a-long-walk-by-the-river' };
const demo = (role: string) => {
  const account = DEMO_ACCOUNTS.find((one) => one.role === role);
  if (!account) throw new Error(`the seed has no ${role}`);
  return account;
};

beforeAll(async () => {
  world = await World.open({ port: 17_100, gateways: 2 });
  client = await world.onPhone('first');
  provider = await world.atDesk('second');
  staff = await world.atConsole();
}, 240_000);
afterAll(() => world?.end());

const sentence = tellStory();

/** In cents. The client paid the price and the Handling Fee. */
const price = () => Math.round(Number(billTotal.replaceAll(/[$,]/g, '')) * 100) - 349;
const commission = (of: number) => Math.round(of * 0.05);

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
    listingPath = await client.page.$eval('a[href^="/listings/"]', (link) => link.getAttribute('href') ?? '');
    await client.go(listingPath);
    await client.sees('Pick a time');
    await looksWell(client, 'listing-phone');
    startsAt = await pickTime(client);
  });

  sentence('signs up with an alias and the code from the mail, and is back where they were', async () => {
    await client.follow('Sign up');
    await client.sees('I am 18 or older');
    await looksWell(client, 'sign-up-phone');
    await signUp(client, world.copy, river, 'River');
    await client.sees('Continue to the bill');
  });

  sentence('is told the same when the address is already known', async () => {
    const other = await world.onPhone();
    await other.go('/sign-up');
    await other.fill('E-mail', river.email);
    await other.fill('Password', 'some-other-long-password');
    await other.fill('Alias', 'Somebody');
    await other.check('I am 18 or older');
    await other.press('Sign up');
    await other.sees('Look into your mail');
    await other.leave();
  });

  sentence('sees the itemized bill, the rules that apply, and the ten minutes running', async () => {
    ({ path: bookingPath, total: billTotal } = await openBill(client));
    await client.sees('Handling Fee');
    await client.sees('$3.49');
    await client.sees('What applies, in plain English');
    await looksWell(client, 'bill-phone');
  });

  sentence('may have the bill as PDF, and goes on where they were', async () => {
    expect(await sentBy(client, 'The bill as PDF')).toEqual([200, 'application/pdf']);
    await client.sees(`Pay ${billTotal}`);
  });

  sentence('has a card declined, uses another, and lands on the confirmed booking', async () => {
    await client.press(`Pay ${billTotal}`);
    await payByCard(client, billTotal, '4000000000000002');
    await client.sees(/declined/i);
    await payByCard(client, billTotal);
    await arrivesAt(client, bookingPath);
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

describe('client and provider', () => {
  sentence('the provider is mailed about the booking and sees it on the home page', async () => {
    const { email: address } = demo('provider');
    await until('the mail to the provider', async () => ((await world.mailsTo(address)).length > 0 ? true : null));
    await signIn(provider, demo('provider'));
    expect(await purse(provider)).toMatchObject({ held: price() - commission(price()), payable: 0 });
    await looksWell(provider, 'provider-desk');
  });

  sentence('a session begun at one gateway holds at the other', async () => {
    await client.go(`${world.at('second')}/bookings`);
    await client.sees('Come to your session');
    await provider.go(`${world.at('first')}/provider`);
    await provider.sees('Your work');
  });

  sentence('exchange messages in the workspace, without looking again', async () => {
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

async function joins(person: Person): Promise<void> {
  await person.go(`${bookingPath}/room`);
  await person.press('Check camera and microphone');
  await (await person.page.waitForSelector('[data-join]'))?.click();
}

/** True once the other side's picture moves. */
async function sees(person: Person): Promise<void> {
  await person.page.waitForFunction(
    () => {
      const other = [...document.querySelectorAll('video')].find((video) => !video.muted);
      return other && other.videoWidth > 0 && other.getVideoPlaybackQuality().totalVideoFrames > 10;
    },
    { timeout: 60_000, polling: 250 },
  );
}

/** How loud the other side is: the root mean square of the last two thirds of a second that arrived, where 1 is as loud as can be. */
function loudness(person: Person): Promise<number> {
  return person.page.evaluate(async () => {
    const other = [...document.querySelectorAll('video')].find((video) => !video.muted);
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 32_768 });
    context.createMediaStreamSource(other?.srcObject as MediaStream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    while (context.currentTime < 1) await new Promise((frame) => setTimeout(frame, 50));
    analyser.getFloatTimeDomainData(samples);
    await context.close();
    return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
  });
}

const hears = (person: Person) =>
  until('the sound of the other side', async () => ((await loudness(person)) > 0.005 ? true : null), 30_000);
const hearsNothing = (person: Person) =>
  until('the silence of the other side', async () => ((await loudness(person)) < 0.0005 ? true : null), 30_000);

describe('the session', () => {
  sentence('is joined by both after a device check; they see and hear each other', async () => {
    await world.moveClockTo(startsAt, 5);
    await joins(client);
    await joins(provider);
    await Promise.all([sees(client), sees(provider)]);
    await Promise.all([hears(client), hears(provider)]);
    await client.picture('call-phone');
  });

  sentence('whoever mutes is not heard until they unmute', async () => {
    await provider.press('Mute');
    await hearsNothing(client);
    await hears(provider);
    await provider.press('Unmute');
    await hears(client);
  });

  sentence('when it is over the client may tip, without a fee', async () => {
    await world.moveClockTo(startsAt, -180);
    await until('the delivery', async () => {
      await client.go(bookingPath);
      return (await client.text()).includes('Say thank you with a tip') ? true : null;
    });
    await looksWell(client, 'delivered-phone');
    await client.go(`${bookingPath}/tip`);
    await client.sees('no Handling Fee, no commission');
    await client.picture('tip-phone');
    await client.press('$10.00');
    await payByCard(client, '$10.00');
    await arrivesAt(client, bookingPath);
    await until('the tip receipt', async () => {
      await client.go(bookingPath);
      return (await client.text()).includes('Tip receipt') ? true : null;
    });
    expect(await purse(provider)).toMatchObject({ held: price() - commission(price()), payable: 1000, released: 1000 });
  });

  sentence('a further time is paid with a card whose bank asks back', async () => {
    await client.go(listingPath);
    await pickTime(client);
    const next = await openBill(client);
    nextPath = next.path;
    await client.press(`Pay ${next.total}`);
    await payByCard(client, next.total, '4000002760003184');
    await client.sees('Is it you?');
    await client.press('Complete authentication');
    await arrivesAt(client, nextPath);
    await client.sees('Come to your session');
  });

  sentence('one page of bookings says for each what comes next, and until when', async () => {
    await client.go(listingPath);
    await pickTime(client);
    const open = await openBill(client);
    await client.go('/bookings');
    const cards = await client.page.$$eval('article', (all) =>
      Object.fromEntries(
        all.map((card) => [card.querySelector('a')?.getAttribute('href'), card.innerText.replaceAll(/\s+/g, ' ')]),
      ),
    );
    expect(cards).toEqual({
      [open.path]: expect.stringMatching(/Next: Pay the bill Kept until: .+ \(\d+:\d\d\) See the bill and pay/),
      [nextPath]: expect.stringMatching(/Next: Come to your session Video opens: .+ \(.*days.*\) Open the room/),
      [bookingPath]: expect.stringMatching(
        /Next: How was it\? Guarantee runs until: .+ \(.*days.*\) Tip, claim, receipt/,
      ),
    });
    await looksWell(client, 'bookings-phone');
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
    await enterConsole(staff, world);
    await staff.sees('Tickets');
    await looksWell(staff, 'console-queue');
  });

  sentence('see the story and the money of the booking', async () => {
    await lookAt(staff, bookingPath);
    await staff.sees(/hold/i);
    await looksWell(staff, 'console-booking');
  });

  sentence('decide the claim with amount and reason, which both sides read', async () => {
    await staff.go('/');
    await (await staff.page.waitForSelector('a[href^="/tickets/"]'))?.click();
    await staff.sees('Back to the client, in US dollars');
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
    const kept = commission(price()) - Math.round((commission(price()) * 2000) / price());
    const released = price() - 2000 - kept + 1000;
    await until('the release', async () => ((await purse(provider)).released === released ? true : null), 40_000);
    await looksWell(provider, 'provider-released');
  });
});

describe('the papers of it', () => {
  let proof: string;
  let number: string;

  sentence('are all on one page, and what counts of a year is one ZIP', async () => {
    const { listed, files } = await zipsOfYears(client);
    expect(listed.length).toBeGreaterThanOrEqual(4);
    expect([...files].sort()).toEqual(listed.map((one) => [`sounding-${one}.pdf`, '%PDF-']).sort());
    await looksWell(client, 'receipts-phone');
  });

  sentence('are put under the full name, where somebody wants to know it', async () => {
    await client.go(bookingPath);
    await client.go(await client.page.$eval('a[href^="/receipts/"]', (link) => link.getAttribute('href') ?? ''));
    [proof, number] = [await proofOf(client), await numberOf(client)];
    const newer = await putNameOn(client, 'Rosa River-Okonkwo');
    await client.sees(`${number}, which does not count any more`);
    await looksWell(client, 'receipt-named-phone');
    const names = (await zipsOfYears(client)).files.map(([name]) => name);
    expect([number, newer].map((one) => names.includes(`sounding-${one}.pdf`))).toEqual([false, true]);
    number = newer;
  });

  sentence('are proved to whoever holds them, without an account and without a name', async () => {
    const stranger = await world.onPhone('second');
    await stranger.go(proof);
    await stranger.sees(`In its place counts ${number}`);
    await looksWell(stranger, 'verify-phone');
    expect(await stranger.text()).not.toMatch(/River|Okonkwo/);
    await stranger.leave();
  });

  sentence('are sent again by staff, who say why', async () => {
    // More than a working day has passed since they signed in.
    await enterConsole(staff, world);
    await lookAt(staff, bookingPath);
    await sendAgain(staff, number, 'The mail of the first one never arrived.');
    await staff.sees(`${number} is on its way to the client. Staff sent it again once so far.`);
    await looksWell(staff, 'console-sent-again');
    const mailed = async () => (await world.mailsTo(river.email)).some(({ text }) => text.includes(number)) || null;
    await until('the mail', mailed);
  });
});

sentence('no page reached a stranger, and none complained', () => {
  for (const person of [client, provider, staff]) expect([person.strangers, person.complaints]).toEqual([[], []]);
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
