-- Data keys, apart from the data that is sealed under them: a backup of the data leaves this schema out, and of its own backups
-- only the newest is kept (docs/runbooks/backup-and-restore.md). So a key that was destroyed is destroyed in every backup.
create schema keys;

create table keys.data_key (
  -- Whose texts it seals: `person/<account>`, `room/<booking>`, `ticket/<id>`.
  owner text primary key,
  -- The id of the key-encryption key that wraps it.
  kek text not null,
  -- Null: destroyed. The row stays, so that nobody makes a new key for an owner who is gone.
  wrapped bytea,
  -- The key before this one, under the same key-encryption key, for as long as texts move from it to this one.
  before bytea,
  -- An operator's wish: this key is known to somebody, and is to be replaced.
  leaked boolean not null default false,
  made_at timestamptz(3) not null default now(),
  rewrapped_at timestamptz(3),
  constraint data_key_owner_check check (owner ~ '^[a-z-]+/.+$' and length(owner) <= 200),
  constraint data_key_destroyed_check check (wrapped is not null or before is null)
);
create index data_key_kek on keys.data_key (kek) where wrapped is not null;
create index data_key_leaked on keys.data_key (owner) where leaked and wrapped is not null;

-- A destroyed key never comes back.
create function keys.stays_destroyed() returns trigger language plpgsql as $$
begin
  raise exception 'the key of % was destroyed', old.owner using errcode = 'check_violation';
end $$;
create trigger stays_destroyed before update on keys.data_key
  for each row when (old.wrapped is null and new.wrapped is not null) execute function keys.stays_destroyed();

-- Empties what the release before this one kept in other columns, an hour after a service's own migration put another function in
-- the place of this one: by then no copy of that release runs any more.
create function keys.empty_old_columns() returns void language sql as $$ select $$;

do $$
declare app text := regexp_replace(current_user, '_owner$', '_app');
begin
  if exists (select 1 from pg_roles where rolname = app) and app <> current_user then
    execute format('grant usage on schema keys to %I', app);
    execute format('grant execute on function keys.empty_old_columns() to %I', app);
    execute format('grant select, insert, update, delete on keys.data_key to %I', app);
  end if;
end $$;
