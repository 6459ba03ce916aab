-- The bus's own tables, one set in every service's database. Only libs/bus reads and writes them, through these functions.
-- Machine time (clock_timestamp) is used for housekeeping alone; business time is always passed in by callers.
create schema bus;

-- Outbox: the truth about what was said -------------------------------------------------------------------------------

-- The gapless count of each aggregate's events. Its row lock makes commits of one aggregate queue up in the order of seq.
create table bus.aggregate (
  id text primary key,
  last_seq bigint not null
);

create table bus.outbox (
  position bigint generated always as identity primary key,
  id uuid not null unique,
  name text not null,
  aggregate text not null,
  seq bigint not null,
  data jsonb not null,
  traceparent text,
  said_at timestamptz not null default clock_timestamp(),
  published_at timestamptz,
  unique (aggregate, seq)
);
create index outbox_unpublished on bus.outbox (position) where published_at is null;
create index outbox_published on bus.outbox (published_at) where published_at is not null;

-- What the relay knows of the stream, to notice that it was emptied or went back.
create table bus.relay_state (
  single boolean primary key default true check (single),
  stream_created text not null,
  last_seq bigint not null
);

-- Says an event in the caller's transaction. Answers its seq.
create function bus.emit(p_id uuid, p_name text, p_aggregate text, p_data jsonb, p_traceparent text) returns bigint
language plpgsql as $$
declare n bigint;
begin
  insert into bus.aggregate as a (id, last_seq) values (p_aggregate, 1)
    on conflict (id) do update set last_seq = a.last_seq + 1
    returning last_seq into n;
  insert into bus.outbox (id, name, aggregate, seq, data, traceparent)
    values (p_id, p_name, p_aggregate, n, p_data, p_traceparent);
  perform pg_notify('bus_outbox', '');
  return n;
end $$;

-- Compares the stream with what was known of it; a stream that is another one, or shorter, gets every kept row again.
-- Answers how many rows will be published anew.
create function bus.see_stream(p_created text, p_last_seq bigint) returns bigint
language plpgsql as $$
declare known bus.relay_state; n bigint := 0;
begin
  select * into known from bus.relay_state for update;
  if found and (known.stream_created <> p_created or known.last_seq > p_last_seq) then
    update bus.outbox set published_at = null where published_at is not null;
    get diagnostics n = row_count;
  end if;
  insert into bus.relay_state (stream_created, last_seq) values (p_created, p_last_seq)
    on conflict (single) do update set stream_created = excluded.stream_created, last_seq = excluded.last_seq
    where (relay_state.stream_created, relay_state.last_seq) is distinct from (excluded.stream_created, excluded.last_seq);
  return n;
end $$;

-- Inbox: the truth about what was heard -------------------------------------------------------------------------------

-- How far each aggregate of each owner was handled. A blocked one waits for a person to replay or discard its dead letter.
create table bus.inbox_position (
  owner text not null,
  aggregate text not null,
  seq bigint not null,
  blocked_by uuid,
  tries int not null default 0,
  first_error text,
  primary key (owner, aggregate)
);

-- Which events had their effect; kept 90 days.
create table bus.inbox (
  event_id uuid primary key,
  owner text not null,
  aggregate text not null,
  seq bigint not null,
  handled_at timestamptz not null default clock_timestamp()
);
create index inbox_handled on bus.inbox using brin (handled_at);

-- Events that arrived before their turn.
create table bus.inbox_early (
  owner text not null,
  aggregate text not null,
  seq bigint not null,
  event_id uuid not null,
  name text not null,
  data jsonb not null,
  traceparent text,
  said_at timestamptz not null,
  arrived_at timestamptz not null default clock_timestamp(),
  primary key (owner, aggregate, seq)
);

create table bus.dead_letter (
  id uuid primary key default gen_random_uuid(),
  event_id uuid not null,
  owner text not null,
  aggregate text not null,
  seq bigint not null,
  name text not null,
  data jsonb not null,
  traceparent text,
  said_at timestamptz not null,
  -- bug: five tries failed; unexpected: a message that fits no rule; lost: the owner no longer keeps the missing events.
  reason text not null check (reason in ('bug', 'unexpected', 'lost')),
  tries int not null,
  first_error text not null,
  last_error text not null,
  trace_id text,
  -- Whether the aggregate waits for it.
  blocks boolean not null,
  dead_at timestamptz not null default clock_timestamp(),
  state text not null default 'open' check (state in ('open', 'replayed', 'discarded')),
  settled_at timestamptz
);
create index dead_letter_open on bus.dead_letter (dead_at) where state = 'open';

