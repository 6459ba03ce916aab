-- Licence numbers are sealed under the key of their provider. Copies of the release before this one go on reading the numbers they
-- know; one that they write takes the place of the sealed one until the clock seals it. An hour later the old column is emptied.
ALTER TABLE "profile"
  ADD COLUMN "licence_number_sealed" BYTEA,
  DROP CONSTRAINT "profile_licence_number_check",
  ADD CONSTRAINT "profile_licence_number_check"
    CHECK ("licence" = 'none' OR "licence_number" IS NOT NULL OR "licence_number_sealed" IS NOT NULL);
CREATE INDEX "profile_licence_number_clear" ON "profile" ("account_id") WHERE "licence_number" IS NOT NULL;

CREATE FUNCTION keys.clear_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.licence_number_sealed := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER clear_counts BEFORE UPDATE OF "licence_number" ON "profile"
  FOR EACH ROW WHEN (NEW.licence_number IS DISTINCT FROM OLD.licence_number AND NEW.licence_number IS NOT NULL)
  EXECUTE FUNCTION keys.clear_counts();

CREATE OR REPLACE FUNCTION keys.empty_old_columns() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE "profile" SET "licence_number" = NULL
  WHERE "licence_number" IS NOT NULL AND "licence_number_sealed" IS NOT NULL AND EXISTS (
    SELECT FROM _prisma_migrations
    WHERE migration_name = '20261128030200_licence_numbers_sealed' AND finished_at < now() - interval '1 hour');
$$;
