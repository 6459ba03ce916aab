-- What is the providers', piece by piece; what they owe; their accounts, transfers and payouts; disputes; kept cards.
-- The ledger learns running balances, so that a statement of a million postings is read from its page alone.

-- Bills: what a lost chargeback took out of the hold, and what staff gave back after the release.
ALTER TABLE bill
  ADD COLUMN price_charged_back_minor bigint NOT NULL DEFAULT 0,
  ADD COLUMN price_given_back_minor   bigint NOT NULL DEFAULT 0,
  -- A decision of booking that came while the charge was disputed; it is decided again when the bank has spoken.
  ADD COLUMN undone text CHECK (undone IN ('refund', 'release')),
  -- What that refund would have given back of the price.
  ADD COLUMN undone_minor bigint NOT NULL DEFAULT 0,
  ADD CONSTRAINT bill_undone_is_a_refund CHECK (undone_minor >= 0 AND (undone_minor = 0 OR undone = 'refund')),
  ADD CONSTRAINT bill_goes_back_once CHECK (
    price_charged_back_minor >= 0 AND price_given_back_minor >= 0
    AND price_refunded_minor + price_charged_back_minor + price_given_back_minor <= price_minor
  ),
  ADD CONSTRAINT bill_gives_back_after_release CHECK (price_given_back_minor = 0 OR released_at IS NOT NULL);

-- A refund that the client's bank was faster than.
ALTER TABLE refund DROP CONSTRAINT refund_state_check;
ALTER TABLE refund ADD CONSTRAINT refund_state_check CHECK (state IN ('intended', 'asked', 'made', 'failed', 'void'));

-- Each attempt has its own key, and Stripe forgets a key after a day.
ALTER TABLE refund ADD COLUMN attempted_at timestamptz(3);
UPDATE refund SET attempted_at = made_at;
ALTER TABLE refund ALTER COLUMN attempted_at SET NOT NULL;

-- The ledger ----------------------------------------------------------------------------------------------------------

ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_only_grows;
ALTER TABLE ledger_posting DISABLE TRIGGER ledger_posting_only_grows;

ALTER TABLE account_balance ADD COLUMN last_at timestamptz(3) NOT NULL DEFAULT '-infinity';
ALTER TABLE ledger_posting ADD COLUMN at timestamptz(3), ADD COLUMN balance bigint;
UPDATE ledger_posting p SET at = kept.at, balance = kept.balance
  FROM (
    SELECT q.id, max(e.at) OVER so_far AS at, sum(q.minor) OVER so_far AS balance
      FROM ledger_posting q JOIN ledger_entry e ON e.id = q.entry_id
    WINDOW so_far AS (PARTITION BY q.account ORDER BY q.id)
  ) kept
  WHERE kept.id = p.id;
UPDATE account_balance b SET last_at = kept.at
  FROM (SELECT account, max(at) AS at FROM ledger_posting GROUP BY account) kept WHERE kept.account = b.account;
ALTER TABLE ledger_posting ALTER COLUMN at SET NOT NULL, ALTER COLUMN balance SET NOT NULL;
-- A statement is a range of this index: what came before it is the balance of the posting before it.
DROP INDEX ledger_posting_account_idx;
CREATE INDEX ledger_posting_account_at_id_idx ON ledger_posting (account, at, id);

ALTER TABLE ledger_entry ENABLE TRIGGER ledger_entry_only_grows;
ALTER TABLE ledger_posting ENABLE TRIGGER ledger_posting_only_grows;

-- The only way in. Takes all entries of a commit at once. Entries are inserted, and balances locked, in one order everywhere,
-- so that two commits never wait for each other in a circle. An entry that is there already is the same entry: it posts
-- nothing, and raises when its postings differ. A posting keeps its account's balance after it and is never dated before
-- the one ahead of it. Answers how many entries were new.
CREATE OR REPLACE FUNCTION ledger_post(entries jsonb) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  fresh jsonb;
  lines jsonb;
  wrong text;
