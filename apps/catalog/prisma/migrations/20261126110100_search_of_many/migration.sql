-- A search by days walks the runs of those days alone, whosever they are. That is possible because no stored run is as long as
-- a day: what begins before the first day and reaches into it began less than a day earlier.
WITH long AS (
  DELETE FROM "run" WHERE "last" - "first" >= interval '1 day' RETURNING *
)
INSERT INTO "run" ("listing_id", "first", "last", "step_minutes")
  SELECT long."listing_id", piece."first",
    least(long."last", piece."first" + make_interval(mins => (greatest(1, 1440 / long."step_minutes") - 1) * long."step_minutes")),
    long."step_minutes"
  FROM long
  CROSS JOIN LATERAL generate_series(
    long."first", long."last", make_interval(mins => greatest(1, 1440 / long."step_minutes") * long."step_minutes")
  ) AS piece ("first");
ALTER TABLE "run" ADD CONSTRAINT "run_within_a_day_check" CHECK ("last" - "first" < interval '1 day');
CREATE INDEX "run_first_idx" ON "run" ("first") INCLUDE ("last", "step_minutes", "listing_id");

-- What a search asks of everybody, narrow enough to be read without the texts.
CREATE FUNCTION languages_without_regions(tags TEXT[]) RETURNS TEXT[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT split_part(lower(tag), '-', 1)), '{}') FROM unnest(tags) AS tag
$$;
ALTER TABLE "profile" ADD COLUMN "spoken" TEXT[] NOT NULL GENERATED ALWAYS AS (languages_without_regions("languages")) STORED;
CREATE INDEX "profile_search_idx" ON "profile" ("account_id") INCLUDE ("licence", "zone", "spoken", "stars", "review_count");
CREATE INDEX "profile_zone_idx" ON "profile" ("zone");
CREATE INDEX "listing_search_idx" ON "listing" ("id") INCLUDE ("provider_id", "mode", "category", "price_minor", "notice_minutes")
  WHERE "state" = 'published' AND "kind" = 'session';

-- A word that is typed in part is looked for by its beginning.
CREATE INDEX "vocabulary_beginning_idx" ON "vocabulary" ("word" COLLATE "C");
