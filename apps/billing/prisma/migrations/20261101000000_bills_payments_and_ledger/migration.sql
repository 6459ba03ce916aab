-- Bills, payments, refunds, Stripe's events and the ledger. Money is bigint minor units; debit positive in the ledger.

CREATE TABLE bill (
  id             uuid PRIMARY KEY,
  booking_id     uuid NOT NULL UNIQUE,
  client_id      uuid NOT NULL,
  provider_id    uuid NOT NULL,
  listing_id     uuid NOT NULL,
  mode           text NOT NULL CHECK (mode IN ('advice', 'therapy')),
  starts_at      timestamptz(3) NOT NULL,
  ends_at        timestamptz(3) NOT NULL CHECK (ends_at > starts_at),
  lines          jsonb NOT NULL,
  currency       text NOT NULL CHECK (currency IN ('USD')),
  price_minor    bigint NOT NULL CHECK (price_minor > 0),
  fee_minor      bigint NOT NULL CHECK (fee_minor >= 0),
  tax_minor      bigint NOT NULL CHECK (tax_minor >= 0),
  total_minor    bigint NOT NULL CHECK (total_minor = price_minor + fee_minor + tax_minor),
  terms_version  text NOT NULL,
  made_at        timestamptz(3) NOT NULL,
  expires_at     timestamptz(3) NOT NULL,
  hash           text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  traceparent    text,
  lapsed_at      timestamptz(3),
  paid_at        timestamptz(3),
  paid_by        uuid,
  outcome        text,
  settled_at     timestamptz(3),
  price_refunded_minor bigint NOT NULL DEFAULT 0 CHECK (price_refunded_minor BETWEEN 0 AND price_minor),
  fee_refunded_minor   bigint NOT NULL DEFAULT 0 CHECK (fee_refunded_minor BETWEEN 0 AND fee_minor),
  tax_refunded_minor   bigint NOT NULL DEFAULT 0 CHECK (tax_refunded_minor BETWEEN 0 AND tax_minor),
  provider_minor       bigint NOT NULL DEFAULT 0 CHECK (provider_minor BETWEEN 0 AND price_minor - price_refunded_minor),
  released_at    timestamptz(3),
  CHECK ((paid_at IS NULL) = (paid_by IS NULL))
);
CREATE INDEX bill_provider_id_paid_at_idx ON bill (provider_id, paid_at);

-- What a person saw before paying stays what it was.
CREATE FUNCTION bill_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.id, OLD.booking_id, OLD.client_id, OLD.provider_id, OLD.listing_id, OLD.mode, OLD.starts_at, OLD.ends_at,
      OLD.lines, OLD.currency, OLD.price_minor, OLD.fee_minor, OLD.tax_minor, OLD.total_minor, OLD.terms_version,
      OLD.made_at, OLD.expires_at, OLD.hash)
     IS DISTINCT FROM
     (NEW.id, NEW.booking_id, NEW.client_id, NEW.provider_id, NEW.listing_id, NEW.mode, NEW.starts_at, NEW.ends_at,
      NEW.lines, NEW.currency, NEW.price_minor, NEW.fee_minor, NEW.tax_minor, NEW.total_minor, NEW.terms_version,
      NEW.made_at, NEW.expires_at, NEW.hash)
     OR (OLD.paid_at IS NOT NULL AND NEW.paid_at IS DISTINCT FROM OLD.paid_at)
     OR (OLD.released_at IS NOT NULL AND NEW.released_at IS DISTINCT FROM OLD.released_at) THEN
    RAISE EXCEPTION 'bill % is frozen', OLD.id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER bill_is_frozen BEFORE UPDATE ON bill FOR EACH ROW EXECUTE FUNCTION bill_is_frozen();
REVOKE DELETE, TRUNCATE ON bill FROM billing_app;

CREATE TABLE tip (
  id             uuid PRIMARY KEY,
  booking_id     uuid NOT NULL,
  client_id      uuid NOT NULL,
  provider_id    uuid NOT NULL,
  currency       text NOT NULL CHECK (currency IN ('USD')),
  amount_minor   bigint NOT NULL CHECK (amount_minor > 0),
  terms_version  text NOT NULL,
  made_at        timestamptz(3) NOT NULL,
  received_at    timestamptz(3)
);
CREATE INDEX tip_booking_id_idx ON tip (booking_id);
CREATE INDEX tip_provider_id_received_at_idx ON tip (provider_id, received_at);

