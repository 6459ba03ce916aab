-- Addresses are sealed under the key of their person and found by a keyed hash; so are names that people show. Sign-ups and codes keep the
-- hash alone. Copies of the release before this one go on finding the accounts they know; accounts that this release makes they
-- do not find, for the minutes in which both run. What they write in clear takes the place of what is sealed until the clock
-- seals it. An hour later the old columns are emptied.
ALTER TABLE "account" ALTER COLUMN "email" DROP NOT NULL,
  ADD COLUMN "email_hash" bytea CHECK (octet_length("email_hash") = 32),
  ADD COLUMN "email_sealed" bytea,
  ADD COLUMN "own_name_sealed" bytea,
  ADD CONSTRAINT "account_address_check" CHECK ("email" IS NOT NULL OR ("email_hash" IS NOT NULL AND "email_sealed" IS NOT NULL));
CREATE UNIQUE INDEX "account_email_hash_key" ON "account" ("email_hash");
CREATE INDEX "account_own_name_clear" ON "account" ("id") WHERE "own_name" IS NOT NULL AND "own_name_sealed" IS NULL;
CREATE INDEX "account_email_clear" ON "account" ("id") WHERE "email" IS NOT NULL AND "email_sealed" IS NULL;
ALTER TABLE "staff_account" ALTER COLUMN "email" DROP NOT NULL,
  ADD COLUMN "email_hash" bytea CHECK (octet_length("email_hash") = 32),
  ADD COLUMN "email_sealed" bytea,
  ADD CONSTRAINT "staff_account_address_check"
    CHECK ("email" IS NOT NULL OR ("email_hash" IS NOT NULL AND "email_sealed" IS NOT NULL));
CREATE INDEX "staff_account_email_clear" ON "staff_account" ("id") WHERE "email" IS NOT NULL AND "email_sealed" IS NULL;
CREATE UNIQUE INDEX "staff_account_email_hash_key" ON "staff_account" ("email_hash");

ALTER TABLE "sign_up" ALTER COLUMN "email" DROP NOT NULL,
  ADD COLUMN "email_hash" bytea CHECK (octet_length("email_hash") = 32),
  ADD CONSTRAINT "sign_up_address_check" CHECK ("email" IS NOT NULL OR "email_hash" IS NOT NULL);
CREATE INDEX "sign_up_email_hash_made_at_idx" ON "sign_up" ("email_hash", "made_at");
ALTER TABLE "code" ALTER COLUMN "email" DROP NOT NULL,
  ADD COLUMN "email_hash" bytea CHECK (octet_length("email_hash") = 32),
  ADD CONSTRAINT "code_address_check" CHECK ("email" IS NOT NULL OR "email_hash" IS NOT NULL);
CREATE INDEX "code_email_hash_purpose_idx" ON "code" ("email_hash", "purpose");
ALTER TABLE "email_change" ALTER COLUMN "old_email" DROP NOT NULL,
  ADD COLUMN "old_email_sealed" bytea,
  ADD CONSTRAINT "email_change_address_check" CHECK ("old_email" IS NOT NULL OR "old_email_sealed" IS NOT NULL);
CREATE INDEX "email_change_old_email_clear" ON "email_change" ("id") WHERE "old_email" IS NOT NULL AND "old_email_sealed" IS NULL;

CREATE FUNCTION keys.clear_address_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.email_hash := NULL;
  NEW.email_sealed := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER clear_address_counts BEFORE UPDATE OF "email" ON "account"
  FOR EACH ROW WHEN (NEW.email IS DISTINCT FROM OLD.email AND NEW.email IS NOT NULL)
  EXECUTE FUNCTION keys.clear_address_counts();
CREATE FUNCTION keys.clear_name_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.own_name_sealed := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER clear_name_counts BEFORE UPDATE OF "own_name" ON "account"
  FOR EACH ROW WHEN (NEW.own_name IS DISTINCT FROM OLD.own_name AND NEW.own_name IS NOT NULL)
  EXECUTE FUNCTION keys.clear_name_counts();

CREATE OR REPLACE FUNCTION keys.empty_old_columns() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM _prisma_migrations
             WHERE migration_name = '20261128050000_addresses_sealed' AND finished_at < now() - interval '1 hour') THEN
    UPDATE "account" SET "email" = NULL WHERE "email" IS NOT NULL AND "email_sealed" IS NOT NULL AND "email_hash" IS NOT NULL;
    UPDATE "account" SET "own_name" = NULL WHERE "own_name" IS NOT NULL AND "own_name_sealed" IS NOT NULL;
    UPDATE "staff_account" SET "email" = NULL WHERE "email" IS NOT NULL AND "email_sealed" IS NOT NULL AND "email_hash" IS NOT NULL;
    UPDATE "email_change" SET "old_email" = NULL WHERE "old_email" IS NOT NULL AND "old_email_sealed" IS NOT NULL;
    -- Codes of that release are over, and whoever signed up with it signs up again.
    DELETE FROM "code" WHERE "email_hash" IS NULL;
    DELETE FROM "sign_up" WHERE "email_hash" IS NULL;
  END IF;
END $$;
