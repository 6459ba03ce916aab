/**
 * A therapist and a client who trust each other with care: the therapist shows a picture; the client is asked where they will be, is
 * refused from where no licence holds, and books from where one does; both come; what the client writes of it waits seven days, is
 * answered, and is hidden by staff who say why.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@sounding/tool-bench';
import { DEMO_ACCOUNTS } from '@sounding/tool-seed';
import type { ElementHandle } from 'puppeteer';
import sharp from 'sharp';
import type { Person } from '../browser.ts';
import { enterConsole } from '../staff.ts';
import { arrivesAt, looksWell, openBill, payByCard, pickTime, signIn, signUp, tellStory } from '../story.ts';
import type { World } from '../world.ts';

const demo = (role: string) => {
  const account = DEMO_ACCOUNTS.find((one) => one.role === role);
  if (!account) throw new Error(`the seed has no ${role}`);
  return account;
};
const plover = { email: `plover-${Date.now()}@example.com`, password: 'three-eggs-on-the-sand' };
const WORDS = 'I had rehearsed what to say and needed none of it. Bring water.';
const ANSWER = 'Thank you. There is always water here.';
const REASON = 'It tells where the client works.';

let client: Person;
let therapist: Person;
let staff: Person;
let folder: string;
let publicPage: string;
let listingPath: string;
let bookingPath: string;
let startsAt: string;
let before: number;

async function sendFile(person: Person, name: string, bytes: Buffer | string): Promise<void> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  const field = (await person.page.waitForSelector('input[type=file]')) as ElementHandle<HTMLInputElement>;
  await field.uploadFile(path);
}

/** How many reviews the public page counts. */
async function counted(person: Person): Promise<number> {
  await person.go(publicPage);
  return Number(/\((\d+) reviews?\)/.exec(await person.text())?.[1] ?? 0);
}

/** Says that this person is in the room, as the room's page does every fifteen seconds. */
async function isThere(person: Person): Promise<void> {
  const status = await person.page.evaluate(async (path) => {
    return (await fetch(`/api/v1${path}/beats`, { method: 'POST' })).status;
  }, bookingPath);
  expect(status).toBe(200);
}

