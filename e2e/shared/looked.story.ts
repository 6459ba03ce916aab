/** Who looked: staff say why, read, and the person reads that they did; and two of staff open a room, which both its sides learn. */
import type { Look } from '@sounding/contracts';
import { until } from '@sounding/tool-bench';
import type { Person } from '../browser.ts';
import { enterConsole } from '../staff.ts';
import { looksWell, tellStory } from '../story.ts';
import type { World } from '../world.ts';
import { demo, type Stage } from './matrix.story.ts';

const WORDS = 'The brass astrolabe is under the stairs.';
const WHY = 'The client wrote to us that they are threatened in this room.';

export function tellWhoLooked(world: () => World, stage: () => Stage): void {
  const sentence = tellStory();
  let one: Person;
  let other: Person;
  let room: string;
  const looks = async () => (await stage().client.get<{ looks: Look[] }>('/api/v1/account/who-looked')).looks;

  beforeAll(async () => {
    await stage().client.post(`/api/v1/bookings/${stage().objects.bookingId}/messages`, { text: WORDS });
    [one, other] = [await world().atConsole(), await world().atConsole()];
    await Promise.all([enterConsole(one, world(), 'second of staff'), enterConsole(other, world())]);
  }, 60_000);
  afterAll(() => Promise.all([one?.leave(), other?.leave()]));

  sentence('staff are asked why before they see a booking, and see it then', async () => {
    const before = await looks();
    await one.go(`/bookings/${stage().objects.bookingId}`);
    await one.sees('Why do you look?');
    expect(await one.text()).not.toContain('Where the money is');
    await looksWell(one, 'console-why');
    await one.pick(/^Money is not/);
    await one.fill('In your own words', 'The client asks what was charged.');
    await one.press('Look');
    await one.sees('Where the money is');
    const read = (await looks()).slice(0, -before.length || undefined);
    expect(read.map(({ what, because }) => [what, because])).toEqual(
      expect.arrayContaining(['booking', 'money', 'documents', 'name'].map((what) => [what, 'money'])),
    );
  });

  sentence('one asks for the room, cannot agree alone, and reads nothing', async () => {
    await one.go(`/rooms?booking=${stage().objects.bookingId}`);
    await one.fill('What it is needed for', WHY);
    await one.press('Ask another member of staff');
    await one.sees('Another member of staff has to agree');
    await looksWell(one, 'console-room-asked');
    room = one.path();
    await one.go(`${room}?read=yes`);
    await one.sees('Another member of staff has to agree');
    expect(await one.text()).not.toContain(WORDS);
  });

  sentence('the other agrees and cannot read; the one reads, and both sides know at once', async () => {
    await other.go(room);
    await other.sees(WHY);
    await other.press('Agree');
    await other.sees('Open');
    await other.go(`${room}?read=yes`);
    expect(await other.text()).not.toContain(WORDS);
    await one.go(`${room}?read=yes`);
    await one.sees(WORDS);
    await looksWell(one, 'console-room-open');
    await until(
      'the mail to the provider',
      async () =>
        (await world().mailsTo(demo('provider').email)).some(({ text }) => text.includes('/account/who-looked')) ||
        null,
    );
    const whats = await until('the log', async () => {
      const all = (await looks()).map(({ what }) => what);
      return all.includes('room-opened') ? all : null;
    });
    expect(whats).toContain('messages');
  });

  sentence('it is ended, and what was open is over', async () => {
    await other.go(room);
    await other.press('End it now');
    await other.sees('Over');
    await one.go(`${room}?read=yes`);
    expect(await one.text()).not.toContain(WORDS);
  });

  sentence('the client reads all of it in plain words, on a phone', async () => {
    const { urls } = world().platform;
    const client = await world().onPhone();
    for (const pair of stage()
      .cookies.client.split('; ')
      .filter((cookie) => cookie.startsWith('__Host-client'))) {
      const [name = '', value = ''] = pair.split('=');
      const { hostname } = new URL(urls.site);
      await client.page
        .browserContext()
        .setCookie({ name, value, domain: hostname, path: '/', secure: true, httpOnly: true });
    }
    await client.go('/account/who-looked');
    await client.sees(/A member of support read the messages of one of your bookings, because two of us agreed/);
    await client.sees('looked at the money of a booking of yours, because money was not where it should be');
    await looksWell(client, 'who-looked-phone');
    expect([client.strangers, client.complaints]).toEqual([[], []]);
    await client.leave();
  });
}