-- Where an arriving event stands: next (handle it now), known (it had its effect), early (stored until its turn),
-- strange (its seq was used by another event). The lock is taken only off the usual path.
create function bus.arrive(
  p_owner text, p_aggregate text, p_seq bigint, p_id uuid, p_name text, p_data jsonb, p_traceparent text, p_said_at timestamptz
) returns text
language plpgsql as $$
declare at bus.inbox_position;
begin
  select * into at from bus.inbox_position where owner = p_owner and aggregate = p_aggregate;
  if (not found and p_seq = 1) or (at.seq = p_seq - 1 and at.blocked_by is null) then return 'next'; end if;
  if at.seq >= p_seq then
    if exists (select 1 from bus.inbox where event_id = p_id) then return 'known'; end if;
    return 'strange';
  end if;
  -- Waits for a commit that is moving the position right now, so that an event is never stored behind its turn.
  insert into bus.inbox_position (owner, aggregate, seq) values (p_owner, p_aggregate, 0) on conflict do nothing;
  select * into at from bus.inbox_position where owner = p_owner and aggregate = p_aggregate for update;
  if at.seq = p_seq - 1 and at.blocked_by is null then return 'next'; end if;
  if at.seq >= p_seq then
    if exists (select 1 from bus.inbox where event_id = p_id) then return 'known'; end if;
    return 'strange';
  end if;
  if at.blocked_by = p_id then return 'known'; end if;
  insert into bus.inbox_early (owner, aggregate, seq, event_id, name, data, traceparent, said_at)
    values (p_owner, p_aggregate, p_seq, p_id, p_name, p_data, p_traceparent, p_said_at)
    on conflict do nothing;
  return 'early';
end $$;

-- Moves the inbox from seq - 1 to seq, in the commit of the effect. Raises BUS01 when it is not there (another copy was
-- faster), so that nothing commits. Answers whether the next event is stored already.
create function bus.step(p_owner text, p_aggregate text, p_seq bigint, p_id uuid) returns boolean
language plpgsql as $$
begin
  if p_seq = 1 then
    insert into bus.inbox_position as i (owner, aggregate, seq) values (p_owner, p_aggregate, 1)
      on conflict (owner, aggregate) do update set seq = 1, tries = 0, first_error = null
      where i.seq = 0 and i.blocked_by is null;
  else
    update bus.inbox_position set seq = p_seq, tries = 0, first_error = null
      where owner = p_owner and aggregate = p_aggregate and seq = p_seq - 1 and blocked_by is null;
  end if;
  if not found then raise exception 'the inbox is not at % of %', p_seq - 1, p_aggregate using errcode = 'BUS01'; end if;
  insert into bus.inbox (event_id, owner, aggregate, seq) values (p_id, p_owner, p_aggregate, p_seq);
  delete from bus.inbox_early where owner = p_owner and aggregate = p_aggregate and seq = p_seq;
  return exists (select 1 from bus.inbox_early where owner = p_owner and aggregate = p_aggregate and seq = p_seq + 1);
end $$;

-- Counts past an event that this service does not hear: arrival and step in one statement.
create function bus.pass(
  p_owner text, p_aggregate text, p_seq bigint, p_id uuid, p_name text, p_data jsonb, p_said_at timestamptz
) returns table (verdict text, more boolean)
language plpgsql as $$
begin
  verdict := bus.arrive(p_owner, p_aggregate, p_seq, p_id, p_name, p_data, null, p_said_at);
  more := verdict = 'next' and bus.step(p_owner, p_aggregate, p_seq, p_id);
  return next;
end $$;

-- Records a failed try of the next event; at the last one stores the dead letter and blocks the aggregate.
-- Answers the tries so far, or null when the event is not the next any more.
create function bus.try_failed(
  p_owner text, p_aggregate text, p_seq bigint, p_id uuid, p_name text, p_data jsonb, p_traceparent text,
  p_said_at timestamptz, p_error text, p_trace_id text, p_most int
) returns int
language plpgsql as $$
declare at bus.inbox_position;
begin
  insert into bus.inbox_position (owner, aggregate, seq) values (p_owner, p_aggregate, 0) on conflict do nothing;
  update bus.inbox_position set tries = tries + 1, first_error = coalesce(first_error, p_error)
    where owner = p_owner and aggregate = p_aggregate and seq = p_seq - 1 and blocked_by is null
    returning * into at;
  if not found then return null; end if;
  if at.tries >= p_most then
    insert into bus.dead_letter
      (event_id, owner, aggregate, seq, name, data, traceparent, said_at, reason, tries, first_error, last_error, trace_id, blocks)
      values (p_id, p_owner, p_aggregate, p_seq, p_name, p_data, p_traceparent, p_said_at, 'bug', at.tries, at.first_error,
        p_error, p_trace_id, true);
    update bus.inbox_position set blocked_by = p_id where owner = p_owner and aggregate = p_aggregate;
    delete from bus.inbox_early where owner = p_owner and aggregate = p_aggregate and seq = p_seq;
  end if;
  return at.tries;
end $$;

