import { randomBytes } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { derivedKey, sealBytes, textHashOf } from '@sounding/service';
import { legalAt, termsAt } from '@sounding/terms';
import type pg from 'pg';
import type { AccountRow, SeedRows } from './rows.ts';
import { has, insertRows } from './table.store.ts';

/** Writes the accounts into identity's database. Whoever is no demo account gets a password that nobody knows. */
export async function seedAccounts(client: pg.Client, rows: SeedRows, authStaffSecret?: string): Promise<boolean> {
  const first = rows.accounts[0];
  if (!first || (await has(client, 'account', 'id', first.id))) return false;
  const nobodys = await hash(randomBytes(32).toString('base64'));
  const hashOf = async (account: AccountRow) => (account.password ? hash(account.password) : nobodys);
  await insertRows(
    client,
    'account',
    await Promise.all(
      rows.accounts.map(async (account) => ({
        id: account.id,
        email: account.email,
        alias: account.alias,
        zone: account.zone,
        password_hash: await hashOf(account),
        adult_at: account.madeAt,
        terms_version: termsAt(account.madeAt).version,
        confirmed_at: account.madeAt,
        changed_at: account.madeAt,
      })),
    ),
  );
  await insertRows(
    client,
    'acceptance',
    rows.accounts.map(({ id, madeAt }) => {
      const terms = legalAt('terms', madeAt);
      return { account_id: id, document: 'terms', version: terms.version, text_hash: textHashOf(terms), at: madeAt };
    }),
  );
  await insertRows(
    client,
    'staff_account',
    await Promise.all(
      rows.staff.map(async (account) => ({
        id: account.id,
        email: account.email,
        alias: account.alias,
        zone: account.zone,
        password_hash: await hashOf(account),
        made_at: account.madeAt,
        totp: authStaffSecret && account.totp ? sealedTotp(authStaffSecret, account.id, account.totp) : null,
        totp_at: authStaffSecret && account.totp ? account.madeAt : null,
      })),
    ),
  );
  return true;
}

/** As identity itself keeps it: under the staff realm's key for factors, good in this row alone. */
function sealedTotp(authStaffSecret: string, accountId: string, secret: string): string {
  const key = derivedKey(authStaffSecret, 'identity/factor');
  const sealed = sealBytes(key, `staff/${accountId}/totp`, Buffer.from(secret, 'utf8'));
  return `\\x${Buffer.from(sealed).toString('hex')}`;
}
