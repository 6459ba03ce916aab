-- Owners may be named after their tables, `look_reason/<id>`.
alter table keys.data_key drop constraint data_key_owner_check,
  add constraint data_key_owner_check check (owner ~ '^[a-z_-]+/.+$' and length(owner) <= 200);
