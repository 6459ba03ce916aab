/**
 * Every page of both sites in Chromium, as everybody: nothing is asked of anybody but us, nothing breaks a policy, nothing complains, and
 * what people wrote is text, although all of it would be markup.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HTTPResponse } from 'puppeteer';
import { Person } from '../browser.ts';
import type { Objects, Role } from '../matrix/cells.ts';
import type { World } from '../world.ts';
import { ELEMENT, writeMarkup } from './attacks/markup.story.ts';
import type { Stage } from './matrix.story.ts';

const APPS = join(import.meta.dirname, '../../apps');

/** The patterns of a site's pages, from the file that the site itself is built of. */
function pagesOf(door: string): string[] {
  const text = readFileSync(join(APPS, door, 'web/app/routes.ts'), 'utf8');
  const patterns = [...text.matchAll(/\broute\('([^']+)'/g)].map(([, pattern]) => `/${pattern}`);
  return ['/', ...new Set(patterns)];
}

/** What stands for a parameter of a page, by the page it belongs to; the first that fits. */
const STANDS: readonly [RegExp, (objects: Objects) => string | undefined][] = [
  [/^\/provider\/listings\/:id/, ({ draftId }) => draftId],
  [/^\/provider\/money\/:month/, () => '2026-11'],
  [/^\/providers\/:accountId/, ({ accountId }) => accountId],
  [/^\/providers\/:handle/, ({ handle }) => handle],
  [/^\/(terms|privacy)\/:version/, ({ version }) => version],
  [/^\/(listings|book)\/:/, ({ listingId }) => listingId],
  [/^\/bookings\/:/, ({ bookingId }) => bookingId],
  [/^\/receipts\/:/, ({ receiptId }) => receiptId],
  [/^\/documents\/years\/:/, () => '2024'],
  [/^\/documents\/:/, ({ documentId }) => documentId],
  [/^\/verify\/:/, () => '0'.repeat(26)],
  [/^\/erased\/:/, () => '0'.repeat(43)],
  [/^\/tickets\/:/, ({ ticketId }) => ticketId],
  [/^\/reviews\/:/, ({ reviewId }) => reviewId],
  [/^\/rooms\/:/, ({ glassId }) => glassId],
  [/^\/credentials\/:/, () => '00000000-0000-4000-8000-000000000000'],
];

function addressOf(pattern: string, objects: Objects): string {
  const found = STANDS.find(([page]) => page.test(pattern))?.[1](objects);
  const path = pattern.replace(/\/\*$/, '/nowhere/at/all').replace(/:\w+/, found ?? ':');
  if (path.includes(':')) throw new Error(`${pattern}: say in STANDS what stands for its parameter`);
  return path;
}

const HEADERS: Readonly<Record<string, RegExp>> = {
  'content-security-policy': /default-src 'none'.*frame-ancestors 'none'/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'referrer-policy': /^(no-referrer|same-origin)$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'permissions-policy': /geolocation=\(\)/,
  'cache-control': /no-store|max-age/,
};

/** The headers that this answer lacks. Everything a page loads must have them, not the page alone. */
function lacking(answer: HTTPResponse): string[] {
  const have = answer.headers();
  return Object.entries(HEADERS)
    .filter(([name]) => name !== 'content-security-policy' || have['content-type']?.startsWith('text/html'))
    .filter(([name, wanted]) => !wanted.test(have[name] ?? ''))
    .map(([name]) => `${new URL(answer.url()).pathname} ${name}: ${have[name]}`);
}

/** A browser in which this role is signed in, that notes what is wrong with what it loads. */
async function browserOf(world: World, origin: string, cookie: string): Promise<{ person: Person; wrong: string[] }> {
  const person = await Person.arrive(world.browser, origin);
  const wrong: string[] = [];
  for (const pair of cookie === '' ? [] : cookie.split('; ')) {
    const [name = '', value = ''] = pair.split('=');
    const url = origin;
    await person.page
      .browserContext()
      .setCookie({ name, value, domain: new URL(url).hostname, path: '/', secure: true, httpOnly: true });
  }
  await person.page.evaluateOnNewDocument(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      console.error(`policy broken: ${violatedDirective} ${blockedURI}`);
    });
  });
  person.page.on('response', (answer) => {
    if (answer.url().startsWith(origin) && answer.status() !== 304) wrong.push(...lacking(answer));
  });
  return { person, wrong };
}

/** Opens the page and waits until it has settled. Answers what is wrong with it, and whether somebody's markup stands there as text. */
async function lookAt(
  { person, wrong }: Awaited<ReturnType<typeof browserOf>>,
  path: string,
): Promise<{ wrong: string[]; marked: boolean }> {
  const { page } = person;
  wrong.length = 0;
  person.complaints.length = 0;
  const answer = await page.goto(new URL(path, person.origin).href, { waitUntil: 'load' });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))));
  const status = answer?.status() ?? 0;
  // That the page itself says no is what the matrix is about; Chromium notes it as an error.
  const complaints = person.complaints.filter((text) => !(status < 500 && text.includes(`a status of ${status} `)));
  const html = await page.content();
  const elsewhere = [...html.matchAll(/(?:src|action|formaction|srcset)="(https?:)?\/\/[^"]+/g)].map(
    ([found]) => found,
  );
  const marks = await page.$$eval(ELEMENT, (elements) => elements.length);
  const marked = await page.evaluate((element) => document.body.textContent.includes(`<${element}>`), ELEMENT);
  const found = [
    ...(status >= 500 || status === 0 ? [`answered ${status}`] : []),
    ...(marks > 0 ? ['what somebody wrote became markup'] : []),
    ...wrong,
    ...complaints,
    ...person.strangers,
    ...elsewhere,
  ];
  return { wrong: found, marked };
}

export function tellTheCrawl(world: () => World, stage: () => Stage): void {
  /** `marked`: the least number of pages on which this role must have met the markup, or the walk proves nothing. */
  const walks: { at: string; door: string; role: Role; marked: number }[] = [
    { at: 'the public site', door: 'gateway', role: 'visitor', marked: 3 },
    { at: 'the public site', door: 'gateway', role: 'client', marked: 6 },
    { at: 'the public site', door: 'gateway', role: 'provider', marked: 6 },
    { at: 'the support console', door: 'support-console', role: 'visitor', marked: 0 },
    { at: 'the support console', door: 'support-console', role: 'staff', marked: 3 },
  ];

  it('people write markup wherever they can write', () => writeMarkup(world(), stage()));

  it.each(walks)(
    'every page of $at is ours alone, as $role',
    async ({ door, role, marked }) => {
      const { urls } = world().platform;
      const origin = door === 'gateway' ? urls.site : urls.console;
      const cookie = stage().cookies[role];
      const browser = await browserOf(world(), origin, cookie);
      const pages = pagesOf(door);
      expect(pages.length).toBeGreaterThan(10);
      const found: string[] = [];
      const met: string[] = [];
      for (const pattern of pages) {
        const path = addressOf(pattern, stage().objects);
        const seen = await lookAt(browser, path);
        found.push(...seen.wrong.map((what) => `${path}: ${what}`));
        if (seen.marked) met.push(pattern);
      }
      await browser.person.leave();
      expect(found).toEqual([]);
      expect({ met, enough: met.length >= marked }).toEqual({ met, enough: true });
      // Nobody was signed out by walking around.
      const session = await fetch(`${origin}/api/v1/session`, { headers: { cookie } });
      expect(session.status).toBe(role === 'visitor' ? 401 : 200);
    },
    180_000,
  );
}