BEGIN
  WITH kept AS (
    INSERT INTO ledger_entry (kind, ref, booking_id, at)
    SELECT e->>'kind', e->>'ref', (e->>'bookingId')::uuid, (e->>'at')::timestamptz
      FROM jsonb_array_elements(entries) e ORDER BY e->>'kind', e->>'ref'
    ON CONFLICT ON CONSTRAINT ledger_entry_kind_ref_key DO NOTHING
    RETURNING id, kind, ref
  )
  SELECT coalesce(jsonb_object_agg(kind || ':' || ref, id), '{}') INTO fresh FROM kept;

  SELECT e->>'kind' || ':' || (e->>'ref') INTO wrong
    FROM jsonb_array_elements(entries) e
    WHERE NOT fresh ? (e->>'kind' || ':' || (e->>'ref'))
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

  SELECT jsonb_agg(jsonb_build_object('entry_id', fresh->(e->>'kind' || ':' || (e->>'ref')), 'n', n, 'at', e->>'at',
           'account', p->>'account', 'currency', e->>'currency', 'minor', p->'minor')) INTO lines
    FROM jsonb_array_elements(entries) WITH ORDINALITY listed (e, n), jsonb_array_elements(e->'postings') p
    WHERE fresh ? (e->>'kind' || ':' || (e->>'ref'));
  IF (SELECT count(DISTINCT entry_id) FROM jsonb_to_recordset(lines) AS l (entry_id bigint))
     IS DISTINCT FROM (SELECT count(*) FROM jsonb_object_keys(fresh)) THEN
    RAISE EXCEPTION 'a ledger entry has no postings' USING ERRCODE = 'check_violation';
  END IF;

  -- Not an upsert: PostgreSQL would check the proposed row, a difference, as if it were a balance.
  INSERT INTO account_balance (account, currency, minor)
  SELECT account, min(currency), 0 FROM jsonb_to_recordset(lines) AS l (account text, currency text)
    GROUP BY account ORDER BY account
  ON CONFLICT (account) DO NOTHING;
  PERFORM FROM account_balance
    WHERE account IN (SELECT account FROM jsonb_to_recordset(lines) AS l (account text))
    ORDER BY account FOR UPDATE;
  SELECT b.account INTO wrong
    FROM jsonb_to_recordset(lines) AS l (account text, currency text) JOIN account_balance b USING (account)
    WHERE b.currency <> l.currency LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'account % is kept in another currency', wrong USING ERRCODE = 'check_violation';
  END IF;

  INSERT INTO ledger_posting (entry_id, account, currency, minor, at, balance)
  SELECT l.entry_id, l.account, l.currency, l.minor,
         greatest(b.last_at, max(l.at) OVER so_far), b.minor + sum(l.minor) OVER so_far
    FROM jsonb_to_recordset(lines)
      AS l (entry_id bigint, n int, at timestamptz, account text, currency text, minor bigint)
    JOIN account_balance b USING (account)
  WINDOW so_far AS (PARTITION BY l.account ORDER BY l.n)
  ORDER BY l.n;
  UPDATE account_balance b SET minor = b.minor + s.minor, last_at = greatest(b.last_at, s.at)
    FROM (
      SELECT account, sum(minor) AS minor, max(at) AS at
        FROM jsonb_to_recordset(lines) AS l (account text, minor bigint, at timestamptz) GROUP BY account
    ) s
    WHERE s.account = b.account;
  RETURN (SELECT count(*) FROM jsonb_object_keys(fresh));
END $$;

-- What is the providers' ----------------------------------------------------------------------------------------------

