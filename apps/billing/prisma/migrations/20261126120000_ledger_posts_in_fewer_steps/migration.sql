-- ledger_post reads its JSON once instead of five times, moves balances and posts in one statement, and is not planned anew at
-- each call: PostgreSQL would do so for every array, because it knows its length then. The zero sum is one question instead of
-- two. Both do what they did.

-- One posting on its way in; `n` is the place of its entry among those of the commit.
CREATE TYPE ledger_line AS (entry_id bigint, n integer, at timestamptz, account text, currency text, minor bigint);

-- The only way in. Takes all entries of a commit at once. Entries are inserted, and balances locked, in one order everywhere,
-- so that two commits never wait for each other in a circle. An entry that is there already is the same entry: it posts
-- nothing, and raises when its postings differ. A posting keeps its account's balance after it and is never dated before
-- the one ahead of it. Answers how many entries were new.
CREATE OR REPLACE FUNCTION ledger_post(entries jsonb) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  fresh text[];
  ids   bigint[];
  lines ledger_line[];
  told  integer;
  wrong text;
BEGIN
  WITH kept AS (
    INSERT INTO ledger_entry (kind, ref, booking_id, at)
    SELECT e->>'kind', e->>'ref', (e->>'bookingId')::uuid, (e->>'at')::timestamptz
      FROM jsonb_array_elements(entries) e ORDER BY e->>'kind', e->>'ref'
    ON CONFLICT ON CONSTRAINT ledger_entry_kind_ref_key DO NOTHING
    RETURNING id, kind, ref
  )
  SELECT coalesce(array_agg(kind || ':' || ref), '{}'), coalesce(array_agg(id), '{}') INTO fresh, ids FROM kept;

  IF cardinality(fresh) < jsonb_array_length(entries) THEN
    SELECT e->>'kind' || ':' || (e->>'ref') INTO wrong
      FROM jsonb_array_elements(entries) e
      WHERE e->>'kind' || ':' || (e->>'ref') <> ALL (fresh)
        AND EXISTS (
          SELECT FROM (
            SELECT p.account, p.minor FROM ledger_posting p JOIN ledger_entry had ON had.id = p.entry_id
              WHERE had.kind = e->>'kind' AND had.ref = e->>'ref'
          ) had
          FULL JOIN jsonb_to_recordset(e->'postings') AS now (account text, minor bigint)
            ON now.account = had.account AND now.minor = had.minor
          WHERE had.account IS NULL OR now.account IS NULL
        )
      LIMIT 1;
    IF FOUND THEN
      RAISE EXCEPTION 'ledger entry % exists with other postings', wrong USING ERRCODE = 'unique_violation';
    END IF;
    IF fresh = '{}' THEN
      RETURN 0;
    END IF;
  END IF;

  SELECT array_agg(ROW(ids[array_position(fresh, e->>'kind' || ':' || (e->>'ref'))], n, (e->>'at')::timestamptz,
           p->>'account', e->>'currency', (p->>'minor')::bigint)::ledger_line),
         count(DISTINCT e->>'kind' || ':' || (e->>'ref')) INTO lines, told
    FROM jsonb_array_elements(entries) WITH ORDINALITY listed (e, n), jsonb_array_elements(e->'postings') p
    WHERE e->>'kind' || ':' || (e->>'ref') = ANY (fresh);
  IF told <> cardinality(ids) THEN
    RAISE EXCEPTION 'a ledger entry has no postings' USING ERRCODE = 'check_violation';
  END IF;

  -- Not an upsert: PostgreSQL would check the proposed row, a difference, as if it were a balance.
  INSERT INTO account_balance (account, currency, minor)
  SELECT account, min(currency), 0 FROM unnest(lines) GROUP BY account ORDER BY account
  ON CONFLICT (account) DO NOTHING;
  PERFORM FROM account_balance WHERE account IN (SELECT account FROM unnest(lines)) ORDER BY account FOR UPDATE;
  WITH moved AS (
    UPDATE account_balance b SET minor = b.minor + s.minor, last_at = greatest(b.last_at, s.at)
      FROM (SELECT account, sum(minor) AS minor, max(at) AS at FROM unnest(lines) GROUP BY account) s
      WHERE s.account = b.account
      RETURNING b.account, b.currency, old.minor, old.last_at
  )
  INSERT INTO ledger_posting (entry_id, account, currency, minor, at, balance)
  SELECT l.entry_id, l.account, l.currency, l.minor,
         greatest(b.last_at, max(l.at) OVER so_far), b.minor + sum(l.minor) OVER so_far
    FROM unnest(lines) l JOIN moved b USING (account, currency)
  WINDOW so_far AS (PARTITION BY l.account ORDER BY l.n)
  ORDER BY l.n;
  GET DIAGNOSTICS told = ROW_COUNT;
  IF told <> cardinality(lines) THEN
    SELECT account INTO wrong FROM unnest(lines) l JOIN account_balance b USING (account) WHERE b.currency <> l.currency;
    RAISE EXCEPTION 'account % is kept in another currency', wrong USING ERRCODE = 'check_violation';
  END IF;
  RETURN cardinality(ids);
END $$;

CREATE OR REPLACE FUNCTION ledger_entry_sums_to_zero() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT sum(minor) <> 0 OR min(currency) <> max(currency) FROM ledger_posting WHERE entry_id = NEW.entry_id) THEN
    RAISE EXCEPTION 'ledger entry % does not sum to zero in one currency', NEW.entry_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
