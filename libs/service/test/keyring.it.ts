/** The keyring on a real PostgreSQL: several copies of a service, whose memory and commits are their own. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { KeyEncryption } from '@sounding/service';
import { ERASED, FileKeys, Keyring, OwnerErased, ownerOf, placeOf, rewrapAll, UnknownKek } from '@sounding/service';
import { cloneDatabase, dropDatabase, type TestDatabase } from '@sounding/testing';
import pg from 'pg';

const key = () => randomBytes(32).toString('base64');
const keys = { SOUNDING_DATA_KEY: key() };

let database: TestDatabase;
let pool: pg.Pool;
let one: Keyring;
let other: Keyring;

/** What Prisma lends as a transaction, over a plain connection. */
const lent = (client: pg.PoolClient) => ({
  $queryRawUnsafe: async <T>(text: string, ...values: unknown[]) => (await client.query(text, values)).rows as T,
  $executeRawUnsafe: async (text: string, ...values: unknown[]) => (await client.query(text, values)).rowCount ?? 0,
});
type Lent = ReturnType<typeof lent>;

async function transaction<R>(work: (tx: Lent) => Promise<R>): Promise<R> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const done = await work(lent(client));
    await client.query('COMMIT');
    return done;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

const copy = (keks: KeyEncryption = new FileKeys(keys)) => new Keyring(() => ({ pool, transaction }), keks);

beforeAll(async () => {
  database = await cloneDatabase('workspace', `keyring_${randomBytes(4).toString('hex')}`);
  pool = new pg.Pool({ connectionString: database.url, max: 12 });
  [one, other] = [copy(), copy()];
});

afterAll(async () => {
  await pool.end();
  await dropDatabase(database.name);
});

async function sealed(text = 'I lost my job.', owner = ownerOf('person', randomUUID())) {
  const place = placeOf('note', randomUUID(), 'text');
  return { owner, place, bytes: await transaction((tx) => one.seal(tx, owner, place, text)) };
}

test('what one copy seals another opens; the database holds neither the words nor a key in clear', async () => {
  const note = await sealed();
  expect(await other.open(note)).toBe('I lost my job.');
  const { rows } = await pool.query('SELECT wrapped FROM keys.data_key WHERE owner = $1', [note.owner]);
  expect(rows[0].wrapped).toHaveLength(1 + 12 + 16 + 32);
});

test('for another owner, and in another place, a text does not open', async () => {
  const [mine, yours] = [await sealed(), await sealed('yours')];
  await expect(one.open({ ...mine, owner: yours.owner })).rejects.toThrow('was changed, or belongs elsewhere');
  await expect(one.open({ ...mine, place: yours.place })).rejects.toThrow('was changed, or belongs elsewhere');
  expect(await one.openAll([mine, yours, mine])).toEqual(['I lost my job.', 'yours', 'I lost my job.']);
});

test('a wrapped key that is copied to another owner does not unwrap', async () => {
  const [mine, yours] = [await sealed(), await sealed()];
  await pool.query(
    'UPDATE keys.data_key SET wrapped = (SELECT wrapped FROM keys.data_key WHERE owner = $1) WHERE owner = $2',
    [mine.owner, yours.owner],
  );
  await expect(copy().open(yours)).rejects.toThrow();
});

test('the first text of an owner, written twenty times at once, makes one key', async () => {
  const owner = ownerOf('person', randomUUID());
  const notes = await Promise.all(Array.from({ length: 20 }, (_, n) => sealed(`note ${n}`, owner)));
  expect(await copy().openAll(notes)).toEqual(notes.map((_, n) => `note ${n}`));
});

test('a key whose commit failed never was', async () => {
  const owner = ownerOf('person', randomUUID());
  const failing = transaction(async (tx) => {
    await one.seal(tx, owner, 'note/1/text', 'lost');
    throw new Error('not committed');
  });
  await expect(failing).rejects.toThrow('not committed');
  const note = await sealed('kept', owner);
  expect(await one.open(note)).toBe('kept');
  expect(await other.open(note)).toBe('kept');
});