CREATE TABLE payment (
  id                 uuid PRIMARY KEY,
  bill_id            uuid REFERENCES bill (id),
  tip_id             uuid REFERENCES tip (id),
  booking_id         uuid NOT NULL,
  currency           text NOT NULL CHECK (currency IN ('USD')),
  amount_minor       bigint NOT NULL CHECK (amount_minor > 0),
  idempotency_key    text NOT NULL UNIQUE,
  success_url        text NOT NULL,
  cancel_url         text NOT NULL,
  session_expires_at timestamptz(3) NOT NULL,
  state              text NOT NULL CHECK (state IN ('intended', 'open', 'expired', 'failed', 'paid')),
  session_id         text UNIQUE,
  session_url        text,
  intent_id          text UNIQUE,
  charge_id          text UNIQUE,
  brand              text,
  last4              text,
  fee_posted         boolean NOT NULL DEFAULT false,
  close_wanted       boolean NOT NULL DEFAULT false,
  made_at            timestamptz(3) NOT NULL,
  tries              integer NOT NULL DEFAULT 0,
  next_look_at       timestamptz(3),
  traceparent        text,
  CHECK (num_nonnulls(bill_id, tip_id) = 1),
  CHECK (state <> 'paid' OR (session_id IS NOT NULL AND intent_id IS NOT NULL AND charge_id IS NOT NULL))
);
-- One way to pay a bill at a time.
CREATE UNIQUE INDEX payment_one_live_per_bill ON payment (bill_id) WHERE state IN ('intended', 'open');
CREATE INDEX payment_booking_id_idx ON payment (booking_id);
CREATE INDEX payment_next_look_at_idx ON payment (next_look_at);
REVOKE DELETE, TRUNCATE ON payment, tip FROM billing_app;

CREATE TABLE refund (
  id               uuid PRIMARY KEY,
  booking_id       uuid NOT NULL,
  bill_id          uuid NOT NULL REFERENCES bill (id),
  payment_id       uuid NOT NULL REFERENCES payment (id),
  decision_id      uuid UNIQUE,
  reason           text NOT NULL,
  currency         text NOT NULL CHECK (currency IN ('USD')),
  price_minor      bigint NOT NULL CHECK (price_minor >= 0),
  fee_minor        bigint NOT NULL CHECK (fee_minor >= 0),
  tax_minor        bigint NOT NULL CHECK (tax_minor >= 0),
  amount_minor     bigint NOT NULL CHECK (amount_minor > 0 AND amount_minor = price_minor + fee_minor + tax_minor),
  attempt          integer NOT NULL DEFAULT 1,
  idempotency_key  text NOT NULL UNIQUE,
  state            text NOT NULL CHECK (state IN ('intended', 'asked', 'made', 'failed')),
  stripe_refund_id text UNIQUE,
  made_at          timestamptz(3) NOT NULL,
  refunded_at      timestamptz(3),
  tries            integer NOT NULL DEFAULT 0,
  next_look_at     timestamptz(3),
  traceparent      text
);
CREATE INDEX refund_booking_id_idx ON refund (booking_id);
CREATE INDEX refund_next_look_at_idx ON refund (next_look_at);
REVOKE DELETE, TRUNCATE ON refund FROM billing_app;

CREATE TABLE stripe_event (
  id           text PRIMARY KEY,
  type         text NOT NULL,
  object_id    text NOT NULL,
  hint         uuid,
  occurred_at  timestamptz(3) NOT NULL,
  stored_at    timestamptz(3) NOT NULL,
  state        text NOT NULL CHECK (state IN ('stored', 'parked', 'done')),
  reason       text,
  tries        integer NOT NULL DEFAULT 0,
  next_look_at timestamptz(3),
  traceparent  text
);
CREATE INDEX stripe_event_next_look_at_idx ON stripe_event (next_look_at);
REVOKE DELETE, TRUNCATE ON stripe_event FROM billing_app;

CREATE TABLE stripe_cursor (
  id           boolean PRIMARY KEY DEFAULT true CHECK (id),
  listed_until timestamptz(3) NOT NULL
);

-- The ledger ---------------------------------------------------------------------------------------------------------

CREATE TABLE ledger_entry (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind       text NOT NULL,
  ref        text NOT NULL,
  booking_id uuid,
  at         timestamptz(3) NOT NULL,
  CONSTRAINT ledger_entry_kind_ref_key UNIQUE (kind, ref)
);
CREATE INDEX ledger_entry_booking_id_idx ON ledger_entry (booking_id);

CREATE TABLE ledger_posting (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  entry_id bigint NOT NULL REFERENCES ledger_entry (id),
  account  text NOT NULL CHECK (
    account ~ '^(stripe|bank|refund_clr|transfer_clr|payout_clr|tax|rev\.(fee|commission)|exp\.(psp|dispute|chargeback|guarantee))$'
    OR account ~ '^(hold|payable|receivable|dispute_recv|credit_owed):[A-Za-z0-9_-]+$'
  ),
  currency text NOT NULL,
  minor    bigint NOT NULL CHECK (minor <> 0),
  UNIQUE (entry_id, account)
);
CREATE INDEX ledger_posting_account_idx ON ledger_posting (account);

