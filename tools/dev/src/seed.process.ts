/** The demo world of a new copy. */

import { readOffset } from '@sounding/service';
import { appCode, DEMO_ACCOUNTS, SEEDED, STEP_MS, seed } from '@sounding/tool-seed';
import { clockFile } from './environment.ts';

/**
 * Fills what is empty; a service that has data already keeps it. `owners` are the addresses with the right to write
 * everything; without one for a service that the seed writes to, nothing is seeded. Answers the services that were filled.
 */
export async function seedDatabases(
  home: string,
  owners: Readonly<Record<string, string>>,
  authStaffSecret: string,
  note: (text: string) => void,
): Promise<readonly string[]> {
  const missing = SEEDED.filter((service) => !owners[service]);
  if (missing.length > 0) {
    note(`left out, because there is no owner's address for ${missing.join(', ')}`);
    return [];
  }
  const now = new Date(Date.now() + readOffset(clockFile(home)));
  return seed({ owners: owners as Record<(typeof SEEDED)[number], string>, now, authStaffSecret });
}

/** What the apps of the demo staff show at this instant of the copy's clock, and for how many seconds more. */
export function demoCodes(at: Date): { codes: { email: string; code: string }[]; seconds: number } {
  const codes = DEMO_ACCOUNTS.flatMap(({ email, totp }) => (totp ? [{ email, code: appCode(totp, at) }] : []));
  return { codes, seconds: Math.ceil((STEP_MS - (at.getTime() % STEP_MS)) / 1000) };
}

/** For the table at the end of the start: who can sign in where. */
export function demoAccounts(): readonly { who: string; email: string; password: string }[] {
  return DEMO_ACCOUNTS.map(({ role, email, password }) => ({ who: role, email, password }));
}
