/** Signing in at the browser: a second step by an app, a passkey, and the devices where one is signed in. On a phone, by its names alone. */
import { mailedCode } from '@sounding/tool-bench';
import { appCode, STEP_MS } from '@sounding/tool-seed';
import type { CDPSession } from 'puppeteer';
import type { Person } from '../browser.ts';
import { enterConsole } from '../staff.ts';
import { looksWell, signUp, tellStory } from '../story.ts';
import type { World } from '../world.ts';

const PASSWORD = 'orchard velvet tambourine';

let person: Person;
let cdp: CDPSession;

/** The business clock of the copy. */
async function nowOf(world: World): Promise<Date> {
  const answer = await fetch(`${world.platform.urls.site}/api/v1/dev/clock`);
  return new Date(((await answer.json()) as { now: string }).now);
}

/** An authenticator inside Chromium, as a phone has one: its owner is verified, and it keeps what it makes. */
async function giveAuthenticator({ page }: Person): Promise<CDPSession> {
  const session = await page.createCDPSession();
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', automaticPresenceSimulation: true },
      ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
    },
  });
  return session;
}

async function signOut(who: Person): Promise<void> {
  await who.go('/account');
  await who.page.evaluate(() =>
    fetch('/api/v1/sign-out', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }),
  );
  await who.go('/sign-in');
}

async function enterPassword(who: Person, email: string): Promise<void> {
  await who.fill('E-mail', email);
  await who.fill('Password', PASSWORD);
  await who.press('Sign in');
}

export function tellSigning(world: () => World): void {
  const sentence = tellStory();
  const email = `signing-${Date.now()}@example.com`;
  let secret = '';
  let used = 0;
  const code = async () => {
    const step = Math.max(used + 1, Math.floor((await nowOf(world())).getTime() / STEP_MS));
    used = step;
    return appCode(secret, new Date(step * STEP_MS));
  };

  afterAll(() => person?.leave());

  sentence('somebody signs up and sets up an app, and sees ten recovery codes', async () => {
    person = await world().onPhone();
    cdp = await giveAuthenticator(person);
    await person.go('/sign-up');
    await signUp(person, world().copy, { email, password: PASSWORD }, 'Robin');
    await person.page.waitForFunction(() => location.pathname === '/bookings');
    await person.go('/account/security');
    await looksWell(person, 'security');
    await person.press('Set up an app');
    await person.sees('Scan this');
    await looksWell(person, 'security-app');
    secret = await person.page.$eval('[data-secret]', (element) => element.textContent ?? '');
    await person.fill('Six digits of the app', await code());
    await person.fill('Your password', PASSWORD);
    await person.press('Confirm');
    await person.sees('Your recovery codes');
    expect(await person.page.$$eval('.recovery-codes li', (codes) => codes.length)).toBe(10);
    await looksWell(person, 'recovery-codes');
  });

  sentence('the next sign-in asks for a code of the app, and the password alone opens nothing', async () => {
    await signOut(person);
    await enterPassword(person, email);
    await person.sees('Code from your app');
    await looksWell(person, 'second-step');
    await person.go('/bookings');
    expect(person.path()).toBe('/sign-in');
    await enterPassword(person, email);
    await person.sees('Code from your app');
    await person.fill('Code from your app', '000000');
    await person.press('Go on');
    await person.sees('This code is not right');
    await person.fill('Code from your app', await code());
    await person.press('Go on');
    await person.page.waitForFunction(() => location.pathname === '/bookings');
  });

  sentence('they add a passkey, and sign in with nothing else', async () => {
    await person.go('/account/security');
    await person.fill('What you call the new passkey', 'My phone');
    // The codes of two half minutes were used; a recovery code, or a later one.
    await world().moveClock('+2m');
    await person.fill('A code from your app, or a recovery code, to add a passkey', await code());
    await person.press('Add a passkey');
    await person.sees('Your passkey was added');
    await person.sees('My phone');
    await looksWell(person, 'passkeys');
    await signOut(person);
    await person.press('Use a passkey');
    await person.page.waitForFunction(() => location.pathname === '/bookings');
  });

  sentence('they see where they are signed in, and sign the other device out', async () => {
    const other = await world().atDesk();
    await other.go('/sign-in');
    await enterPassword(other, email);
    await other.sees('Code from your app');
    await world().moveClock('+2m');
    await other.fill('Code from your app', await code());
    await other.press('Go on');
    await other.page.waitForFunction(() => location.pathname === '/bookings');
    await person.go('/account/sessions');
    await person.sees('this one');
    await looksWell(person, 'sessions');
    await person.press('Sign out everywhere else');
    await person.sees('was signed out');
    await other.go('/account');
    expect(other.path()).toBe('/sign-in');
    await other.leave();
  });

  sentence('they move to another address with the code that goes there', async () => {
    const next = `moved-${email}`;
    await person.go('/account/email');
    await looksWell(person, 'email');
    await person.fill('E-mail', next);
    await person.fill('Your password, or a code from your app', PASSWORD);
    await person.press('Send the code');
    await person.sees('mail with six digits');
    await person.fill('Six-digit code', await mailedCode(world().copy, next));
    await person.press('Use this address');
    await person.sees('From now on we write to');
    expect(person.complaints).toEqual([]);
    expect(person.strangers).toEqual([]);
    await cdp.detach();
  });

  sentence('staff are asked for their code, and see their devices', async () => {
    const staff = await world().atConsole();
    await enterConsole(staff, world());
    await staff.go('/security');
    await staff.sees('Your authenticator app');
    await looksWell(staff, 'console-security');
    await staff.go('/sessions');
    await staff.sees('this one');
    await looksWell(staff, 'console-sessions');
    expect([staff.strangers, staff.complaints]).toEqual([[], []]);
    await staff.leave();
  });
}
