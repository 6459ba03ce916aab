-- The one way in which staff read a room: one asks, another agrees, and for an hour the first may read. What it was is never changed away.
CREATE TABLE "glass" (
  "id" UUID NOT NULL,
  "booking_id" UUID NOT NULL REFERENCES "room" ("booking_id") ON DELETE CASCADE ON UPDATE CASCADE,
  "asked_by" UUID NOT NULL,
  -- Sealed under a key of its own.
  "reason" BYTEA NOT NULL,
  "asked_at" TIMESTAMPTZ(3) NOT NULL,
  "approve_by" TIMESTAMPTZ(3) NOT NULL,
  "approved_by" UUID,
  "opened_at" TIMESTAMPTZ(3),
  "closes_at" TIMESTAMPTZ(3),
  "ended_by" UUID,
  "ended_at" TIMESTAMPTZ(3),
  CONSTRAINT "glass_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "glass_two_people_check" CHECK ("approved_by" <> "asked_by"),
  CONSTRAINT "glass_opened_check" CHECK (
    ("approved_by" IS NULL) = ("opened_at" IS NULL) AND ("approved_by" IS NULL) = ("closes_at" IS NULL)
  ),
  CONSTRAINT "glass_an_hour_check" CHECK ("closes_at" > "opened_at" AND "closes_at" <= "opened_at" + interval '60 minutes'),
  CONSTRAINT "glass_ended_check" CHECK (("ended_by" IS NULL) = ("ended_at" IS NULL)),
  CONSTRAINT "glass_ended_by_check" CHECK ("ended_by" IN ("asked_by", "approved_by"))
);
CREATE INDEX "glass_booking_id_idx" ON "glass" ("booking_id");
CREATE INDEX "glass_asked_at_idx" ON "glass" ("asked_at");

REVOKE DELETE, TRUNCATE ON "glass" FROM "workspace_app";

-- Who asked and why stays; who approved and until when is written once. An hour is not made longer.
CREATE FUNCTION "glass_stays"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."id", NEW."booking_id", NEW."asked_by", NEW."reason", NEW."asked_at", NEW."approve_by")
     IS DISTINCT FROM (OLD."id", OLD."booking_id", OLD."asked_by", OLD."reason", OLD."asked_at", OLD."approve_by")
    OR (OLD."approved_by" IS NOT NULL AND (NEW."approved_by", NEW."opened_at", NEW."closes_at")
     IS DISTINCT FROM (OLD."approved_by", OLD."opened_at", OLD."closes_at"))
    OR (OLD."ended_at" IS NOT NULL AND (NEW."ended_by", NEW."ended_at") IS DISTINCT FROM (OLD."ended_by", OLD."ended_at"))
    OR (OLD."ended_at" IS NOT NULL AND NEW."approved_by" IS DISTINCT FROM OLD."approved_by") THEN
    RAISE EXCEPTION 'what was asked, approved or ended stays as it was' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "glass_stays" BEFORE UPDATE ON "glass" FOR EACH ROW EXECUTE FUNCTION "glass_stays"();
