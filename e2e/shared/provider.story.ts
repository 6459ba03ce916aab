/**
 * A provider begins from nothing: account, profile, listing, hours, publication. A client finds the listing by its words, books and pays,
 * writes, and cancels late. Both see the same cents, before and after. One gateway serves all.
 */
import { until } from '@sounding/tool-bench';
import type { Person } from '../browser.ts';
import {
  arrivesAt,
  looksWell,
  openBill,
  payByCard,
  pickFirstTime,
  pickTime,
  purse,
  signUp,
  tellStory,
} from '../story.ts';
import type { World } from '../world.ts';

let client: Person;
let provider: Person;
let listingPath: string;
let bookingPath: string;
let startsAt: string;

const stamp = Date.now();
const juniper = { email: `juniper-${stamp}@example.com`, password: 'a-kettle-under-the-pines' };
const heron = { email: `heron-${stamp}@example.com`, password: 'a-long-wait-in-the-reeds' };
const title = 'Choosing between two harbours';

/**
 * In cents. The price is odd, so that no half of it is whole: of 60.25 the client gets half back, rounded up for them. The commission is
 * 5 %, 3.0125, so 3.01; of it 3.01 x 30.13 / 60.25 = 1.505..., so 1.51, goes with what is refunded, and 1.50 is kept of the provider's 30.12.
 */
const PRICE = 60_25;
const WHOLE_PART = PRICE - 3_01;
const REFUND = 30_13;
const PROVIDER_PART = PRICE - REFUND - 1_50;
const dollars = (cents: number) => `$${(cents / 100).toFixed(2)}`;

async function writeListing(person: Person, what: { title: string; mode: RegExp; description: string }): Promise<void> {
  await person.go('/provider/listings/new');
  await person.fill('Title', what.title);
  await person.pick(what.mode);
  await person.fill('Description', what.description);
  await person.fill('Your price, in US dollars', (PRICE / 100).toFixed(2));
  await person.press('Save');
  await person.sees('Saved.');
}

async function publish(person: Person): Promise<void> {
  await person.press('Publish');
  await person.sees('Published');
}

