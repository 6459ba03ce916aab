-- Who accepted which version of the terms and of the privacy notice, when, and the SHA-256 of the words they had before them.
-- It is proof, and outlives the account: it names an id and no person. Rows are only ever added.
CREATE TABLE "acceptance" (
  "account_id" uuid NOT NULL,
  "document" text NOT NULL CHECK ("document" IN ('terms', 'privacy')),
  "version" text NOT NULL CHECK ("version" ~ '^\d{4}-\d{2}-\d{2}$'),
  "text_hash" text NOT NULL CHECK ("text_hash" ~ '^[0-9a-f]{64}$'),
  "at" timestamptz(3) NOT NULL,
  PRIMARY KEY ("account_id", "document", "version")
);

CREATE FUNCTION "only_ever_added"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME;
END $$;
CREATE TRIGGER "acceptance_is_kept" BEFORE UPDATE OR DELETE OR TRUNCATE ON "acceptance"
  FOR EACH STATEMENT EXECUTE FUNCTION "only_ever_added"();
REVOKE UPDATE, DELETE, TRUNCATE ON "acceptance" FROM identity_app;

-- Whoever opened an account agreed to the terms that were in force then. There has been one version, whose words have this hash
-- (checked by a spec of identity). An older copy of identity that still runs goes on writing account.terms_version alone, which counts as well.
INSERT INTO "acceptance" ("account_id", "document", "version", "text_hash", "at")
SELECT "id", 'terms', "terms_version", 'cb20227ff3c55b99ea33eea0ba9628769db7481e2cd1d0664a7fd7be3a30d974', "adult_at"
FROM "account" WHERE "terms_version" = '2026-11-01';
