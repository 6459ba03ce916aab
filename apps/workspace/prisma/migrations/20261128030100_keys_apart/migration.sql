-- The keys of rooms move into the schema `keys`, one for each side; until somebody reseals them, the two of a room are the same.
-- Copies of the release before this one still run for some minutes: they go on reading the rooms they know, and a room that they
-- open is adopted by a trigger. Rooms that this release opens they cannot read. An hour later the old column is emptied.
ALTER TABLE "room" ALTER COLUMN "wrapped_key" DROP NOT NULL;

CREATE FUNCTION keys.adopt_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO keys.data_key (owner, kek, wrapped)
  SELECT 'room/' || NEW.booking_id || '/' || side, 'env', NEW.wrapped_key
  FROM unnest(ARRAY[NEW.client_id, NEW.provider_id]) AS side
  ON CONFLICT (owner) DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER adopt_key AFTER INSERT ON "room"
  FOR EACH ROW WHEN (NEW.wrapped_key IS NOT NULL) EXECUTE FUNCTION keys.adopt_room();

INSERT INTO keys.data_key (owner, kek, wrapped, made_at)
SELECT 'room/' || booking_id || '/' || side, 'env', wrapped_key, opened_at
FROM "room", unnest(ARRAY[client_id, provider_id]) AS side WHERE wrapped_key IS NOT NULL;

-- A key that is destroyed within that hour is destroyed there too.
CREATE FUNCTION keys.destroyed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "room" SET wrapped_key = NULL WHERE booking_id = split_part(NEW.owner, '/', 2)::uuid AND wrapped_key IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER destroyed AFTER UPDATE ON keys.data_key
  FOR EACH ROW WHEN (NEW.wrapped IS NULL AND NEW.owner LIKE 'room/%') EXECUTE FUNCTION keys.destroyed();

CREATE OR REPLACE FUNCTION keys.empty_old_columns() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE "room" SET wrapped_key = NULL
  WHERE wrapped_key IS NOT NULL AND EXISTS (
    SELECT FROM _prisma_migrations
    WHERE migration_name = '20261128030100_keys_apart' AND finished_at < now() - interval '1 hour');
$$;
