/**
 * The tables that one hire writes, with the keys and indexes that cost something when writing. They lie in one database, as
 * they would if the platform were a single program; nothing here is used by the platform.
 */
export const FLOOR_TABLES = `
CREATE EXTENSION btree_gist;
CREATE TABLE booking (
  id uuid PRIMARY KEY, version int NOT NULL, state text NOT NULL, client_id uuid NOT NULL, provider_id uuid NOT NULL,
  offer jsonb NOT NULL, starts_at timestamptz NOT NULL, ends_at timestamptz NOT NULL, made_at timestamptz NOT NULL,
  reserved_until timestamptz NOT NULL, total_minor bigint NOT NULL, confirmed_at timestamptz, deadline timestamptz,
  EXCLUDE USING gist (provider_id WITH =, tstzrange(starts_at, ends_at) WITH &&));
CREATE INDEX ON booking (client_id, made_at);
CREATE INDEX ON booking (provider_id, starts_at);
CREATE TABLE story (booking_id uuid REFERENCES booking, number int, message text NOT NULL, said text[] NOT NULL, PRIMARY KEY (booking_id, number));
CREATE TABLE bill (
  id uuid PRIMARY KEY, booking_id uuid NOT NULL UNIQUE, client_id uuid NOT NULL, provider_id uuid NOT NULL, lines jsonb NOT NULL,
  total_minor bigint NOT NULL, hash text NOT NULL, made_at timestamptz NOT NULL, paid_at timestamptz);
CREATE INDEX ON bill (provider_id, paid_at);
CREATE TABLE payment (
  id uuid PRIMARY KEY, bill_id uuid REFERENCES bill, idempotency_key text NOT NULL UNIQUE, state text NOT NULL,
  session_id text UNIQUE, intent_id text UNIQUE, charge_id text UNIQUE, next_look_at timestamptz);
CREATE INDEX ON payment (bill_id);
CREATE INDEX ON payment (next_look_at);
CREATE TABLE stripe_event (id text PRIMARY KEY, type text NOT NULL, object_id text NOT NULL, state text NOT NULL);
CREATE TABLE ledger_entry (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind text, ref text, booking_id uuid, UNIQUE (kind, ref));
CREATE TABLE ledger_posting (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, entry_id bigint REFERENCES ledger_entry, account text, minor bigint,
  UNIQUE (entry_id, account));
CREATE TABLE account_balance (account text PRIMARY KEY, minor bigint NOT NULL);
CREATE TABLE idempotency (account text, key text, hash text NOT NULL, answer jsonb, PRIMARY KEY (account, key));
CREATE TABLE outbox (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id uuid NOT NULL UNIQUE, name text NOT NULL, aggregate text NOT NULL,
  seq bigint NOT NULL, data jsonb NOT NULL, UNIQUE (aggregate, seq));
CREATE TABLE inbox (event_id uuid PRIMARY KEY, owner text NOT NULL, aggregate text NOT NULL, seq bigint NOT NULL);
CREATE TABLE series (series text, year int, last int NOT NULL, PRIMARY KEY (series, year));
CREATE TABLE receipt (
  id uuid PRIMARY KEY, source text NOT NULL UNIQUE, series text NOT NULL, year int NOT NULL, sequence int NOT NULL,
  booking_id uuid NOT NULL, document jsonb NOT NULL, UNIQUE (series, year, sequence));
CREATE INDEX ON receipt (booking_id);
`;