-- Debit positive: what we owe is below zero. A hold or a payable can never be overdrawn, nor a clearing account swing over.
CREATE TABLE account_balance (
  account  text PRIMARY KEY,
  currency text NOT NULL,
  minor    bigint NOT NULL,
  CONSTRAINT account_is_not_overdrawn CHECK (
    CASE
      WHEN account ~ '^(hold|payable|credit_owed):' OR account IN ('refund_clr', 'transfer_clr', 'tax') THEN minor <= 0
      WHEN account ~ '^(receivable|dispute_recv):' THEN minor >= 0
      ELSE true
    END
  )
);

CREATE FUNCTION ledger_entry_sums_to_zero() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM ledger_posting WHERE entry_id = NEW.entry_id GROUP BY currency HAVING sum(minor) <> 0)
     OR (SELECT count(DISTINCT currency) FROM ledger_posting WHERE entry_id = NEW.entry_id) <> 1 THEN
    RAISE EXCEPTION 'ledger entry % does not sum to zero in one currency', NEW.entry_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_entry_sums_to_zero AFTER INSERT ON ledger_posting
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_entry_sums_to_zero();

CREATE FUNCTION ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger only grows: post a correcting entry instead' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER ledger_entry_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_only_grows();
CREATE TRIGGER ledger_posting_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_posting
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_only_grows();

-- The only way in. Takes all entries of a commit at once and locks the balances in one order, so that two commits never
-- wait for each other in a circle. An entry that is there already is the same entry: it posts nothing, and raises when
-- its postings differ. Answers how many entries were new.
CREATE FUNCTION ledger_post(entries jsonb) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  entry    jsonb;
  entry_no bigint;
  fresh    bigint[] := '{}';
  line     record;
BEGIN
  FOR entry IN SELECT value FROM jsonb_array_elements(entries) LOOP
    INSERT INTO ledger_entry (kind, ref, booking_id, at)
    VALUES (entry->>'kind', entry->>'ref', (entry->>'bookingId')::uuid, (entry->>'at')::timestamptz)
    ON CONFLICT ON CONSTRAINT ledger_entry_kind_ref_key DO NOTHING
    RETURNING id INTO entry_no;

    IF entry_no IS NULL THEN
      IF EXISTS (
        (SELECT p.account, p.minor FROM ledger_posting p JOIN ledger_entry e ON e.id = p.entry_id
          WHERE e.kind = entry->>'kind' AND e.ref = entry->>'ref'
         EXCEPT SELECT x->>'account', (x->>'minor')::bigint FROM jsonb_array_elements(entry->'postings') x)
        UNION ALL
        (SELECT x->>'account', (x->>'minor')::bigint FROM jsonb_array_elements(entry->'postings') x
         EXCEPT SELECT p.account, p.minor FROM ledger_posting p JOIN ledger_entry e ON e.id = p.entry_id
          WHERE e.kind = entry->>'kind' AND e.ref = entry->>'ref')
      ) THEN
        RAISE EXCEPTION 'ledger entry %:% exists with other postings', entry->>'kind', entry->>'ref'
          USING ERRCODE = 'unique_violation';
      END IF;
      CONTINUE;
    END IF;

    IF jsonb_array_length(entry->'postings') = 0 THEN
      RAISE EXCEPTION 'ledger entry %:% has no postings', entry->>'kind', entry->>'ref' USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO ledger_posting (entry_id, account, currency, minor)
    SELECT entry_no, x->>'account', entry->>'currency', (x->>'minor')::bigint
      FROM jsonb_array_elements(entry->'postings') x;
    fresh := fresh || entry_no;
  END LOOP;

  FOR line IN
    SELECT account, min(currency) AS currency, sum(minor)::bigint AS minor
      FROM ledger_posting WHERE entry_id = ANY (fresh) GROUP BY account ORDER BY account
  LOOP
    -- Not an upsert: PostgreSQL would check the proposed row, a difference, as if it were a balance.
    INSERT INTO account_balance (account, currency, minor) VALUES (line.account, line.currency, 0)
    ON CONFLICT (account) DO NOTHING;
    UPDATE account_balance SET minor = minor + line.minor WHERE account = line.account AND currency = line.currency;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'account % is kept in another currency', line.account USING ERRCODE = 'check_violation';
    END IF;
  END LOOP;
  RETURN coalesce(array_length(fresh, 1), 0);
END $$;
REVOKE ALL ON FUNCTION ledger_post(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_post(jsonb) TO billing_app;

REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ledger_entry, ledger_posting, account_balance FROM billing_app;
