import type { Person } from './browser.ts';

/** Staff open a booking that they have no ticket about: they say why, and see it. */
export async function lookAt(staff: Person, path: string): Promise<void> {
  await staff.go(path);
  await staff.pick(/^Money is not where it should be/);
  await staff.fill('In your own words', 'The books do not explain what this booking was paid.');
  await staff.press('Look');
  await staff.page.waitForFunction(() => location.search.includes('reason='));
  await staff.sees('Where the money is');
}
