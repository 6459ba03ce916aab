import { verify } from '@node-rs/argon2';
import { ListingChanged } from '@sounding/contracts';
import { derivedKey, openBytes } from '@sounding/service';
import { startWorld, type World } from '@sounding/testing';
import { appCode, DEMO_ACCOUNTS, SEEDED, seed } from '../src/index.ts';

const now = new Date('2026-11-23T12:00:00Z');
const STAFF_SECRET = 'a secret of the staff realm in this test';
let world: World;

async function owners() {
  const urls = await Promise.all(SEEDED.map(async (name) => [name, (await world.database(name)).ownerUrl] as const));
  return Object.fromEntries(urls) as Record<(typeof SEEDED)[number], string>;
}

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

it('fills the databases of three services once, and leaves them alone the second time', async () => {
  expect(await seed({ owners: await owners(), now, authStaffSecret: STAFF_SECRET })).toEqual([...SEEDED]);
  expect(await seed({ owners: await owners(), now: new Date(now.getTime() + 86_400_000) })).toEqual([]);
  const [counts] = await world.sql(
    'catalog',
    `select (select count(*)::int from profile) as profiles,
       (select count(*)::int from listing where kind = 'session') as listings,
       (select count(distinct zone)::int from profile) as zones,
       (select count(*)::int from category c where not exists (select from category b where b.parent = c.slug)) as leaves,
       (select sum(review_count)::int - (select count(*) from review)::int from profile) as miscounted,
       (select max(at) from review) as latest`,
  );
  expect(counts).toMatchObject({ profiles: 60, listings: 180, miscounted: 0 });
  expect(counts?.zones).toBeGreaterThanOrEqual(8);
  expect(counts?.leaves).toBeGreaterThanOrEqual(30);
  expect(counts?.latest.getTime()).toBeLessThan(now.getTime());
});

it('gives every provider an account, a profile and hours under one id', async () => {
  const ids = async (service: string, sql: string) =>
    (await world.sql<{ id: string }>(service, sql)).map((row) => row.id);
  const profiles = await ids('catalog', 'select account_id as id from profile order by 1');
  expect(await ids('booking', 'select id from provider order by 1')).toEqual(profiles);
  const accounts = new Set(await ids('identity', 'select id from account'));
  expect(profiles.every((id) => accounts.has(id))).toBe(true);
});

it('says every bookable listing to booking, and no therapy of an unverified licence', async () => {
  const said = await world.sql<{ name: string; data: unknown }>('catalog', 'select name, data from bus.outbox');
  const [bookable] = await world.sql<{ count: number }>('catalog', 'select count(*)::int from bookable');
  expect(said).toHaveLength(bookable?.count ?? -1);
  for (const { name, data } of said) {
    expect(name).toBe(ListingChanged.name);
    expect(ListingChanged.data.parse(data).published).toBe(true);
  }
  const [waiting] = await world.sql<{ count: number }>(
    'catalog',
    `select count(*)::int from listing where mode = 'therapy' and id not in (select id from bookable)`,
  );
  expect(waiting?.count).toBeGreaterThan(0);
});

it('lets the demo accounts sign in with the passwords it publishes, and nobody else', async () => {
  const rows = [
    ...(await world.sql<{ email: string; hash: string }>(
      'identity',
      'select email, password_hash as hash from account',
    )),
    ...(await world.sql<{ email: string; hash: string }>(
      'identity',
      'select email, password_hash as hash from staff_account',
    )),
  ];
  for (const { email, password } of DEMO_ACCOUNTS) {
    expect(await verify(rows.find((row) => row.email === email)?.hash ?? '', password)).toBe(true);
  }
  const other = rows.find((row) => row.email.endsWith('@provider.example'));
  for (const { password } of DEMO_ACCOUNTS) expect(await verify(other?.hash ?? '', password)).toBe(false);
});

it('gives staff an app whose secret only the staff realm of this copy can read', async () => {
  const [row] = await world.sql<{ id: string; totp: Buffer }>('identity', 'select id, totp from staff_account');
  const secret = DEMO_ACCOUNTS.find(({ role }) => role === 'staff')?.totp ?? '';
  const open = (key: string) =>
    openBytes(derivedKey(key, 'identity/factor'), `staff/${row?.id}/totp`, row?.totp ?? Buffer.of());
  expect(open(STAFF_SECRET).toString()).toBe(secret);
  expect(() => open('another secret of another staff realm')).toThrow();
  // RFC 6238, appendix B, at its last six digits.
  expect(appCode('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', new Date(59_000))).toBe('287082');
});

it('does not run in production', async () => {
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    await expect(seed({ owners: await owners(), now })).rejects.toThrow('production');
  } finally {
    process.env.NODE_ENV = before;
  }
});
