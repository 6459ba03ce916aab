/**
 * What is theirs: a client takes a copy of their data along, in which there is everything of theirs and nothing of anybody else; shows
 * providers a name and takes it back; and reads, on the day on which the terms change, what changed, before beginning anything new.
 */
import type { ExportRow } from '@sounding/contracts';
import { readZip } from '@sounding/testing';
import {
  confirmed,
  findListing,
  newClient,
  pay,
  Refused,
  receiptOf,
  reserve,
  until,
  type Visitor,
} from '@sounding/tool-bench';
import type { Person } from '../browser.ts';
import { arrivesAt, looksWell, tellStory } from '../story.ts';
import type { World } from '../world.ts';

/** Far enough ahead that the other stories on this platform are over before it counts. */
export const COMING = new Date(Date.now() + 150 * 86_400_000).toISOString().slice(0, 10);
const WHY = 'You have longer to claim your money back.';
/** The file of a platform on which this story is told. */
export const COMING_TERMS = JSON.stringify({ terms: [{ version: COMING, matters: WHY, guaranteeDays: 14 }] });

const PASSWORD = 'a-long-walk-by-the-river';
const PROOF = 'Your password, or a code from your app if you have one';
const MARKUP = '<script>document.title="taken"</script><img src=x onerror=alert(1)>';
const THEIRS = 'A canary of somebody else 7d0c1e';

let client: Visitor;
let stranger: Visitor;
let person: Person;
let bookingId: string;
let listingId: string;
let zip: Map<string, Buffer>;

/** The browser of somebody who signed in elsewhere. */
async function browserOf(world: World, { cookie }: Visitor): Promise<Person> {
  const browser = await world.onPhone();
  for (const pair of cookie.split('; ')) {
    const [name = '', value = ''] = pair.split('=');
    const domain = new URL(browser.origin).hostname;
    await browser.page.browserContext().setCookie({ name, value, domain, path: '/', secure: true, httpOnly: true });
  }
  return browser;
}

const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (error: unknown) => (error instanceof Refused ? error.problem.code : Promise.reject(error)),
  );

function tellTheCopy(world: () => World, sentence: ReturnType<typeof tellStory>): void {
  sentence('somebody hires, writes to their provider and to support, and so does somebody else', async () => {
    [client, stranger] = await Promise.all([newClient(world().copy), newClient(world().copy)]);
    const { hit, starts } = await findListing(client, 'life');
    listingId = hit.listing.id;
    const { booking } = await reserve(client, listingId, starts.at(-1) ?? '');
    bookingId = booking.id;
    await pay(world().copy, client, bookingId);
    await confirmed(client, bookingId);
    await receiptOf(client, bookingId);
    await until('the room', async () => {
      const answer = await refusal(client.post(`/api/v1/bookings/${bookingId}/messages`, { text: MARKUP }));
      return answer === 'answered' ? answer : null;
    });
    await client.post('/api/v1/tickets', { subject: 'About my path', text: MARKUP });
    await stranger.post('/api/v1/tickets', { subject: THEIRS, text: THEIRS });
  });

  sentence('takes a copy along, with the password once more, on a phone', async () => {
    person = await browserOf(world(), client);
    await person.go('/account/data');
    await looksWell(person, 'data-phone');
    await person.fill(PROOF, 'not my password at all');
    await person.press('Open my copy');
    await person.page.waitForSelector('[data-code="wrong-credentials"]');
    await person.fill(PROOF, PASSWORD);
    await person.press('Open my copy');
    await person.sees('Your copy is open for ten minutes');
    const href = await person.page.$eval('a[download]', (link) => link.getAttribute('href') ?? '');
    zip = new Map(readZip(Buffer.from(await client.bytes(href))).map(({ name, bytes }) => [name, bytes]));
    // The way to it is the person's own.
    expect(await refusal(stranger.bytes(href))).toBe('not-found');
  });

  sentence('in which there is everything of theirs, inert, and nothing of anybody else', () => {
    const names = [...zip.keys()];
    expect(names.slice(0, 3)).toEqual(['index.html', 'data.json', 'calendar.ics']);
    expect(names.some((name) => /^documents\/[\w.-]+\.pdf$/.test(name))).toBe(true);
    for (const [name, bytes] of zip) if (name.endsWith('.pdf')) expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    const { rows } = JSON.parse(String(zip.get('data.json'))) as { rows: ExportRow[] };
    const of = (part: string) => rows.filter((row) => row.part === part).map(({ row }) => row);
    expect(of('identity.account')).toMatchObject([{ alias: 'Rowan', email: expect.stringContaining('@example.com') }]);
    expect(of('booking.bookings')).toMatchObject([{ id: bookingId, as: 'client', state: 'confirmed' }]);
    expect(of('workspace.messages')).toMatchObject([{ from: 'you', text: MARKUP }]);
    expect(of('support.ticket-messages')).toMatchObject([{ from: 'you', text: MARKUP }]);
    expect(of('billing.payments')).toMatchObject([{ last4: '4242' }]);
    expect(of('receipts.documents')).toHaveLength(1);
    expect(String(zip.get('calendar.ics'))).toContain(`/bookings/${bookingId}`);
    const page = String(zip.get('index.html'));
    expect(page).toContain('&lt;script&gt;document.title');
    expect(page).not.toMatch(/<script|<img/);
    for (const bytes of zip.values()) {
      expect(String(bytes)).not.toContain(THEIRS);
      expect(String(bytes)).not.toContain('argon2');
    }
  });
}

