import { seedAccounts } from './accounts.store.ts';
import { seedCatalog } from './catalog.store.ts';
import { seedHours } from './hours.store.ts';
import { seedRows } from './rows.ts';
import { asOwner } from './table.store.ts';

/** The services that the seed writes to, in this order: whoever hears of a listing finds account and hours already there. */
export const SEEDED = ['identity', 'booking', 'catalog'] as const;
export type Seeded = (typeof SEEDED)[number];

const SEEDERS = { identity: seedAccounts, booking: seedHours, catalog: seedCatalog } as const;

export interface SeedOptions {
  /** Owner URLs, `DATABASE_OWNER_URL_<SERVICE>`; all migrations must have been applied. */
  readonly owners: Readonly<Record<Seeded, string>>;
  /** The business's now: everything is dated relative to it. */
  readonly now: Date;
  /** AUTH_STAFF_SECRET of the copy: what staff's authenticator secrets are sealed with. Without it staff enrol at their first sign-in. */
  readonly authStaffSecret?: string;
}

/**
 * Fills empty databases with providers, listings, hours, reviews and demo accounts, in one transaction per service.
 * A service that has them already is left alone. Answers the services that were written to.
 */
export async function seed({ owners, now, authStaffSecret }: SeedOptions): Promise<Seeded[]> {
  if (process.env.NODE_ENV === 'production') {
    throw new Error('The seed makes accounts with published passwords; it does not run with NODE_ENV=production.');
  }
  const rows = seedRows(now);
  const written: Seeded[] = [];
  for (const service of SEEDED) {
    if (await asOwner(owners[service], (client) => SEEDERS[service](client, rows, authStaffSecret)))
      written.push(service);
  }
  return written;
}
