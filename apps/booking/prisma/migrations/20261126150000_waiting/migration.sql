-- A freed time is kept for somebody who waited. The exclusion constraint names the state already.
ALTER TABLE "booking" DROP CONSTRAINT "booking_state_check";
ALTER TABLE "booking" ADD CONSTRAINT "booking_state_check" CHECK ("state" IN
  ('requested', 'reserved', 'offered', 'confirmed', 'delivered', 'claimed', 'released', 'lapsed', 'cancelled', 'refunded'));

-- The line of those who wait for a provider. `place` is given under the provider's lock, so the order of the line is the order
-- of the commits. Days are the client's own; the instants are what they were in their zone when they joined.
CREATE TABLE "wait" (
  "id" uuid PRIMARY KEY,
  "place" bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  "client_id" uuid NOT NULL,
  "provider_id" uuid NOT NULL,
  "listing_id" uuid NOT NULL,
  "offer" jsonb NOT NULL,
  "first_day" text NOT NULL,
  "last_day" text NOT NULL,
  "zone" text NOT NULL,
  "starts_from" timestamptz(3) NOT NULL,
  "starts_before" timestamptz(3) NOT NULL,
  "go_on" boolean NOT NULL,
  "made_at" timestamptz(3) NOT NULL,
  "ended_at" timestamptz(3),
  "ended" text CHECK ("ended" IN ('taken', 'declined', 'missed', 'left', 'over')),
  CHECK ("starts_from" < "starts_before"),
  CHECK ("client_id" <> "provider_id"),
  CHECK (("ended_at" IS NULL) = ("ended" IS NULL))
);
CREATE INDEX "wait_line" ON "wait" ("provider_id", "place") WHERE "ended_at" IS NULL;
CREATE INDEX "wait_client" ON "wait" ("client_id") WHERE "ended_at" IS NULL;

-- What was offered down the line. No time is offered to one wait twice.
CREATE TABLE "wait_offer" (
  "wait_id" uuid NOT NULL REFERENCES "wait" ("id"),
  "starts_at" timestamptz(3) NOT NULL,
  "booking_id" uuid NOT NULL UNIQUE REFERENCES "booking" ("id"),
  "offered_at" timestamptz(3) NOT NULL,
  PRIMARY KEY ("wait_id", "starts_at")
);

REVOKE DELETE, TRUNCATE ON "wait" FROM "booking_app";
REVOKE UPDATE, DELETE, TRUNCATE ON "wait_offer" FROM "booking_app";

-- As before, with what a taken offer learns: the offer of today, its bill, and the ten minutes.
CREATE OR REPLACE FUNCTION "move_booking"(p_change jsonb) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  v_row "booking" := jsonb_populate_record(NULL::"booking", p_change->'after');
  v_step jsonb := nullif(p_change->'step', 'null');
  v_said jsonb;
  v_more boolean := false;
BEGIN
  IF v_step IS NOT NULL THEN
    v_more := bus.step(v_step->>'owner', v_step->>'aggregate', (v_step->>'seq')::bigint, (v_step->>'id')::uuid);
  END IF;
  -- The provider's row before the booking, as a reservation does: the same order everywhere, so nobody waits in a circle.
  IF (p_change->>'touches')::boolean THEN
    INSERT INTO "provider" ("id") VALUES (v_row."provider_id")
      ON CONFLICT ("id") DO UPDATE SET "revision" = "provider"."revision" + 1;
  END IF;
  UPDATE "booking" SET "version" = v_row."version", "state" = v_row."state", "offer" = v_row."offer",
      "reserved_until" = v_row."reserved_until", "answer" = v_row."answer", "total_minor" = v_row."total_minor", "currency" = v_row."currency",
      "terms_version" = v_row."terms_version", "starts_at" = v_row."starts_at",
      "ends_at" = v_row."ends_at", "occupied_from" = v_row."occupied_from", "occupied_to" = v_row."occupied_to",
      "moved_by" = v_row."moved_by", "confirmed_at" = v_row."confirmed_at",
      "client_joined_at" = v_row."client_joined_at", "provider_joined_at" = v_row."provider_joined_at",
      "outcome" = v_row."outcome", "settlement" = v_row."settlement", "claimed_at" = v_row."claimed_at",
      "decide_by" = v_row."decide_by", "claim_closed_by" = v_row."claim_closed_by",
      "refund_made_at" = v_row."refund_made_at", "release_decided_at" = v_row."release_decided_at",
      "released_at" = v_row."released_at", "dispute" = v_row."dispute", "charged_back_minor" = v_row."charged_back_minor",
      "given_back" = v_row."given_back", "deadline" = v_row."deadline"
    WHERE "id" = v_row."id" AND "version" = (p_change->>'before')::int;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'booking % moved on from version %', v_row."id", p_change->>'before' USING ERRCODE = 'BKG01';
  END IF;
  INSERT INTO "story" ("booking_id", "number", "at", "message", "from_state", "to_state", "said", "trace_id")
    SELECT v_row."id", v_row."version", "at", "message", "from_state", "to_state", "said", "trace_id"
    FROM jsonb_populate_record(NULL::"story", p_change->'story');
  FOR v_said IN SELECT "value" FROM jsonb_array_elements(p_change->'said') WITH ORDINALITY ORDER BY "ordinality" LOOP
    PERFORM bus.emit((v_said->>'id')::uuid, v_said->>'name', v_said->>'aggregate', v_said->'data', v_said->>'traceparent');
  END LOOP;
  RETURN v_more;
END $$;