-- One released session or one tip. What of it is neither taken nor transferred adds up to the payable balance.
CREATE TABLE earning (
  id                uuid PRIMARY KEY,
  provider_id       uuid NOT NULL,
  booking_id        uuid NOT NULL,
  payment_id        uuid NOT NULL REFERENCES payment (id),
  what              text NOT NULL CHECK (what IN ('session', 'tip')),
  currency          text NOT NULL CHECK (currency IN ('USD')),
  amount_minor      bigint NOT NULL CHECK (amount_minor > 0),
  taken_minor       bigint NOT NULL DEFAULT 0 CHECK (taken_minor >= 0),
  transferred_minor bigint NOT NULL DEFAULT 0 CHECK (transferred_minor >= 0),
  became_at         timestamptz(3) NOT NULL,
  CONSTRAINT earning_is_spent_once CHECK (taken_minor + transferred_minor <= amount_minor)
);
CREATE UNIQUE INDEX earning_payment_id_key ON earning (payment_id);
CREATE INDEX earning_open_idx ON earning (provider_id, became_at) WHERE taken_minor + transferred_minor < amount_minor;
CREATE INDEX earning_booking_id_idx ON earning (booking_id);

-- What a provider owes us because the client got money back after it was transferred. Set off against releases, oldest
-- first, and written off after ninety days. What is open adds up to the receivable balance.
CREATE TABLE debt (
  id                uuid PRIMARY KEY,
  provider_id       uuid NOT NULL,
  booking_id        uuid NOT NULL,
  why               text NOT NULL CHECK (why IN ('given-back', 'chargeback')),
  currency          text NOT NULL CHECK (currency IN ('USD')),
  amount_minor      bigint NOT NULL CHECK (amount_minor > 0),
  recovered_minor   bigint NOT NULL DEFAULT 0 CHECK (recovered_minor >= 0),
  written_off_minor bigint NOT NULL DEFAULT 0 CHECK (written_off_minor >= 0),
  since             timestamptz(3) NOT NULL,
  write_off_at      timestamptz(3) NOT NULL,
  CONSTRAINT debt_ends_once CHECK (recovered_minor + written_off_minor <= amount_minor)
);
CREATE INDEX debt_open_idx ON debt (provider_id, since) WHERE recovered_minor + written_off_minor < amount_minor;
CREATE INDEX debt_write_off_at_idx ON debt (write_off_at) WHERE recovered_minor + written_off_minor < amount_minor;

-- The provider's account at Stripe. Committed with its key before Stripe is asked.
CREATE TABLE provider_account (
  provider_id       uuid PRIMARY KEY,
  stripe_account_id text UNIQUE,
  idempotency_key   text NOT NULL UNIQUE,
  -- As Stripe tells: whether transfers may be made to it, and payouts from it; whether it still asks the provider for something.
  transfers_on      boolean NOT NULL DEFAULT false,
  payouts_on        boolean NOT NULL DEFAULT false,
  asks_provider     boolean NOT NULL DEFAULT true,
  bank_last4        text,
  bank_refused      boolean NOT NULL DEFAULT false,
  made_at           timestamptz(3) NOT NULL,
  changed_at        timestamptz(3) NOT NULL
);

-- Money of one earning on its way to its provider's account, tied to the charge that it came from.
CREATE TABLE transfer (
  id                 uuid PRIMARY KEY,
  provider_id        uuid NOT NULL,
  earning_id         uuid NOT NULL REFERENCES earning (id),
  booking_id         uuid NOT NULL,
  stripe_account_id  text NOT NULL,
  -- The transfer day it belongs to.
  run_at             timestamptz(3) NOT NULL,
  currency           text NOT NULL CHECK (currency IN ('USD')),
  amount_minor       bigint NOT NULL CHECK (amount_minor > 0),
  returned_minor     bigint NOT NULL DEFAULT 0,
  attempt            integer NOT NULL DEFAULT 1,
  idempotency_key    text NOT NULL UNIQUE,
  state              text NOT NULL CHECK (state IN ('intended', 'made', 'failed')),
  stripe_transfer_id text UNIQUE,
  made_at            timestamptz(3) NOT NULL,
  arrived_at         timestamptz(3),
  tries              integer NOT NULL DEFAULT 0,
  next_look_at       timestamptz(3),
  traceparent        text,
  CONSTRAINT transfer_is_returned_once CHECK (returned_minor BETWEEN 0 AND amount_minor),
  UNIQUE (earning_id, run_at)
);
CREATE INDEX transfer_provider_id_made_at_idx ON transfer (provider_id, made_at);
CREATE INDEX transfer_next_look_at_idx ON transfer (next_look_at);

