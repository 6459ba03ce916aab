-- Full names that people wish for on documents are sealed under their own key, and what staff give as the reason of a mail under a key of
-- the document's. Copies of the release before this one go on reading the names they know; one that they write takes the place of
-- the sealed one until the clock seals it. An hour later the old columns are emptied.
ALTER TABLE "wish" ADD COLUMN "full_name_sealed" BYTEA;
ALTER TABLE "resending" ADD COLUMN "reason_sealed" BYTEA, ALTER COLUMN "reason" DROP NOT NULL,
  ADD CONSTRAINT "resending_reason_check" CHECK ("reason" IS NOT NULL OR "reason_sealed" IS NOT NULL);
-- Resendings only grow; of them only this column is filled later, by the clock.
GRANT UPDATE ("reason_sealed") ON "resending" TO receipts_app;
CREATE INDEX "wish_full_name_clear" ON "wish" ("account_id") WHERE "full_name" IS NOT NULL;
CREATE INDEX "resending_reason_clear" ON "resending" ("id") WHERE "reason" IS NOT NULL;

CREATE FUNCTION keys.clear_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.full_name_sealed := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER clear_counts BEFORE UPDATE OF "full_name" ON "wish"
  FOR EACH ROW WHEN (NEW.full_name IS DISTINCT FROM OLD.full_name AND NEW.full_name IS NOT NULL)
  EXECUTE FUNCTION keys.clear_counts();

CREATE FUNCTION keys.reason_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a reason is sealed once' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER reason_stays BEFORE UPDATE OF "reason_sealed" ON "resending"
  FOR EACH ROW WHEN (OLD.reason_sealed IS NOT NULL) EXECUTE FUNCTION keys.reason_stays();

CREATE OR REPLACE FUNCTION keys.empty_old_columns() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM _prisma_migrations
             WHERE migration_name = '20261128030200_names_and_reasons_sealed' AND finished_at < now() - interval '1 hour') THEN
    UPDATE "wish" SET "full_name" = NULL WHERE "full_name" IS NOT NULL AND "full_name_sealed" IS NOT NULL;
    UPDATE "resending" SET "reason" = NULL WHERE "reason" IS NOT NULL AND "reason_sealed" IS NOT NULL;
  END IF;
END $$;
