/**
 * One hour, and three people who want it when somebody else gives it up. It goes down their line: the first declines it, the second
 * does not answer, the third takes it and pays. The business clock is moved; nobody is charged for waiting.
 */
import type { Listing } from '@sounding/contracts';
import { mailedCode, newClient, reserve, until, Visitor } from '@sounding/tool-bench';
import type { Person } from '../browser.ts';
import { type Account, arrivesAt, looksWell, payByCard, signIn, signUp, tellStory } from '../story.ts';
import type { World } from '../world.ts';

const stamp = Date.now();
const TITLE = 'The one hour before the ferry leaves';
const OFFERED = 'A time is kept for you';
const account = (name: string): Account => ({
  email: `${name}-${stamp}@example.com`,
  password: 'a-bench-above-the-quay',
});
const [keeper, robin, wren, finch] = ['keeper', 'robin', 'wren', 'finch'].map(account) as [
  Account,
  Account,
  Account,
  Account,
];

let provider: Person;
let first: Person;
let second: Person;
let third: Person;
let listingId: string;
/** The day of the hour, `2026-12-01`, five days from the clock's today. */
let day: string;
let offeredPath: string;

async function known(world: World, { email, password }: Account, alias: string): Promise<Visitor> {
  const visitor = new Visitor(world.copy.site);
  await visitor.post('/api/v1/sign-up', { email, password, alias, adult: true, zone: 'UTC' });
  await visitor.post('/api/v1/confirm', { email, code: await mailedCode(world.copy, email) });
  return visitor;
}

/** A provider with one hour on one day, which somebody reserves at once. */
async function openTheHour(world: World): Promise<void> {
  const { now } = (await (await fetch(`${world.copy.site}/api/v1/dev/clock`)).json()) as { now: string };
  day = new Date(Date.parse(now) + 5 * 86_400_000).toISOString().slice(0, 10);
  const visitor = await known(world, keeper, 'Keeper');
  await visitor.put('/api/v1/provider/profile', {
    displayName: 'Ines Quayle',
    headline: 'For people who leave in the morning',
    about: 'I have kept a ferry house for thirty years, and heard most of what people say before they go.',
    languages: ['en'],
    zone: 'UTC',
  });
  const listing = await visitor.post<Listing>('/api/v1/provider/listings', {
    mode: 'advice',
    category: 'life-path-advice',
    title: TITLE,
    description: 'What you are leaving, what you take along, and what can stay on the quay without harm.',
    price: { minor: 4000, currency: 'USD' },
    durationMinutes: 60,
    stepMinutes: 60,
  });
  listingId = listing.id;
  await visitor.patch('/api/v1/provider/schedule', {
    zone: 'UTC',
    overrides: [{ date: day, windows: [{ from: '10:00', to: '11:00' }] }],
  });
  await visitor.post(`/api/v1/provider/listings/${listingId}/publication`, { published: true });
  await reserve(await newClient(world.copy), listingId, `${day}T10:00:00.000Z`);
}

async function waitFor(person: Person): Promise<void> {
  await person.setTime('First day', day);
  await person.setTime('Last day', day);
  await person.press('Wait for a time');
  await person.sees('You are in line');
}

const offersTo = async (world: World, { email }: Account) =>
  (await world.mailsTo(email)).filter(({ subject }) => subject === OFFERED);

/** The bookings of somebody to whom a time is kept, once it is; answers the path of the booking. */
async function seesTheOffer(world: World, person: Person, who: Account): Promise<string> {
  await until('the mail about the time', async () => ((await offersTo(world, who)).length > 0 ? true : null));
  await person.go('/bookings');
  await person.sees('Take this time, or let it go');
  await person.sees(/Kept until: .+ \(1[0-5]:\d\d\)/);
  return person.page.$eval('article h2 a', (link) => link.getAttribute('href') ?? '');
}