export function tellTheProvider(world: () => World): void {
  beforeAll(async () => {
    client = await world().onPhone();
    provider = await world().atDesk();
  });
  const sentence = tellStory();

  describe('a provider', () => {
    sentence('signs up with the code from the mail', async () => {
      await provider.go('/provider');
      await provider.follow('Sign up');
      await signUp(provider, world().copy, juniper, 'Juniper');
      await provider.sees('Offer your time');
      await looksWell(provider, 'provider-invited');
    });

    sentence('writes the profile that clients read', async () => {
      await provider.follow('Write your profile');
      await provider.fill('Name that clients see', 'Juniper Hale');
      await provider.fill('In one line', 'For people with two good offers and one life');
      await provider.fill(
        'About you',
        'Twenty years a pilot of small boats, ten of them a listener to people who could not decide.',
      );
      await looksWell(provider, 'provider-profile');
      await provider.press('Save');
      await provider.sees('Before clients can find you');
    });

    sentence('writes a listing and sees what clients will pay', async () => {
      await writeListing(provider, {
        title,
        mode: /^Advice/,
        description: 'We lay both offers on one table, name the tides and the shoals, and find which harbour is yours.',
      });
      await provider.sees(dollars(PRICE + 349));
      await looksWell(provider, 'provider-listing');
      listingPath = provider.path().replace('/provider', '');
    });

    sentence('sets weekly hours', async () => {
      await provider.go('/provider/schedule');
      for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']) {
        await provider.setTime(`${day} from`, '06:00');
        await provider.setTime(`${day} to`, '20:00');
      }
      await looksWell(provider, 'provider-schedule');
      await provider.press('Save');
      await provider.sees('Your free times are being shown anew');
    });

    sentence('publishes, and finds the listing in the public search by its words', async () => {
      await provider.go(`/provider${listingPath}`);
      await publish(provider);
      await until('the listing among the hits', async () => {
        await client.go('/search?text=which+harbour+tides');
        return (await client.text()).includes(title) ? true : null;
      });
      await client.sees(`${dollars(PRICE + 349)}, includes the $3.49 Handling Fee`);
    });

    sentence('cannot publish therapy before the licence is verified, and is told why', async () => {
      await writeListing(provider, {
        title: 'Therapy for people who cannot choose',
        mode: /^Therapy/,
        description: 'Eight sessions on why both doors look closed, with a plan for the days between.',
      });
      const therapy = provider.path().replace('/provider', '');
      await provider.press('Publish');
      await provider.sees('add your licence number to your profile');
      await looksWell(provider, 'provider-therapy-refused');
      await provider.go('/provider/profile');
      await provider.fill('Licence number', 'PSY-204117');
      await provider.press('Save');
      await arrivesAt(provider, '/provider');
      await provider.go(`/provider${therapy}`);
      await provider.sees('Therapy can be published once your licence is verified');
      await provider.press('Publish');
      await provider.sees('We are still checking your licence with its register');
      const answer = await fetch(world().copy.site + therapy);
      expect([answer.status, (await answer.text()).includes('There is no such listing')]).toEqual([404, true]);
    });
  });

  describe('a client', () => {
    sentence('books a time there and pays', async () => {
      await client.go(listingPath);
      startsAt = await pickTime(client);
      await client.follow('Sign up');
      await signUp(client, world().copy, heron, 'Heron');
      await client.sees('Continue to the bill');
      const { path, total } = await openBill(client);
      expect(total).toBe(dollars(PRICE + 349));
      bookingPath = path;
      await client.press(`Pay ${total}`);
      await payByCard(client, total);
      await arrivesAt(client, bookingPath);
      await client.sees('Juniper Hale');
    });

    sentence('writes to the provider, who is mailed of the booking', async () => {
      await client.go(`${bookingPath}/room`);
      await client.fill('Your message', 'Both offers are on the table.');
      await client.press('Send');
      await client.sees('Both offers are on the table.');
      await until('the mail to the provider', async () =>
        (await world().mailsTo(juniper.email)).some((mail) => /booking|booked/i.test(mail.subject)) ? true : null,
      );
    });
  });

  describe('the provider', () => {
    sentence('sees sessions, messages and money on one page', async () => {
      expect(await purse(provider)).toEqual({ held: WHOLE_PART, payable: 0, released: 0 });
      await provider.sees(`with Heron ${title}`);
      await provider.sees('1 new from Heron');
      await looksWell(provider, 'provider-home');
    });

    sentence('is shown to the client by name, and knows the client by alias alone', async () => {
      await provider.go(bookingPath);
      expect(await provider.text()).not.toContain(heron.email);
      await client.go('/bookings');
      await client.sees('with Juniper Hale');
    });
  });

  describe('a late cancellation', () => {
    sentence('says what comes back before the click, to the cent', async () => {
      await world().moveClockTo(startsAt, 20 * 60);
      await client.go(bookingPath);
      await client.follow('Cancel this booking');
      await client.sees(`You get back ${dollars(REFUND)}`);
      await client.sees(`Your provider gets ${dollars(PROVIDER_PART)}`);
      await client.sees('$3.49, kept');
      await looksWell(client, 'cancel-phone');
    });

    sentence('gives back exactly that, on the booking and on the credit note', async () => {
      await client.press('Cancel the booking');
      await arrivesAt(client, bookingPath);
      const note = await until('the credit note', async () => {
        await client.go(bookingPath);
        return client.page
          .$$eval('a[href^="/receipts/"]', (links) =>
            links.find((link) => link.textContent?.includes('Credit note'))?.getAttribute('href'),
          )
          .then((href) => href ?? null);
      });
      expect(await client.page.$eval('[data-refunded]', (part) => part.getAttribute('data-refunded'))).toBe(
        String(REFUND),
      );
      await client.sees(`${dollars(REFUND)} went back to the card you paid with`);
      await looksWell(client, 'cancelled-phone');
      await client.go(note);
      await client.sees(dollars(REFUND));
      await looksWell(client, 'credit-note-phone');
    });

    sentence('leaves the provider the rest, on hold until seven days after the session, then payable', async () => {
      await until('the rest', async () => ((await purse(provider)).held === PROVIDER_PART ? true : null));
      await world().moveClock('+9d');
      await until(
        'the release',
        async () => ((await purse(provider)).released === PROVIDER_PART ? true : null),
        40_000,
      );
      expect(await purse(provider)).toMatchObject({ held: 0 });
      await looksWell(provider, 'provider-paid');
    });
  });

  describe('a provider who wants to be asked first', () => {
    sentence('says so in the listing, and a client sends a request instead of paying', async () => {
      await provider.go(`/provider${listingPath}`);
      await provider.pick(/^They ask you first/);
      await looksWell(provider, 'provider-listing-asked-first');
      await provider.press('Save');
      await provider.sees('Saved.');
      await client.go(listingPath);
      await client.sees('Pick a time to ask for');
      await pickTime(client, 'Ask for this time');
      await looksWell(client, 'ask-phone');
      await client.press('Send the request');
      await client.sees('Waiting for an answer');
      await looksWell(client, 'asked-phone');
      bookingPath = client.path();
    });

    sentence('is mailed, says yes, and the client pays the bill as usual', async () => {
      await until('the mail to the provider', async () =>
        (await world().mailsTo(juniper.email)).some((mail) => /request/i.test(mail.subject)) ? true : null,
      );
      await provider.go('/provider');
      await provider.follow('Answer');
      await provider.sees('A client asks for this time');
      await looksWell(provider, 'provider-answers');
      await provider.press('Say yes');
      await provider.sees('Waiting for the client to pay');
      await client.go('/bookings');
      await client.follow('See the bill and pay');
      await client.sees(`Pay ${dollars(PRICE + 349)}`);
      await client.press(`Pay ${dollars(PRICE + 349)}`);
      await payByCard(client, dollars(PRICE + 349));
      await arrivesAt(client, bookingPath);
      await client.sees('Confirmed');
    });
  });

  describe('several weeks at once', () => {
    const THREE = 3 * PRICE + 349;

    sentence(
      'are offered in the listing, and a client sees every time and the price of all before the bill',
      async () => {
        await provider.go(`/provider${listingPath}`);
        await provider.pick(/^At once/);
        await provider.choose('Several weeks at once', '6');
        await provider.press('Save');
        await provider.sees('Saved.');
        await client.go(listingPath);
        await client.sees('Up to 6 weeks at the same time');
        await pickFirstTime(client);
        await client.choose('How often', '3');
        await client.sees(`${dollars(THREE)}, all 3 weeks, includes one $3.49 Handling Fee`);
        await looksWell(client, 'weeks-phone');
      },
    );

    sentence('are one bill, one payment and one receipt, and three sessions', async () => {
      const { path, total } = await openBill(client);
      expect(total).toBe(dollars(THREE));
      await client.sees('Price of the session × 3');
      await looksWell(client, 'weeks-bill-phone');
      await client.press(`Pay ${total}`);
      await payByCard(client, total);
      await arrivesAt(client, path);
      await client.sees('Confirmed');
      await client.go('/bookings');
      for (const week of ['Week 1 of 3', 'Week 2 of 3', 'Week 3 of 3']) await client.sees(week);
      await looksWell(client, 'weeks-bookings-phone');
      await client.go(path);
      await client.page.waitForSelector('a[href^="/receipts/"]');
      const receipt = await client.page.$eval('a[href^="/receipts/"]', (link) => link.getAttribute('href') ?? '');
      await client.go(receipt);
      await client.sees(dollars(THREE));
      expect(await client.page.$$eval('.sessions li', (all) => all.length)).toBe(3);
      await looksWell(client, 'weeks-receipt-phone');
    });
  });

  sentence('no page reached a stranger, and none complained', () => {
    for (const person of [client, provider]) expect([person.strangers, person.complaints]).toEqual([[], []]);
  });
}
