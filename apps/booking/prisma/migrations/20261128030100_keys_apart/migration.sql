-- The keys of busy calendars move into the schema `keys`. Copies of the release before this one still run for some minutes: they go on
-- reading the calendars they know, and one that they add is adopted by a trigger. A calendar that this release adds they cannot read;
-- it is read a quarter of an hour later. An hour later the old column is emptied.
ALTER TABLE "busy_calendar" ALTER COLUMN "wrapped_key" DROP NOT NULL;

CREATE FUNCTION keys.adopt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO keys.data_key (owner, kek, wrapped)
  VALUES ('busy-calendar/' || NEW.id, 'env', NEW.wrapped_key) ON CONFLICT (owner) DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER adopt_key AFTER INSERT ON "busy_calendar"
  FOR EACH ROW WHEN (NEW.wrapped_key IS NOT NULL) EXECUTE FUNCTION keys.adopt();

INSERT INTO keys.data_key (owner, kek, wrapped, made_at)
SELECT 'busy-calendar/' || id, 'env', wrapped_key, added_at FROM "busy_calendar" WHERE wrapped_key IS NOT NULL;

-- A calendar that is taken away takes its key along.
CREATE FUNCTION keys.calendar_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE keys.data_key SET kek = '', wrapped = NULL, before = NULL WHERE owner = 'busy-calendar/' || OLD.id;
  RETURN NULL;
END $$;
CREATE TRIGGER key_goes_along AFTER DELETE ON "busy_calendar" FOR EACH ROW EXECUTE FUNCTION keys.calendar_gone();

CREATE OR REPLACE FUNCTION keys.empty_old_columns() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE "busy_calendar" SET wrapped_key = NULL
  WHERE wrapped_key IS NOT NULL AND EXISTS (
    SELECT FROM _prisma_migrations
    WHERE migration_name = '20261128030100_keys_apart' AND finished_at < now() - interval '1 hour');
$$;