-- A transfer taken back, in part or whole, for what its provider owes.
CREATE TABLE transfer_return (
  id                 uuid PRIMARY KEY,
  transfer_id        uuid NOT NULL REFERENCES transfer (id),
  debt_id            uuid NOT NULL REFERENCES debt (id),
  currency           text NOT NULL CHECK (currency IN ('USD')),
  amount_minor       bigint NOT NULL CHECK (amount_minor > 0),
  idempotency_key    text NOT NULL UNIQUE,
  -- `refused`: the account holds too little; the debt waits for the next release.
  state              text NOT NULL CHECK (state IN ('intended', 'made', 'refused')),
  stripe_reversal_id text UNIQUE,
  made_at            timestamptz(3) NOT NULL,
  tries              integer NOT NULL DEFAULT 0,
  next_look_at       timestamptz(3),
  traceparent        text
);
CREATE UNIQUE INDEX transfer_return_one_at_a_time ON transfer_return (debt_id) WHERE state = 'intended';
CREATE INDEX transfer_return_transfer_id_idx ON transfer_return (transfer_id);
CREATE INDEX transfer_return_next_look_at_idx ON transfer_return (next_look_at);

-- Payouts from Stripe to a bank: a provider's own (shown to them), or ours (booked in the ledger; provider_id is null).
CREATE TABLE payout (
  stripe_payout_id text PRIMARY KEY,
  provider_id      uuid,
  currency         text NOT NULL CHECK (currency IN ('USD')),
  amount_minor     bigint NOT NULL CHECK (amount_minor > 0),
  state            text NOT NULL CHECK (state IN ('under-way', 'arrived', 'failed')),
  made_at          timestamptz(3) NOT NULL,
  changed_at       timestamptz(3) NOT NULL
);
CREATE INDEX payout_provider_id_made_at_idx ON payout (provider_id, made_at);

-- Disputes: the client's bank asks about a charge, or takes it back.
CREATE TABLE dispute (
  id                uuid PRIMARY KEY,
  stripe_dispute_id text NOT NULL UNIQUE,
  payment_id        uuid NOT NULL REFERENCES payment (id),
  booking_id        uuid NOT NULL,
  what              text NOT NULL CHECK (what IN ('session', 'tip')),
  currency          text NOT NULL CHECK (currency IN ('USD')),
  amount_minor      bigint NOT NULL CHECK (amount_minor > 0),
  -- `inquiry`: no money has moved; `open`: it was taken and may come back.
  state             text NOT NULL CHECK (state IN ('inquiry', 'open', 'won', 'lost', 'withdrawn')),
  bearer            text CHECK (bearer IN ('platform', 'provider')),
  evidence_by       timestamptz(3),
  opened_at         timestamptz(3) NOT NULL,
  closed_at         timestamptz(3),
  traceparent       text,
  CHECK ((state IN ('inquiry', 'open')) = (closed_at IS NULL)),
  CHECK ((state = 'lost') = (bearer IS NOT NULL))
);
CREATE INDEX dispute_booking_id_idx ON dispute (booking_id);
CREATE INDEX dispute_payment_id_idx ON dispute (payment_id);

-- The card a client asked us to keep.
CREATE TABLE kept_card (
  client_id          uuid PRIMARY KEY,
  stripe_customer_id text NOT NULL UNIQUE,
  payment_method_id  text,
  brand              text,
  last4              text,
  kept_at            timestamptz(3) NOT NULL
);

REVOKE DELETE, TRUNCATE ON earning, debt, provider_account, transfer, transfer_return, payout, dispute, kept_card
  FROM billing_app;
