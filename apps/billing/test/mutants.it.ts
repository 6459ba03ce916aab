/**
 * The ledger's SQL with one mistake at a time: each copy of the database gets one, and the checks of the ledger must notice it.
 * A mistake is a text of the function that is replaced (and must be there), or a guard that is taken away. `SOUNDING_PROVE=1` makes all
 * of them, otherwise every third; that each can be made is always tried.
 */
import { cloneDatabase, dropDatabase } from '@sounding/testing';
import pg from 'pg';
import { CHECKS } from './ledger.checks.ts';

type Mistake =
  | { readonly of: string; readonly text: string; readonly becomes: string; readonly every?: boolean }
  | { readonly run: string };

const POST = 'ledger_post(jsonb)';
const ZERO = 'ledger_entry_sums_to_zero()';
const DAYS = 'statement_day_adds_up()';
const drop = (table: string, constraint: string): Mistake => ({
  run: `ALTER TABLE ${table} DROP CONSTRAINT ${constraint}`,
});
const post = (text: string, becomes: string): Mistake => ({ of: POST, text, becomes });
/** The guard of overdrawn accounts, with another condition. */
const overdrawn = (owed: string, clearing: string, least = '0', recv = "'^(receivable|dispute_recv):'"): Mistake => ({
  run: `ALTER TABLE account_balance DROP CONSTRAINT account_is_not_overdrawn, ADD CONSTRAINT account_is_not_overdrawn CHECK (
    CASE WHEN account ~ '^(${owed}):' OR account IN (${clearing}) THEN minor <= ${least}
         WHEN account ~ ${recv} THEN minor >= 0 ELSE true END)`,
});
const CLEARING = "'refund_clr', 'transfer_clr', 'tax'";

const MISTAKES: Record<string, Mistake> = {
  'an entry told twice is an error': post('ON CONFLICT ON CONSTRAINT ledger_entry_kind_ref_key DO NOTHING', ''),
  'an entry told again is only compared when it comes alone': post(
    'IF cardinality(fresh) < jsonb_array_length(entries) THEN',
    "IF fresh = '{}' THEN",
  ),
  'an entry told again is not compared': post(
    "IF FOUND THEN\n      RAISE EXCEPTION 'ledger entry % exists",
    "IF false THEN\n      RAISE EXCEPTION 'ledger entry % exists",
  ),
  'an entry told again may have other amounts': post(
    'ON now.account = had.account AND now.minor = had.minor',
    'ON now.account = had.account',
  ),
  'an entry told again may have more postings': post('FULL JOIN', 'LEFT JOIN'),
  'an entry told again may have fewer postings': post('FULL JOIN', 'RIGHT JOIN'),
  'an entry told again is posted again beside a new one': post(
    "(e->'postings') p\n    WHERE e->>'kind' || ':' || (e->>'ref') = ANY (fresh)",
    "(e->'postings') p",
  ),
  'an entry without postings is kept': post('IF told <> cardinality(ids)', 'IF false'),
  'currencies are not compared': post('USING (account, currency)', 'USING (account)'),
  'a posting in another currency is left out': post('IF told <> cardinality(lines)', 'IF false'),
  // That balances are locked by name too is not among these: the insert before it waits for whoever changes them already.
  'the balance is not moved': post('SET minor = b.minor + s.minor', 'SET minor = b.minor'),
  'the balance moves the wrong way': post('SET minor = b.minor + s.minor', 'SET minor = b.minor - s.minor'),
  'the balance is off by a cent': post('SET minor = b.minor + s.minor', 'SET minor = b.minor + s.minor + 1'),
  'the balance is the last difference': post('SET minor = b.minor + s.minor', 'SET minor = s.minor'),
  'the running balance goes the wrong way': post(
    'b.minor + sum(l.minor) OVER so_far',
    'b.minor - sum(l.minor) OVER so_far',
  ),
  'the running balance forgets what was there': post('b.minor + sum(l.minor) OVER so_far', 'sum(l.minor) OVER so_far'),
  'the running balance mixes accounts': post('PARTITION BY l.account ORDER BY l.n', 'ORDER BY l.n'),
  'the running balance is that of the whole commit': post(
    'PARTITION BY l.account ORDER BY l.n',
    'PARTITION BY l.account',
  ),
  'the running balance runs backwards': post(
    'PARTITION BY l.account ORDER BY l.n',
    'PARTITION BY l.account ORDER BY l.n DESC',
  ),
  'a posting may be dated before the one ahead of it': post(
    'greatest(b.last_at, max(l.at) OVER so_far)',
    'max(l.at) OVER so_far',
  ),
  'a posting is dated as the earlier of two': post(
    'greatest(b.last_at, max(l.at) OVER so_far)',
    'greatest(b.last_at, l.at)',
  ),
  'the last date of an account goes back': post('greatest(b.last_at, s.at)', 's.at'),
  'the last date of an account never moves': post('greatest(b.last_at, s.at)', 'b.last_at'),
  'the last date of an account is the earliest of a commit': post('max(at) AS at', 'min(at) AS at'),
  'the count of new entries is wrong': post('RETURN cardinality(ids)', 'RETURN 1 + cardinality(ids)'),
  'nothing new is counted as one': post('RETURN 0', 'RETURN 1'),
  'a posting has the wrong sign': post("(p->>'minor')::bigint", "-(p->>'minor')::bigint"),
  'a posting is doubled': post("(p->>'minor')::bigint", "2 * (p->>'minor')::bigint"),
  'the function works with the rights of who calls it': post(' SECURITY DEFINER', ''),
  'an entry may not sum to zero': { run: 'DROP TRIGGER ledger_entry_sums_to_zero ON ledger_posting' },
  'an entry may be off by a cent': { of: ZERO, text: 'sum(minor) <> 0', becomes: 'abs(sum(minor)) > 1' },
  'an entry may be in two currencies': {
    of: ZERO,
    text: 'OR min(currency) <> max(currency)',
    becomes: '',
  },
  'postings may be changed': { run: 'DROP TRIGGER ledger_posting_only_grows ON ledger_posting' },
  'entries may be changed': { run: 'DROP TRIGGER ledger_entry_only_grows ON ledger_entry' },
  'the service may insert postings': { run: 'GRANT INSERT ON ledger_posting TO billing_app' },
  'the service may change balances': { run: 'GRANT UPDATE ON account_balance TO billing_app' },
  'a posting of nothing is kept': drop('ledger_posting', 'ledger_posting_minor_check'),
  'any account will do': drop('ledger_posting', 'ledger_posting_account_check'),
  'an account may stand twice in an entry': drop('ledger_posting', 'ledger_posting_entry_id_account_key'),
  'accounts may be overdrawn': drop('account_balance', 'account_is_not_overdrawn'),
  'a hold may be overdrawn': overdrawn('payable|credit_owed', CLEARING),
  'a payable may be overdrawn': overdrawn('hold|credit_owed', CLEARING),
  'what we owe a client may be overdrawn': overdrawn('hold|payable', CLEARING),
  'the refunds under way may be overdrawn': overdrawn('hold|payable|credit_owed', "'transfer_clr', 'tax'"),
  'the transfers under way may be overdrawn': overdrawn('hold|payable|credit_owed', "'refund_clr', 'tax'"),
  'tax may be overdrawn': overdrawn('hold|payable|credit_owed', "'refund_clr', 'transfer_clr'"),
  'accounts may be overdrawn by a cent': overdrawn('hold|payable|credit_owed', CLEARING, '1'),
  'more is recovered than a provider owes': overdrawn('hold|payable|credit_owed', CLEARING, '0', "'^dispute_recv:'"),
  'more comes back than a bank took': overdrawn('hold|payable|credit_owed', CLEARING, '0', "'^receivable:'"),
  'a day forgets its second posting': {
    of: DAYS,
    text: 'minor = had.minor + excluded.minor',
    becomes: 'minor = excluded.minor',
  },
  'a day counts a posting twice': { of: DAYS, text: 'count = had.count + 1', becomes: 'count = had.count + 2' },
  'a day has no commission': { of: DAYS, text: "c.account = 'rev.commission'", becomes: 'false' },
  'days are not added up': { run: 'DROP TRIGGER statement_day_adds_up ON ledger_posting' },
};

