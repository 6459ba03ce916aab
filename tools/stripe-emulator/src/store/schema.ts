/**
 * The emulator's tables. Objects are documents in the SDK's own shape; what must be counted, found or waited for has a column or an index.
 * `funds` is the running balance, kept beside the balance transactions so that the two can be compared.
 */
export const SCHEMA = `
create table if not exists object (
  seq integer primary key autoincrement,
  id text not null unique,
  kind text not null,
  account text not null,
  created integer not null,
  body text not null
) strict;
create index if not exists object_kind on object (kind, account, seq);
create index if not exists object_intent on object (body ->> '$.payment_intent') where body ->> '$.payment_intent' is not null;
create index if not exists object_charge on object (body ->> '$.charge') where body ->> '$.charge' is not null;
create table if not exists note (id text primary key, body text not null) strict;
create table if not exists funds (
  account text not null,
  currency text not null,
  total integer not null,
  primary key (account, currency)
) strict;
create table if not exists idempotency (
  account text not null,
  key text not null,
  path text not null,
  params text not null,
  status integer not null,
  answer text not null,
  request_id text not null,
  created integer not null,
  primary key (account, key)
) strict;
create index if not exists idempotency_created on idempotency (created);
create table if not exists paid_out (txn text primary key, payout text not null) strict;
create index if not exists paid_out_payout on paid_out (payout);
create table if not exists due (
  what text not null,
  id text not null,
  at integer not null,
  primary key (what, id)
) strict;
create index if not exists due_at on due (at);
create table if not exists delivery (
  seq integer primary key autoincrement,
  event text not null,
  endpoint text not null,
  attempts integer not null,
  done integer not null
) strict;
create index if not exists delivery_open on delivery (seq) where done = 0;
create index if not exists delivery_event on delivery (event);
`;