function tellThePicture(sentence: ReturnType<typeof tellStory>): void {
  sentence('sends a drawing that calls itself a photograph, and is told no', async () => {
    await signIn(therapist, demo('therapist'));
    await therapist.go('/provider/profile');
    await sendFile(therapist, 'me.png', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    await therapist.press('Show this picture');
    await therapist.sees('This is no JPEG, PNG or WebP picture, or it is damaged.');
    await looksWell(therapist, 'picture-refused');
  });

  sentence('and that six megabytes are too much', async () => {
    await sendFile(therapist, 'large.png', Buffer.alloc(6 * 1024 * 1024, 7));
    await therapist.press('Show this picture');
    await therapist.sees('A picture is at most 5 MB.');
  });

  sentence('sends a photograph, which everybody sees without what it told of its camera', async () => {
    const green = { create: { width: 1600, height: 1200, channels: 3 as const, background: '#3f8f6b' } };
    const photo = await sharp(green)
      .withExif({ IFD0: { Model: 'A telling camera' } })
      .jpeg()
      .toBuffer();
    await sendFile(therapist, 'photo.jpg', photo);
    await therapist.press('Show this picture');
    await therapist.sees('Remove my picture');
    await looksWell(therapist, 'picture-shown');
    publicPage = await therapist.page.$eval('a[href^="/providers/"]', (link) => link.getAttribute('href') ?? '');
    before = await counted(client);
    const image = await client.page.waitForSelector(`img[alt="Portrait of ${demo('therapist').name}"]`);
    const drawn = await image?.evaluate(async (element) => {
      const shown = element as HTMLImageElement;
      await shown.decode();
      const bytes = await (await fetch(shown.src)).arrayBuffer();
      return { width: shown.naturalWidth, told: new TextDecoder('latin1').decode(bytes).includes('telling') };
    });
    expect(drawn).toEqual({ width: 512, told: false });
    await looksWell(client, 'provider-page-phone');
  });
}

function tellTheGate(world: () => World, sentence: ReturnType<typeof tellStory>): void {
  sentence('picks a time for therapy, and is asked where they will be', async () => {
    listingPath = await client.page.$$eval('a[href^="/listings/"]', (links) => {
      const therapy = links.find((link) => link.closest('li')?.querySelector('.tag-therapy'));
      return therapy?.getAttribute('href') ?? '';
    });
    await client.go(listingPath);
    await client.sees('Licensed in New Jersey, United States; New York, United States');
    startsAt = await pickTime(client);
    await client.follow('Sign up');
    await signUp(client, world().copy, plover, 'Plover');
    await client.sees('Where will you be during this session?');
    await looksWell(client, 'therapy-where-phone');
  });

  sentence('is refused from California, where no licence of this therapist holds', async () => {
    await client.choose('Where will you be during this session?', 'US-CA');
    await client.check('I consent to this');
    await client.press('Continue to the bill');
    await client.sees('The licence of this provider does not hold where you will be');
    await client.sees('Find a therapist who is licensed where you will be');
    expect(client.path()).toMatch(/^\/book\//);
    await looksWell(client, 'therapy-refused-phone');
  });

  sentence('reserves, pays and is confirmed from New York', async () => {
    await client.choose('Where will you be during this session?', 'US-NY');
    const { path, total } = await openBill(client);
    bookingPath = path;
    await client.press(`Pay ${total}`);
    await payByCard(client, total);
    await arrivesAt(client, bookingPath);
    await client.sees('You said that you will be in New York, United States during the session.');
  });

  sentence('and the therapist reads where', async () => {
    await therapist.go(bookingPath);
    await therapist.sees('Your client said that they will be in New York, United States during the session.');
  });
}

function tellTheReview(world: () => World, sentence: ReturnType<typeof tellStory>): void {
  sentence('both come, and the client may write once it is over', async () => {
    await world().moveClockTo(startsAt, 5);
    for (const person of [client, therapist]) {
      await person.go(bookingPath);
      await isThere(person);
    }
    await world().moveClockTo(startsAt, -180);
    await until('the end of the session', async () => {
      await client.go(bookingPath);
      return (await client.text()).includes('Write a review') ? true : null;
    });
    await client.follow('Write a review');
    await client.sees('Nobody reads it before');
    await looksWell(client, 'review-phone');
  });

  sentence('writes it, once, and alone reads it', async () => {
    await client.pick(/^4 of 5/);
    await client.fill('What would have helped you to know before?', WORDS);
    await client.press('Send the review');
    await client.sees('Thank you. Nobody else reads it before');
    await client.sees(WORDS);
    await looksWell(client, 'review-waits-phone');
    await therapist.go('/provider/reviews');
    expect(await therapist.text()).not.toContain(WORDS);
    expect(await counted(client)).toBe(before);
  });

  sentence('after seven days everybody reads it, and the rating counts it', async () => {
    await world().moveClock('+8d');
    await until('the review on the page', async () => ((await counted(client)) === before + 1 ? true : null));
    await client.sees(WORDS);
    await client.sees('Plover');
    await client.go(`${bookingPath}/review`);
    await client.sees('Everybody can read it');
  });

  sentence('the therapist answers it, below', async () => {
    await therapist.go('/provider/reviews');
    await therapist.sees(WORDS);
    await (await therapist.page.waitForSelector('::-p-text(Answer Plover)'))?.click();
    await therapist.fill('Your answer to Plover', ANSWER);
    await therapist.press('Show this answer');
    await therapist.sees('Your answer');
    await looksWell(therapist, 'reviews-desk');
    await client.go(publicPage);
    await client.sees(ANSWER);
    await looksWell(client, 'reviews-phone');
  });
}

function tellTheHiding(world: () => World, sentence: ReturnType<typeof tellStory>): void {
  sentence('hide it with a reason, and it counts no longer', async () => {
    staff = await world().atConsole();
    await enterConsole(staff, world());
    await staff.go('/reviews');
    await staff.sees(WORDS);
    await (await staff.page.waitForSelector('::-p-text(Hide it)'))?.click();
    await staff.fill('Why, about the review by Plover', REASON);
    await staff.press('Hide this review');
    await staff.sees('Hidden by you');
    expect(await staff.page.$$eval('textarea', (fields) => fields.map(({ value }) => value).join(''))).toBe('');
    await looksWell(staff, 'console-reviews');
    expect(await counted(client)).toBe(before);
    expect(await client.text()).not.toContain(WORDS);
  });

  sentence('and its author reads why', async () => {
    await client.go(`${bookingPath}/review`);
    await client.sees('Our staff have hidden this review');
    await client.sees(REASON);
    await looksWell(client, 'review-hidden-phone');
  });
}

export function tellTheTherapist(world: () => World): void {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sounding-pictures-'));
    client = await world().onPhone();
    therapist = await world().atDesk();
  });
  afterAll(() => rm(folder, { recursive: true }));
  const sentence = tellStory();

  describe('a therapist', () => tellThePicture(sentence));
  describe('a client', () => tellTheGate(world, sentence));
  describe('their session', () => tellTheReview(world, sentence));
  describe('staff', () => tellTheHiding(world, sentence));

  sentence('no page reached a stranger, and none complained', () => {
    for (const person of [client, therapist, staff]) expect([person.strangers, person.complaints]).toEqual([[], []]);
  });
}
