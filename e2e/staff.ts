/** Staff sign in with a password and a code of their app. A code is good once: whoever needs a second one in the same half minute gets the next. */
import type { Visitor } from '@sounding/tool-bench';
import { appCode, DEMO_ACCOUNTS, STEP_MS } from '@sounding/tool-seed';
import type { Person } from './browser.ts';
import type { World } from './world.ts';

export type Staff = 'staff' | 'second of staff';

/** The last step whose code was given out, by copy and person. Codes of one step later than now are good as well. */
const given = new Map<string, number>();

function colleague(who: Staff) {
  const account = DEMO_ACCOUNTS.find(({ role }) => role === who);
  if (!account?.totp) throw new Error('the seed has no staff with an app');
  return { ...account, totp: account.totp };
}

/** A code that was not used yet, by the business clock of this copy. Waits where all that are good now were used. */
export async function staffCode({ platform }: World, who: Staff = 'staff'): Promise<string> {
  const { site } = platform.urls;
  const whose = `${site} ${who}`;
  for (;;) {
    const { now } = (await (await fetch(`${site}/api/v1/dev/clock`)).json()) as { now: string };
    const step = Math.floor(Date.parse(now) / STEP_MS);
    const next = Math.max(step, (given.get(whose) ?? 0) + 1);
    if (next <= step + 1) {
      given.set(whose, next);
      return appCode(colleague(who).totp, new Date(next * STEP_MS));
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** At the console: password, then the code. */
export async function enterConsole(person: Person, world: World, who: Staff = 'staff'): Promise<void> {
  const { email, password } = colleague(who);
  await person.go('/sign-in');
  await person.fill('E-mail', email);
  await person.fill('Password', password);
  await person.press('Sign in');
  await person.sees('Code from your app');
  await person.fill('Code from your app', await staffCode(world, who));
  await person.press('Go on');
  await person.page.waitForFunction(() => !location.pathname.startsWith('/sign-in'));
}

/** The same at the console's API. */
export async function enterDesk(visitor: Visitor, world: World, who: Staff = 'staff'): Promise<void> {
  const { email, password } = colleague(who);
  await visitor.post('/api/v1/sign-in', { email, password });
  await visitor.post('/api/v1/sign-in/code', { code: await staffCode(world, who) });
}
