/** The floor of slots: SQL that computes what the engine computes in a plain case, with PostgreSQL's own time-zone data. */
import { CURRENCY } from '@sounding/money';

export const PROVIDER = `insert into provider (id, zone, weekly, listings) values ($1, $2, $3::jsonb, $4::jsonb)`;

export const BOOKING = `
insert into booking (id, version, state, client_id, provider_id, listing_id, offer, starts_at, ends_at, occupied_from, occupied_to,
  made_at, reserved_until, total_minor, currency, terms_version)
values ($1, 1, 'confirmed', $2, $3, $4, '{}', $5::timestamptz, $6::timestamptz, $5::timestamptz - interval '5 minutes',
  $6::timestamptz + interval '5 minutes', $5::timestamptz - interval '9 days', $5::timestamptz - interval '9 days', 6349, '${CURRENCY}', 'bench')`;

/** What the engine must know of: everything taken around the range. */
export const READ_TAKEN = `
select coalesce(occupied_from, starts_at) as "from", coalesce(occupied_to, ends_at) as "to", starts_at
from booking
where provider_id = $1 and state in ('reserved', 'offered', 'confirmed', 'delivered', 'claimed')
  and tstzrange(coalesce(occupied_from, starts_at), coalesce(occupied_to, ends_at)) && tstzrange($2, $3)
  and (state <> 'reserved' or reserved_until > $4)`;

/**
 * Days of the range, their windows, starts by the step on the wall clock, and none that touches a booking. No overrides, days
 * off, travel, caps, nights, gaps or repeated hours: the least that a statement could do.
 * $4 length, $5 step, $6 buffer on both sides, $7 notice, in minutes.
 */
export const FREE_STARTS = `
with hours as (
  select zone, w.day, w."from"::time as opens, w."to"::time as closes
  from provider, jsonb_to_recordset(weekly) as w (day int, "from" text, "to" text) where id = $1
), start as (
  select (date + opens + n * make_interval(mins => $5)) at time zone zone as start
  from hours
  cross join generate_series($2::timestamptz::date::timestamp - interval '1 day', $3::timestamptz::date::timestamp + interval '1 day', interval '1 day') as date
  cross join lateral generate_series(0, (extract(epoch from closes - opens)::int / 60 - $4) / $5) as n
  where extract(isodow from date) = day
)
select start from start
where start >= $2 and start < $3 and start >= $2::timestamptz + make_interval(mins => $7)
  and not exists (
    select from booking
    where provider_id = $1 and state in ('reserved', 'offered', 'confirmed', 'delivered', 'claimed')
      and tstzrange(coalesce(occupied_from, starts_at), coalesce(occupied_to, ends_at))
        && tstzrange(start - make_interval(mins => $6), start + make_interval(mins => $4 + $6))
      and (state <> 'reserved' or reserved_until > $2)
  )
order by start`;
