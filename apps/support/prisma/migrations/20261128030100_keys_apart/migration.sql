-- The keys of tickets and of reasons move into the schema `keys`. Copies of the release before this one still run for some minutes:
-- they go on reading what they know, and a key that they make is adopted by a trigger. What this release writes under new keys they
-- cannot read. An hour later the old columns are emptied.
ALTER TABLE "ticket" ALTER COLUMN "wrapped_key" DROP NOT NULL;
ALTER TABLE "giving" ALTER COLUMN "wrapped_key" DROP NOT NULL;

CREATE FUNCTION keys.adopt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO keys.data_key (owner, kek, wrapped)
  VALUES (TG_TABLE_NAME || '/' || NEW.id, 'env', NEW.wrapped_key) ON CONFLICT (owner) DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER adopt_key AFTER INSERT ON "ticket"
  FOR EACH ROW WHEN (NEW.wrapped_key IS NOT NULL) EXECUTE FUNCTION keys.adopt();
CREATE TRIGGER adopt_key AFTER INSERT ON "giving"
  FOR EACH ROW WHEN (NEW.wrapped_key IS NOT NULL) EXECUTE FUNCTION keys.adopt();

INSERT INTO keys.data_key (owner, kek, wrapped, made_at)
SELECT 'ticket/' || id, 'env', wrapped_key, opened_at FROM "ticket" WHERE wrapped_key IS NOT NULL
UNION ALL
SELECT 'giving/' || id, 'env', wrapped_key, at FROM "giving" WHERE wrapped_key IS NOT NULL;

-- A key that is destroyed within that hour is destroyed there too.
CREATE FUNCTION keys.destroyed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.owner LIKE 'ticket/%' THEN
    UPDATE "ticket" SET wrapped_key = NULL WHERE id = split_part(NEW.owner, '/', 2)::uuid AND wrapped_key IS NOT NULL;
  ELSIF NEW.owner LIKE 'giving/%' THEN
    UPDATE "giving" SET wrapped_key = NULL WHERE id = split_part(NEW.owner, '/', 2)::uuid AND wrapped_key IS NOT NULL;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER destroyed AFTER UPDATE ON keys.data_key
  FOR EACH ROW WHEN (NEW.wrapped IS NULL) EXECUTE FUNCTION keys.destroyed();

CREATE OR REPLACE FUNCTION keys.empty_old_columns() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM _prisma_migrations
             WHERE migration_name = '20261128030100_keys_apart' AND finished_at < now() - interval '1 hour') THEN
    UPDATE "ticket" SET wrapped_key = NULL WHERE wrapped_key IS NOT NULL;
    UPDATE "giving" SET wrapped_key = NULL WHERE wrapped_key IS NOT NULL;
  END IF;
END $$;

-- Messages only grow: the service may not change them. When the key of a ticket leaked, and only while its new key has the old one
-- beside it, their bytes are replaced by the same words under the new key.
CREATE FUNCTION reseal_message(p_ticket uuid, p_number integer, p_text bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE "ticket_message" SET "text" = p_text
  WHERE "ticket_id" = p_ticket AND "number" = p_number
    AND EXISTS (SELECT FROM keys.data_key WHERE owner = 'ticket/' || p_ticket AND before IS NOT NULL);
$$;
