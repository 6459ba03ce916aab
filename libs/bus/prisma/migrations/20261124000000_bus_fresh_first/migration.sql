-- After the broker lost its store, a week of rows goes out again. What was never published must not wait behind them: people do.
alter table bus.outbox add column again boolean not null default false;
create index outbox_waiting on bus.outbox (again, position) where published_at is null;
drop index bus.outbox_unpublished;

create or replace function bus.see_stream(p_created text, p_last_seq bigint) returns bigint
language plpgsql as $$
declare known bus.relay_state; n bigint := 0;
begin
  select * into known from bus.relay_state for update;
  if found and (known.stream_created <> p_created or known.last_seq > p_last_seq) then
    update bus.outbox set published_at = null, again = true where published_at is not null;
    get diagnostics n = row_count;
  end if;
  insert into bus.relay_state (stream_created, last_seq) values (p_created, p_last_seq)
    on conflict (single) do update set stream_created = excluded.stream_created, last_seq = excluded.last_seq
    where (relay_state.stream_created, relay_state.last_seq) is distinct from (excluded.stream_created, excluded.last_seq);
  return n;
end $$;
