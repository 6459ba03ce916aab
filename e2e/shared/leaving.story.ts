/** Somebody leaves, on a telephone: they see what it means, ask, think again, ask again, and have a certificate and nothing else. */
import { until } from '@sounding/tool-bench';
import type { Person } from '../browser.ts';
import { type Account, looksWell, signUp, tellStory } from '../story.ts';
import type { World } from '../world.ts';

const stamp = Date.now();
const me: Account = { email: `gone-${stamp}@example.com`, password: 'a-bench-above-the-quay' };

export function tellLeaving(world: () => World): void {
  const then = tellStory();
  let person: Person;
  const mail = (subject: string) =>
    until(`the mail "${subject}"`, async () => {
      const mails = await world().mailsTo(me.email);
      return mails.find((one) => one.subject === subject) ?? null;
    });

  then('they see beforehand what goes and what must stay, and nothing is in their way', async () => {
    person = await world().onPhone();
    await person.go('/sign-up');
    await signUp(person, world().copy, me, 'Gone Soon');
    await person.page.waitForFunction(() => !/^.(confirm|sign-up)/.test(location.pathname));
    await person.go('/account/leave');
    await person.sees('What must stay, until when, and why');
    await looksWell(person, 'leaving-phone');
  });

  then(
    'a wrong password asks for nothing; the right one begins a pause of three days, which can be called off',
    async () => {
      await person.fill('Password', 'not the right one');
      await person.press('Erase everything of mine');
      await person.sees('Nothing was changed');
      await person.fill('Password', me.password);
      await person.press('Erase everything of mine');
      await person.sees('You are leaving');
      await mail('You asked us to erase you');
      await person.press('I stay: call it off');
      await person.sees('You stay.');
      await person.fill('Password', me.password);
      await person.press('Erase everything of mine');
      await person.sees('You are leaving');
    },
  );

  then('after the pause they are nobody here, and hold a certificate that anybody can read', async () => {
    await world().moveClock('+3d1h');
    const { text } = await mail('Your account is erased');
    await person.go('/account');
    expect(person.path()).toBe('/sign-in');
    const path = /\/erased\/[\w-]{43}/.exec(text)?.[0] ?? 'no link';
    await person.go(path);
    await person.sees('Certificate of erasure');
    expect(await person.text()).not.toMatch(/Gone Soon|example\.com/);
    await looksWell(person, 'certificate-of-erasure');
    await person.leave();
    const again = await world().atDesk();
    await again.go('/sign-in');
    await again.fill('E-mail', me.email);
    await again.fill('Password', me.password);
    await again.press('Sign in');
    await again.sees('Address and password do not fit together');
    await again.leave();
  });
}
