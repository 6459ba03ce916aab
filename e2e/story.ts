/** How stories are told, and what people in several of them do. */
import { type Copy, mailedCode } from '@sounding/tool-bench';
import type { Person } from './browser.ts';

/** A sentence goes on where the one before it ended. When one failed, those after it cannot be true; they say so at once instead of waiting. */
export function tellStory(): (name: string, live: () => Promise<void> | void) => void {
  let broken: string | null = null;
  return (name, live) =>
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

/** Keeps a picture for people, and lets axe look at the page. */
export async function looksWell(person: Person, picture: string): Promise<void> {
  await person.picture(picture);
  expect(await person.axe()).toEqual([]);
}

export interface Account {
  readonly email: string;
  readonly password: string;
}

/** From a page that offers it, until the code from the mail is confirmed. */
export async function signUp(person: Person, copy: Copy, { email, password }: Account, alias: string): Promise<void> {
  await person.sees('I am 18 or older');
  await person.fill('E-mail', email);
  await person.fill('Password', password);
  await person.fill('Alias', alias);
  await person.check('I am 18 or older');
  await person.press('Sign up');
  await person.sees('Look into your mail');
  await person.fill('Six-digit code', await mailedCode(copy, email));
  await person.press('Confirm');
}

export async function signIn(person: Person, { email, password }: Account): Promise<void> {
  await person.go('/sign-in');
  await person.fill('E-mail', email);
  await person.fill('Password', password);
  await person.press('Sign in');
  await person.page.waitForFunction(() => location.pathname !== '/sign-in');
}

/** On a listing: takes the first time on the page, which leaves most weeks to come. */
export function pickFirstTime(person: Person): Promise<string> {
  return pickTime(person, 'Book this time', 0);
}

/** On a listing: takes the last time on the page, or the one in this place. Answers its instant. */
export async function pickTime(person: Person, heading = 'Book this time', place = -1): Promise<string> {
  const slot = await person.page.$$eval(
    'a[data-start]',
    (links, at) => links.map((link) => link.getAttribute('href') ?? '').at(at),
    place,
  );
  if (!slot) throw new Error('no time is offered');
  await person.go(slot);
  await person.sees(heading);
  return new URL(slot, person.origin).searchParams.get('start') ?? '';
}

/** Goes on to the bill. Answers the booking's path, and the total that the button names. */
export async function openBill(person: Person): Promise<{ path: string; total: string }> {
  await person.press('Continue to the bill');
  await person.sees('Your bill');
  expect(person.path()).toMatch(/^\/bookings\/[0-9a-f-]+\/pay$/);
  const total = (await person.text()).match(/Pay (\$[\d,.]+)/)?.[1] ?? '';
  expect(total).toMatch(/^\$\d/);
  return { path: person.path().replace(/\/pay$/, ''), total };
}

/** On Stripe's page. */
export async function payByCard(person: Person, total: string, number = '4242424242424242'): Promise<void> {
  await person.fill('E-mail', 'river@example.com');
  await person.fill('Card number', number);
  await person.fill('Expiry date', '12 / 34');
  await person.fill('CVC', '123');
  await person.fill('Name on card', 'R. River');
  await person.press(`Pay ${total}`);
}

export async function arrivesAt(person: Person, path: string): Promise<void> {
  await person.page.waitForFunction((wanted: string) => location.pathname === wanted, {}, path);
}

/** The provider's purse as it stands, in cents. */
export async function purse(person: Person): Promise<Record<string, number>> {
  await person.go('/provider');
  return person.page.$$eval('[data-money]', (cards) =>
    Object.fromEntries(
      cards.map((card) => [
        card.getAttribute('data-money') ?? '',
        Math.round(Number((card.querySelector('strong')?.textContent ?? '').replaceAll(/[$,]/g, '')) * 100),
      ]),
    ),
  );
}
