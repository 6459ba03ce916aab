-- Hours, listings, bookings and their stories.
-- btree_gist lets one exclusion constraint compare a uuid and a range; it is a trusted extension, so the owner role may add it.
CREATE EXTENSION IF NOT EXISTS "btree_gist";

CREATE TABLE "provider" (
  "id" uuid PRIMARY KEY,
  "zone" text NOT NULL DEFAULT 'UTC',
  "weekly" jsonb NOT NULL DEFAULT '[]',
  "revision" integer NOT NULL DEFAULT 1,
  "published" integer NOT NULL DEFAULT 0,
  "published_until" timestamptz(3)
);

CREATE TABLE "listing" (
  "id" uuid PRIMARY KEY,
  "provider_id" uuid NOT NULL,
  "published" boolean NOT NULL,
  "version" integer NOT NULL,
  "duration_minutes" integer NOT NULL CHECK ("duration_minutes" > 0),
  "step_minutes" integer NOT NULL CHECK ("step_minutes" > 0),
  "notice_minutes" integer NOT NULL CHECK ("notice_minutes" >= 0)
);
CREATE INDEX "listing_provider_id_idx" ON "listing" ("provider_id");

CREATE TABLE "booking" (
  "id" uuid PRIMARY KEY,
  "version" integer NOT NULL CHECK ("version" >= 1),
  "state" text NOT NULL CHECK ("state" IN
    ('reserved', 'confirmed', 'delivered', 'claimed', 'released', 'lapsed', 'cancelled', 'refunded')),
  "client_id" uuid NOT NULL,
  "provider_id" uuid NOT NULL,
  "listing_id" uuid NOT NULL,
  "offer" jsonb NOT NULL,
  "starts_at" timestamptz(3) NOT NULL,
  "ends_at" timestamptz(3) NOT NULL,
  "made_at" timestamptz(3) NOT NULL,
  "reserved_until" timestamptz(3) NOT NULL,
  "total_minor" bigint NOT NULL CHECK ("total_minor" > 0),
  "currency" text NOT NULL,
  "terms_version" text NOT NULL,
  "confirmed_at" timestamptz(3),
  "client_joined_at" timestamptz(3),
  "provider_joined_at" timestamptz(3),
  "outcome" text,
  "settlement" jsonb,
  "claimed_at" timestamptz(3),
  "decide_by" timestamptz(3),
  "claim_closed_by" text CHECK ("claim_closed_by" IN ('staff', 'clock')),
  "refund_made_at" timestamptz(3),
  "release_decided_at" timestamptz(3),
  "released_at" timestamptz(3),
  "deadline" timestamptz(3),
  CHECK ("starts_at" < "ends_at"),
  CHECK ("client_id" <> "provider_id"),
  CHECK (("outcome" IS NULL) = ("settlement" IS NULL)),
  -- Whatever the program believes: two hires of one provider never share a moment. The states are OCCUPYING in facts.ts.
  CONSTRAINT "booking_no_overlap" EXCLUDE USING gist ("provider_id" WITH =, tstzrange("starts_at", "ends_at") WITH &&)
    WHERE ("state" IN ('reserved', 'confirmed', 'delivered', 'claimed'))
);
CREATE INDEX "booking_client_id_made_at_idx" ON "booking" ("client_id", "made_at");
CREATE INDEX "booking_provider_id_starts_at_idx" ON "booking" ("provider_id", "starts_at");
-- The clock asks for passed deadlines every second.
CREATE INDEX "booking_deadline_idx" ON "booking" ("deadline") WHERE "deadline" IS NOT NULL;

CREATE TABLE "story" (
  "booking_id" uuid NOT NULL REFERENCES "booking" ("id"),
  "number" integer NOT NULL CHECK ("number" >= 1),
  "at" timestamptz(3) NOT NULL,
  "message" text NOT NULL,
  "from_state" text NOT NULL,
  "to_state" text NOT NULL,
  "said" text[] NOT NULL,
  "trace_id" text,
  PRIMARY KEY ("booking_id", "number")
);

-- A story is told once and never retold; bookings stay.
REVOKE UPDATE, DELETE, TRUNCATE ON "story" FROM "booking_app";
REVOKE DELETE, TRUNCATE ON "booking" FROM "booking_app";
