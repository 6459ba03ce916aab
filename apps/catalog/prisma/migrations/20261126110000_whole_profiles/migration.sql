-- What a provider shows besides words: ways of working, credentials, where the licence holds, a picture. What a client gets for the price.
ALTER TABLE "profile"
  ADD COLUMN "approaches" TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN "licence_places" TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN "picture" UUID;
ALTER TABLE "listing"
  ADD COLUMN "you_get" TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN "plain_terms" TEXT NOT NULL DEFAULT '';

-- Nobody asked where a licence holds until now, so those that were verified are asked and looked at again.
UPDATE "profile" SET "licence" = 'submitted' WHERE "licence" = 'verified';
ALTER TABLE "profile" ADD CONSTRAINT "profile_licence_places_check"
  CHECK ("licence" <> 'verified' OR cardinality("licence_places") > 0);

CREATE TABLE "credential" (
  "id" UUID NOT NULL,
  "provider_id" UUID NOT NULL,
  "position" INTEGER NOT NULL,
  "title" TEXT NOT NULL,
  "issuer" TEXT NOT NULL,
  "year" INTEGER,
  "state" TEXT NOT NULL DEFAULT 'stated',
  "since" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "credential_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "credential_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "profile" ("account_id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "credential_state_check" CHECK ("state" IN ('stated', 'verified', 'rejected'))
);
CREATE INDEX "credential_provider_id_position_idx" ON "credential" ("provider_id", "position");
CREATE INDEX "credential_waiting_idx" ON "credential" ("since", "id") WHERE "state" = 'stated';

-- What staff found. The words are repeated, because the provider may take the credential away afterwards.
CREATE TABLE "credential_decision" (
  "id" UUID NOT NULL,
  "provider_id" UUID NOT NULL,
  "title" TEXT NOT NULL,
  "issuer" TEXT NOT NULL,
  "year" INTEGER,
  "staff_id" UUID NOT NULL,
  "verified" BOOLEAN NOT NULL,
  "reason" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "credential_decision_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "credential_decision_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "profile" ("account_id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "credential_decision_provider_id_idx" ON "credential_decision" ("provider_id");
REVOKE UPDATE, DELETE, TRUNCATE ON "credential_decision" FROM "catalog_app";

-- Ways of working are found like the headline, and what the client gets like the description.
CREATE OR REPLACE FUNCTION listing_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  branches TEXT;
  person TEXT;
  texts TEXT;
BEGIN
  WITH RECURSIVE up AS (
    SELECT slug, name, parent FROM category WHERE slug = NEW.category
    UNION ALL
    SELECT c.slug, c.name, c.parent FROM category c JOIN up ON c.slug = up.parent
  )
  SELECT string_agg(name, ' ') INTO branches FROM up;
  SELECT concat_ws(' ', display_name, headline, array_to_string(approaches, ' ')) INTO person
    FROM profile WHERE account_id = NEW.provider_id;
  texts := concat_ws(' ', NEW.description, array_to_string(NEW.you_get, ' '));
  NEW.document :=
    setweight(to_tsvector('english', NEW.title), 'A') ||
    setweight(to_tsvector('english', coalesce(branches, '')), 'B') ||
    setweight(to_tsvector('english', coalesce(person, '')), 'C') ||
    setweight(to_tsvector('english', texts), 'D');
  INSERT INTO vocabulary (word)
    SELECT DISTINCT word
    FROM unnest(tsvector_to_array(to_tsvector('simple', concat_ws(' ', NEW.title, branches, person, texts)))) AS word
    WHERE length(word) BETWEEN 4 AND 40
    ON CONFLICT DO NOTHING;
  RETURN NEW;
END $$;
DROP TRIGGER profile_words ON profile;
CREATE TRIGGER profile_words AFTER UPDATE OF display_name, headline, approaches ON profile FOR EACH ROW
  WHEN ((OLD.display_name, OLD.headline, OLD.approaches) IS DISTINCT FROM (NEW.display_name, NEW.headline, NEW.approaches))
  EXECUTE FUNCTION profile_words();