export function tellWaiting(world: () => World): void {
  beforeAll(async () => {
    [provider, first, second, third] = (await Promise.all([
      world().atDesk(),
      world().onPhone(),
      world().atDesk(),
      world().onPhone(),
    ])) as [Person, Person, Person, Person];
    await openTheHour(world());
    await known(world(), wren, 'Wren');
    await known(world(), finch, 'Finch');
  }, 120_000);
  const sentence = tellStory();

  sentence('who finds no time on a listing signs up, waits for one, and is first in line', async () => {
    await first.go(`/listings/${listingId}`);
    await first.sees('No free times in these two weeks');
    await first.follow('Wait for one');
    await first.sees('How it works');
    await first.follow('Sign up');
    await signUp(first, world().copy, robin, 'Robin');
    await first.sees('First day');
    await looksWell(first, 'wait-phone');
    await waitFor(first);
    await first.sees('You are first in line');
    await first.sees(TITLE);
    await looksWell(first, 'waits-phone');
  });

  sentence('others stand behind, and the provider sees how many wait, and nobody’s name', async () => {
    for (const [person, who, place] of [
      [second, wren, 2],
      [third, finch, 3],
    ] as const) {
      await signIn(person, who);
      await person.go(`/listings/${listingId}/wait`);
      await waitFor(person);
      await person.sees(`You are number ${place} in line`);
    }
    await signIn(provider, keeper);
    await provider.go('/provider/schedule');
    await provider.sees('3 people wait');
    for (const name of ['Robin', 'Wren', 'Finch']) expect(await provider.text()).not.toContain(name);
    await looksWell(provider, 'schedule-waiting-desk');
  });

  sentence('nobody waits twice for the same days', async () => {
    await second.go(`/listings/${listingId}/wait`);
    await second.setTime('First day', day);
    await second.setTime('Last day', day);
    await second.press('Wait for a time');
    await second.sees('You wait for some of these days already');
  });

  sentence('when the hour is given up, the first is mailed and has fifteen minutes; nobody else sees it', async () => {
    await world().moveClock('+11m');
    offeredPath = await seesTheOffer(world(), first, robin);
    await looksWell(first, 'offered-list-phone');
    await first.go(offeredPath);
    await first.sees('It is kept for you alone');
    await looksWell(first, 'offered-phone');
    await second.go('/bookings');
    await second.sees('You are number 2 in line');
    expect(await second.text()).not.toContain('Take this time');
    await second.go(`/listings/${listingId}`);
    await second.sees('No free times in these two weeks');
    expect(await offersTo(world(), wren)).toHaveLength(0);
  });

  sentence('who declines it waits no longer, and the second has it at once', async () => {
    await first.follow('Decline');
    await first.sees('Decline this time?');
    await looksWell(first, 'decline-phone');
    await first.press('Decline, and stop waiting');
    await arrivesAt(first, '/bookings');
    await first.sees('Nothing is coming up');
    offeredPath = await seesTheOffer(world(), second, wren);
    await looksWell(second, 'offered-list-desk');
  });

  sentence('who does not answer sees it go, and the third has it', async () => {
    await second.go(offeredPath);
    await world().moveClock('+16m');
    offeredPath = await seesTheOffer(world(), third, finch);
    await second.go('/bookings');
    await second.sees('Ended unpaid');
    expect(await second.text()).not.toContain('in line');
  });

  sentence('who takes it sees the bill, pays, and has a booking like any other', async () => {
    await third.press('Take this time');
    await third.sees('Your bill');
    expect(third.path()).toBe(`${offeredPath}/pay`);
    await looksWell(third, 'taken-bill-phone');
    await third.press('Pay $43.49');
    await payByCard(third, '$43.49');
    await arrivesAt(third, offeredPath);
    await third.sees('Messages and the room');
    await third.go('/bookings');
    await third.sees('Confirmed');
    expect(await third.text()).not.toContain('You wait for a time');
    await provider.go('/provider/schedule');
    expect(await provider.text()).not.toContain('wait for a time');
  });

  sentence('nobody’s browser asked anybody else for anything, or complained', async () => {
    for (const person of [provider, first, second, third]) {
      expect([person.strangers, person.complaints]).toEqual([[], []]);
      await person.leave();
    }
  });
}