const PROVE = process.env.SOUNDING_PROVE === '1';
const MADE = Object.entries(MISTAKES).filter((_, place) => PROVE || place % 3 === 0);

async function make(owner: pg.Pool | pg.PoolClient, mistake: Mistake): Promise<void> {
  if ('run' in mistake) {
    await owner.query(mistake.run);
    return;
  }
  const { rows } = await owner.query<{ source: string }>('SELECT pg_get_functiondef($1::regprocedure) AS source', [
    mistake.of,
  ]);
  const source = rows[0]?.source ?? '';
  const places = source.split(mistake.text).length - 1;
  if (places !== 1) throw new Error(`"${mistake.text}" is in ${mistake.of} ${places} times`);
  await owner.query(source.replace(mistake.text, () => mistake.becomes));
}

/** The first check that fails, or null: then nobody noticed. */
async function noticedBy(copy: { app: pg.Pool; owner: pg.Pool }): Promise<string | null> {
  for (const [sentence, check] of CHECKS) {
    try {
      await check(copy);
    } catch {
      return sentence;
    }
  }
  return null;
}

async function spoiled(name: string, mistake: Mistake | null): Promise<string | null> {
  const database = await cloneDatabase('billing', name);
  const app = new pg.Pool({ connectionString: database.url, max: 8 });
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
  try {
    if (mistake) await make(owner, mistake);
    return await noticedBy({ app, owner });
  } finally {
    await app.end();
    await owner.end();
    await dropDatabase(database.name);
  }
}

it('the ledger as it is passes its checks', async () => {
  expect(await spoiled(`sound_${process.pid}`, null)).toBeNull();
});

it('every mistake can be made', async () => {
  const database = await cloneDatabase('billing', `mistakes_${process.pid}`);
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 1 });
  const client = await owner.connect();
  try {
    for (const mistake of Object.values(MISTAKES)) {
      await client.query('BEGIN');
      await make(client, mistake);
      await client.query('ROLLBACK');
    }
  } finally {
    client.release();
    await owner.end();
    await dropDatabase(database.name);
  }
});

describe('the checks of the ledger notice when', () => {
  it.each(MADE)('%s', async (_name, mistake) => {
    expect(await spoiled(`mutant_${process.pid}`, mistake)).not.toBeNull();
  });
});
