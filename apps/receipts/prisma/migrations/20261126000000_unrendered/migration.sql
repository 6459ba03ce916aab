-- What waits to be rendered is a row of its own from the start, found by a small index instead of by what is missing.
ALTER TABLE "rendering" ALTER COLUMN "object" DROP NOT NULL, ALTER COLUMN "rendered_at" DROP NOT NULL,
  ADD CONSTRAINT "rendering_whole" CHECK (("object" IS NULL) = ("rendered_at" IS NULL));
INSERT INTO "rendering" ("receipt_id")
  SELECT "id" FROM "receipt" WHERE NOT EXISTS (SELECT 1 FROM "rendering" WHERE "receipt_id" = "receipt"."id");
CREATE INDEX "rendering_waiting" ON "rendering" ("receipt_id") WHERE "object" IS NULL;

CREATE FUNCTION "tell_unrendered"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('unrendered', '');
  RETURN NULL;
END $$;
CREATE TRIGGER "rendering_tells" AFTER INSERT ON "rendering"
  FOR EACH ROW WHEN (NEW."object" IS NULL) EXECUTE FUNCTION "tell_unrendered"();
