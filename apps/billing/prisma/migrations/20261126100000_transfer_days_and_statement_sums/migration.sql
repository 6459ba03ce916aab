-- Transfer days that are done; accounts that are looked at again by time; statements whose totals are read from daily sums.

-- A transfer day is begun once and goes on after a crash until nothing of it is left.
CREATE TABLE transfer_run (
  run_at  timestamptz(3) PRIMARY KEY,
  done_at timestamptz(3)
);
REVOKE DELETE, TRUNCATE ON transfer_run FROM billing_app;

-- Connect events of accounts may be lost like any other; what was lost is seen at the next look.
ALTER TABLE provider_account
  ADD COLUMN tries integer NOT NULL DEFAULT 0,
  ADD COLUMN next_look_at timestamptz(3);
CREATE INDEX provider_account_next_look_at_idx ON provider_account (next_look_at);

-- The connected account that an event is of; null for our own.
ALTER TABLE stripe_event ADD COLUMN account text;

CREATE INDEX transfer_return_debt_id_idx ON transfer_return (debt_id);
CREATE INDEX transfer_provider_id_run_at_idx ON transfer (provider_id, run_at);

-- What the postings of one provider's payable account did on one day (UTC), by kind. Written by the trigger below and nobody else.
CREATE TABLE statement_day (
  account    text NOT NULL,
  day        date NOT NULL,
  kind       text NOT NULL,
  count      bigint NOT NULL,
  minor      numeric NOT NULL,
  commission numeric NOT NULL,
  PRIMARY KEY (account, day, kind)
);
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON statement_day FROM billing_app;

INSERT INTO statement_day (account, day, kind, count, minor, commission)
SELECT p.account, (p.at AT TIME ZONE 'UTC')::date, e.kind, count(*), sum(p.minor), coalesce(sum(c.minor), 0)
  FROM ledger_posting p
  JOIN ledger_entry e ON e.id = p.entry_id
  LEFT JOIN ledger_posting c ON c.entry_id = p.entry_id AND c.account = 'rev.commission'
  WHERE p.account LIKE 'payable:%'
  GROUP BY 1, 2, 3;

-- The account's balance is locked by whoever posts, so that two postings never meet here.
CREATE FUNCTION statement_day_adds_up() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO statement_day AS had (account, day, kind, count, minor, commission)
  SELECT NEW.account, (NEW.at AT TIME ZONE 'UTC')::date, e.kind, 1, NEW.minor,
         coalesce((SELECT c.minor FROM ledger_posting c WHERE c.entry_id = e.id AND c.account = 'rev.commission'), 0)
    FROM ledger_entry e WHERE e.id = NEW.entry_id
  ON CONFLICT (account, day, kind) DO UPDATE
    SET count = had.count + 1, minor = had.minor + excluded.minor, commission = had.commission + excluded.commission;
  RETURN NULL;
END $$;
CREATE TRIGGER statement_day_adds_up AFTER INSERT ON ledger_posting
  FOR EACH ROW WHEN (NEW.account LIKE 'payable:%') EXECUTE FUNCTION statement_day_adds_up();
