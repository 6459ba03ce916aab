-- Who was erased from this database: account ids alone, and what was answered then. A restored backup that lacks a row is erased again.
CREATE TABLE "erased_person" (
  "account_id" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "answer" JSONB NOT NULL,
  CONSTRAINT "erased_person_pkey" PRIMARY KEY ("account_id")
);
REVOKE UPDATE, DELETE, TRUNCATE ON "erased_person" FROM catalog_app;

-- What the program may not: an answer of a review is written once. Only the owner's function below takes it away.
CREATE OR REPLACE FUNCTION review_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user <> 'catalog_app' THEN RETURN NEW; END IF;
  IF OLD.shown AND NOT NEW.shown THEN RAISE EXCEPTION 'a review that was shown stays shown, or is hidden'; END IF;
  IF OLD.answer IS DISTINCT FROM NEW.answer AND (OLD.answer IS NOT NULL OR NOT OLD.shown) THEN
    RAISE EXCEPTION 'a review is answered once, after it is shown';
  END IF;
  RETURN NEW;
END $$;

-- A right of the owner, narrower than UPDATE and DELETE. What somebody wrote as a client loses its words, its name and its answer and
-- keeps its stars; what somebody offered as a provider goes whole, with the reviews of it.
CREATE FUNCTION "erase_person"("whom" UUID) RETURNS VOID
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE "words" TEXT[];
BEGIN
  UPDATE "review" SET "text" = '', "alias" = 'A former client', "answer" = NULL, "answered_at" = NULL WHERE "client_id" = "whom";
  DELETE FROM "review_decision" USING "review"
    WHERE "review"."id" = "review_decision"."review_id" AND "whom" IN ("review"."client_id", "review"."provider_id");
  DELETE FROM "review" WHERE "provider_id" = "whom";

  SELECT array_agg(DISTINCT "word") INTO "words"
  FROM "listing" l JOIN "profile" p ON p."account_id" = l."provider_id",
    unnest(tsvector_to_array(to_tsvector('simple', concat_ws(' ', l."title", l."description", array_to_string(l."you_get", ' '),
      p."display_name", p."headline", array_to_string(p."approaches", ' '))))) AS "word"
  WHERE l."provider_id" = "whom";
  DELETE FROM "run" USING "listing" WHERE "listing"."id" = "run"."listing_id" AND "listing"."provider_id" = "whom";
  DELETE FROM "horizon" USING "listing" WHERE "listing"."id" = "horizon"."listing_id" AND "listing"."provider_id" = "whom";
  DELETE FROM "listing" WHERE "provider_id" = "whom";
  DELETE FROM "picture_grant" WHERE "account_id" = "whom";
  DELETE FROM "credential_decision" WHERE "provider_id" = "whom";
  DELETE FROM "licence_decision" WHERE "provider_id" = "whom";
  DELETE FROM "credential" WHERE "provider_id" = "whom";
  DELETE FROM "profile" WHERE "account_id" = "whom";
  -- Words that nobody else's listing has. A word of the tree's own stays: every listing of its branch has it.
  DELETE FROM "vocabulary" v WHERE v."word" = ANY ("words")
    AND NOT EXISTS (SELECT FROM "listing" l WHERE l."document" @@ plainto_tsquery('english', v."word"));
END $$;
REVOKE ALL ON FUNCTION "erase_person"(UUID) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "erase_person"(UUID) TO catalog_app;