-- The owner no longer keeps events after the position: says so in a dead letter, once, and blocks the aggregate.
create function bus.lost(p_owner text, p_aggregate text, p_after bigint, p_first_kept bigint) returns boolean
language plpgsql as $$
declare missing uuid := gen_random_uuid();
begin
  update bus.inbox_position set blocked_by = missing
    where owner = p_owner and aggregate = p_aggregate and seq = p_after and blocked_by is null;
  if not found then return false; end if;
  insert into bus.dead_letter
    (event_id, owner, aggregate, seq, name, data, said_at, reason, tries, first_error, last_error, blocks)
    values (missing, p_owner, p_aggregate, p_first_kept - 1, p_owner || '.lost', '{}', clock_timestamp(), 'lost', 0,
      format('events %s to %s are no longer kept', p_after + 1, p_first_kept - 1), '', true);
  return true;
end $$;

-- A hearer that never heard this aggregate begins with the first event that the owner still keeps.
create function bus.begin_at(p_owner text, p_aggregate text, p_first_kept bigint) returns boolean
language plpgsql as $$
begin
  update bus.inbox_position set seq = p_first_kept - 1
    where owner = p_owner and aggregate = p_aggregate and seq = 0 and blocked_by is null
      and not exists (select 1 from bus.inbox i where i.owner = p_owner and i.aggregate = p_aggregate);
  return found;
end $$;

-- A person wants the event tried again. Answers false when the letter is settled or cannot be replayed.
create function bus.replay(p_letter uuid) returns boolean
language plpgsql as $$
declare letter bus.dead_letter;
begin
  update bus.dead_letter set state = 'replayed', settled_at = clock_timestamp()
    where id = p_letter and state = 'open' and reason = 'bug' returning * into letter;
  if not found then return false; end if;
  insert into bus.inbox_early (owner, aggregate, seq, event_id, name, data, traceparent, said_at)
    values (letter.owner, letter.aggregate, letter.seq, letter.event_id, letter.name, letter.data, letter.traceparent, letter.said_at)
    on conflict do nothing;
  update bus.inbox_position set blocked_by = null, tries = 0, first_error = null
    where owner = letter.owner and aggregate = letter.aggregate and blocked_by = letter.event_id;
  perform pg_notify('bus_inbox', '');
  return true;
end $$;

-- A person gives the event up: it counts as handled, without effect.
create function bus.discard(p_letter uuid) returns boolean
language plpgsql as $$
declare letter bus.dead_letter;
begin
  update bus.dead_letter set state = 'discarded', settled_at = clock_timestamp()
    where id = p_letter and state = 'open' returning * into letter;
  if not found then return false; end if;
  if letter.blocks then
    update bus.inbox_position set blocked_by = null, tries = 0, first_error = null, seq = greatest(seq, letter.seq)
      where owner = letter.owner and aggregate = letter.aggregate and blocked_by = letter.event_id;
    insert into bus.inbox (event_id, owner, aggregate, seq)
      values (letter.event_id, letter.owner, letter.aggregate, letter.seq) on conflict do nothing;
    delete from bus.inbox_early where owner = letter.owner and aggregate = letter.aggregate and seq <= letter.seq;
  end if;
  perform pg_notify('bus_inbox', '');
  return true;
end $$;

-- Idempotency: (account, key) names one effect for 24 hours ---------------------------------------------------------

create table bus.idempotency (
  account text not null,
  key text not null,
  hash text not null,
  answer jsonb,
  made_at timestamptz not null default clock_timestamp(),
  primary key (account, key)
);
create index idempotency_made on bus.idempotency (made_at);

-- Claims the key in the caller's transaction; waits for another transaction that is claiming it right now.
-- state: mine, answered (then answer is set), mismatch.
create function bus.claim_key(p_account text, p_key text, p_hash text) returns table (state text, answer jsonb)
language plpgsql as $$
declare kept bus.idempotency;
begin
  insert into bus.idempotency (account, key, hash) values (p_account, p_key, p_hash) on conflict do nothing;
  if found then state := 'mine'; return next; return; end if;
  select * into kept from bus.idempotency i where i.account = p_account and i.key = p_key for update;
  state := case when kept.hash <> p_hash then 'mismatch' when kept.answer is null then 'mine' else 'answered' end;
  answer := case when state = 'answered' then kept.answer end;
  return next;
end $$;

-- Rights: the service's app role works with the rows; it makes no tables. The role is named after the owner role.
do $$
declare app text := regexp_replace(current_user, '_owner$', '_app');
begin
  if exists (select 1 from pg_roles where rolname = app) and app <> current_user then
    execute format('grant usage on schema bus to %I', app);
    execute format('grant select, insert, update, delete on all tables in schema bus to %I', app);
    execute format('grant usage on all sequences in schema bus to %I', app);
  end if;
end $$;