function tellTheTerms(world: () => World, sentence: ReturnType<typeof tellStory>): void {
  sentence('a name of their own is given and taken back', async () => {
    await person.go('/account/consents');
    await person.fill('The name that your providers see', 'Rowan Ashdown');
    await looksWell(person, 'consents-phone');
    await person.page.$eval('#own-name form button[value=yes]', (button) => (button as HTMLElement).click());
    await person.sees('Change the name');
    await person.press('Take it back');
    await person.sees('Taken back on');
  });

  sentence('on the day of new terms they read what changed before their bookings', async () => {
    await world().moveClockTo(`${COMING}T00:00:00.000Z`, -5);
    // A session does not live that long.
    await client.post('/api/v1/sign-in', { email: await addressOf(), password: PASSWORD });
    person = await browserOf(world(), client);
    await person.go('/bookings');
    await arrivesAt(person, '/terms/agree');
    await person.sees(WHY);
    await person.sees('14 days, until then 7 days.');
    await person.sees('The Handling Fee: $3.49, unchanged.');
    await looksWell(person, 'terms-changed-phone');
  });

  sentence('say not now, read their booking, and are refused a new one', async () => {
    await person.press('Not now');
    await arrivesAt(person, '/bookings');
    await person.go(`/bookings/${bookingId}`);
    expect(person.path()).toBe(`/bookings/${bookingId}`);
    const later = new Date(Date.parse(`${COMING}T10:00:00.000Z`) + 5 * 86_400_000).toISOString();
    expect(await refusal(client.post('/api/v1/bookings', { listingId, startsAt: later }))).toBe('terms-changed');
    expect(await refusal(client.post('/api/v1/tickets', { subject: 'Still here', text: 'May I write?' }))).toBe(
      'answered',
    );
  });

  sentence('agree, and begin anew', async () => {
    await person.follow('See what changes');
    await person.press('I agree');
    await person.sees('You are up to date');
    const later = new Date(Date.parse(`${COMING}T10:00:00.000Z`) + 5 * 86_400_000).toISOString();
    expect(await refusal(client.post('/api/v1/bookings', { listingId, startsAt: later }))).not.toBe('terms-changed');
    expect([person.strangers, person.complaints]).toEqual([[], []]);
  });
}

/** From the copy, which knows it. */
async function addressOf(): Promise<string> {
  const { rows } = JSON.parse(String(zip.get('data.json'))) as { rows: ExportRow[] };
  return String(rows.find(({ part }) => part === 'identity.account')?.row.email);
}

export function tellYours(world: () => World): void {
  const sentence = tellStory();
  describe('a copy', () => tellTheCopy(world, sentence));
  describe('terms that change', () => tellTheTerms(world, sentence));
}