/** One hire in five commits, each a single statement: the fewest that keep every promise. Parameters: $1 booking, $2 bill, $3 payment, $4 json. */
export const FLOOR_COMMITS: readonly {
  name: string;
  text: string;
  takes: readonly ('booking' | 'bill' | 'payment' | 'json')[];
}[] = [
  {
    name: 'hold',
    takes: ['booking', 'bill', 'json'],
    text: `
WITH held AS (
  INSERT INTO booking VALUES ($1::uuid, 1, 'reserved', gen_random_uuid(), gen_random_uuid(), $3::jsonb, now() + interval '1 day',
    now() + interval '25 hours', now(), now() + interval '10 minutes', 4900, NULL, now() + interval '10 minutes')),
told AS (INSERT INTO story VALUES ($1::uuid, 1, 'reserve', '{}')),
billed AS (INSERT INTO bill VALUES ($2::uuid, $1::uuid, gen_random_uuid(), gen_random_uuid(), $3::jsonb, 4900, repeat('a', 64), now(), NULL))
INSERT INTO idempotency VALUES ('client', $1::text, repeat('a', 64), $3::jsonb)`,
  },
  {
    name: 'intent',
    takes: ['bill', 'payment', 'json'],
    text: `
WITH intended AS (
  INSERT INTO payment VALUES ($2::uuid, $1::uuid, 'checkout:' || $2::text, 'open', 'cs_' || $2::text, NULL, NULL, now()))
INSERT INTO idempotency VALUES ('client', $2::text, repeat('a', 64), $3::jsonb)`,
  },
  {
    name: 'capture',
    takes: ['booking', 'bill', 'payment', 'json'],
    text: `
WITH stored AS (INSERT INTO stripe_event VALUES ('evt_' || $3::text, 'checkout.session.completed', 'cs_' || $3::text, 'done')),
captured AS (
  UPDATE payment SET state = 'paid', intent_id = 'pi_' || $3::text, charge_id = 'ch_' || $3::text, next_look_at = NULL WHERE id = $3::uuid),
paid AS (UPDATE bill SET paid_at = now() WHERE id = $2::uuid),
entry AS (INSERT INTO ledger_entry (kind, ref, booking_id) VALUES ('charge', $3::text, $1::uuid) RETURNING id),
posted AS (
  INSERT INTO ledger_posting (entry_id, account, minor)
  SELECT id, account, minor FROM entry, (VALUES ('stripe', 4900), ('rev.fee', -900), ('hold:' || $1::text, -4000)) AS line (account, minor)),
balanced AS (
  INSERT INTO account_balance VALUES ('stripe', 4900), ('rev.fee', -900), ('hold:' || $1::text, -4000)
  ON CONFLICT (account) DO UPDATE SET minor = account_balance.minor + excluded.minor)
INSERT INTO outbox (id, name, aggregate, seq, data) VALUES (gen_random_uuid(), 'billing.funds-held', $1::text, 1, $4::jsonb)`,
  },
  {
    name: 'confirm',
    takes: ['booking', 'json'],
    text: `
WITH heard AS (INSERT INTO inbox VALUES (gen_random_uuid(), 'billing', $1::text, 1)),
confirmed AS (UPDATE booking SET state = 'confirmed', version = 2, confirmed_at = now(), deadline = ends_at WHERE id = $1::uuid),
told AS (INSERT INTO story VALUES ($1::uuid, 2, 'funds-held', '{booking.confirmed}'))
INSERT INTO outbox (id, name, aggregate, seq, data) VALUES (gen_random_uuid(), 'booking.confirmed', 'booking:' || $1::text, 1, $2::jsonb)`,
  },
  {
    name: 'receipt',
    takes: ['booking', 'bill', 'json'],
    text: `
WITH heard AS (INSERT INTO inbox VALUES (gen_random_uuid(), 'billing', 'receipts:' || $1::text, 1)),
numbered AS (
  INSERT INTO series VALUES ('R', 2026, 1) ON CONFLICT (series, year) DO UPDATE SET last = series.last + 1 RETURNING last),
issued AS (
  INSERT INTO receipt SELECT gen_random_uuid(), 'bill:' || $2::text, 'R', 2026, last, $1::uuid, $3::jsonb FROM numbered)
INSERT INTO outbox (id, name, aggregate, seq, data) VALUES (gen_random_uuid(), 'receipts.mail', 'receipt:' || $1::text, 1, $3::jsonb)`,
  },
];
