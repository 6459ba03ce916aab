-- Every yes and every no of a consent, with the version and the hash of its words. Rows are only ever added; the last one counts.
CREATE TABLE "consent" (
  "number" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "account_id" uuid NOT NULL,
  "kind" text NOT NULL CHECK ("kind" IN ('health', 'own-name')),
  "given" boolean NOT NULL,
  "version" text NOT NULL CHECK ("version" ~ '^\d{4}-\d{2}-\d{2}$'),
  "text_hash" text NOT NULL CHECK ("text_hash" ~ '^[0-9a-f]{64}$'),
  "at" timestamptz(3) NOT NULL
);
CREATE INDEX "consent_account_id_kind_number_idx" ON "consent" ("account_id", "kind", "number");
CREATE TRIGGER "consent_is_kept" BEFORE UPDATE OR DELETE OR TRUNCATE ON "consent"
  FOR EACH STATEMENT EXECUTE FUNCTION "only_ever_added"();
REVOKE UPDATE, DELETE, TRUNCATE ON "consent" FROM identity_app;

-- The name that a client's providers see instead of the alias; null while the consent to it is not given.
ALTER TABLE "account" ADD COLUMN "own_name" text;