test('a destroyed key is gone for good: what it sealed is erased, nothing new is sealed, no other key is made', async () => {
  const note = await sealed();
  await transaction((tx) => one.destroy(tx, note.owner));
  await transaction((tx) => one.destroy(tx, note.owner));
  expect(await one.open(note)).toBe(ERASED);
  expect(await copy().open(note)).toBe(ERASED);
  await expect(sealed('again', note.owner)).rejects.toThrow(OwnerErased);
  const back = pool.query("UPDATE keys.data_key SET wrapped = '\\x01' WHERE owner = $1", [note.owner]);
  await expect(back).rejects.toThrow('was destroyed');
  const before = ownerOf('person', randomUUID());
  await transaction((tx) => one.destroy(tx, before));
  await expect(sealed('first', before)).rejects.toThrow(OwnerErased);
});

test('while its destruction is being committed, the copy that destroys keeps no key beyond', async () => {
  const note = await sealed();
  await transaction(async (tx) => {
    await one.destroy(tx, note.owner);
    expect(await one.open(note)).toBe('I lost my job.');
  });
  expect(await one.open(note)).toBe(ERASED);
});

test('a text that is being sealed holds off the destruction of its key', async () => {
  const { owner } = await sealed();
  const order: string[] = [];
  let destroyed: Promise<unknown> = Promise.resolve();
  const bytes = await transaction(async (tx) => {
    const done = await one.seal(tx, owner, 'note/2/text', 'just now');
    destroyed = transaction((inner) => other.destroy(inner, owner)).then(() => order.push('destroyed'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    order.push('sealed');
    return done;
  });
  await destroyed;
  expect(order).toEqual(['sealed', 'destroyed']);
  expect(await copy().open({ owner, place: 'note/2/text', bytes })).toBe(ERASED);
});

test('two copies move five hundred keys to a new key-encryption key, none twice and none lost', async () => {
  await pool.query('DELETE FROM keys.data_key');
  const notes = await Promise.all(Array.from({ length: 10 }, (_, n) => sealed(`note ${n}`)));
  await pool.query(
    "INSERT INTO keys.data_key (owner, kek, wrapped) SELECT 'gone/' || n, '', NULL FROM generate_series(1, 3) n",
  );
  const { kek } = await one.keks.wrap('bulk', randomBytes(32));
  const bulk = await Promise.all(Array.from({ length: 490 }, (_, n) => one.keks.wrap(`bulk/${n}`, randomBytes(32))));
  await pool.query(
    `INSERT INTO keys.data_key (owner, kek, wrapped)
     SELECT 'bulk/' || (n - 1), $1, wrapped FROM unnest($2::bytea[]) WITH ORDINALITY AS u (wrapped, n)`,
    [kek, bulk.map(({ wrapped }) => Buffer.from(wrapped))],
  );
  const [was, is] = [new FileKeys(keys), new FileKeys({ SOUNDING_DATA_KEY: key() })];
  const both: KeyEncryption = {
    current: async () => 'new',
    known: async () => ['new', 'env'],
    wrap: async (context, bytes) => ({ ...(await is.wrap(context, bytes)), kek: 'new' }),
    unwrap: (context, id, bytes) => (id === 'new' ? is.unwrap(context, 'env', bytes) : was.unwrap(context, id, bytes)),
  };
  const moved = await Promise.all([rewrapAll({ transaction }, both), rewrapAll({ transaction }, both)]);
  expect(moved[0] + moved[1]).toBe(500);
  expect(await rewrapAll({ transaction }, both)).toBe(0);
  const { rows } = await pool.query('SELECT DISTINCT kek FROM keys.data_key WHERE wrapped IS NOT NULL');
  expect(rows).toEqual([{ kek: 'new' }]);
  expect(await copy(both).openAll(notes)).toEqual(notes.map((_, n) => `note ${n}`));
  await expect(copy().openAll(notes)).rejects.toThrow(UnknownKek);
});

test('a blind index names the same text the same in every copy, and differs by use', async () => {
  await pool.query('DELETE FROM keys.data_key');
  const [first, second] = await Promise.all([one.index('address'), copy().index('address')]);
  expect(first('ada@example.org')).toEqual(second('ada@example.org'));
  expect(first('ada@example.org')).not.toEqual(first('ida@example.org'));
  expect((await one.index('phone'))('ada@example.org')).not.toEqual(first('ada@example.org'));
});

test('a text whose key is in no row is a bug that names the owner, not an erased text', async () => {
  await expect(one.open({ owner: 'person/nobody', place: 'note/1/text', bytes: randomBytes(40) })).rejects.toThrow(
    'no key of person/nobody',
  );
});
