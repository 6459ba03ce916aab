-- A provider may be asked first. A request keeps no time: it is not among the states of the exclusion constraint.
ALTER TABLE "booking"
  ADD COLUMN "answer_by" TIMESTAMPTZ(3),
  ADD COLUMN "answer" TEXT CHECK ("answer" IN ('accepted', 'declined', 'withdrawn', 'none')),
  ADD CONSTRAINT "booking_answer_to_request" CHECK ("answer" IS NULL OR "answer_by" IS NOT NULL),
  ADD CONSTRAINT "booking_requested_until" CHECK ("state" <> 'requested' OR ("answer_by" IS NOT NULL AND "answer" IS NULL));
ALTER TABLE "booking" DROP CONSTRAINT "booking_state_check";
ALTER TABLE "booking" ADD CONSTRAINT "booking_state_check" CHECK ("state" IN
  ('requested', 'reserved', 'confirmed', 'delivered', 'claimed', 'released', 'lapsed', 'cancelled', 'refunded'));

-- As before, with what a yes changes: until when it is reserved, and the bill it lives under.
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
  UPDATE "booking" SET "version" = v_row."version", "state" = v_row."state", "starts_at" = v_row."starts_at",
      "ends_at" = v_row."ends_at", "occupied_from" = v_row."occupied_from", "occupied_to" = v_row."occupied_to",
      "reserved_until" = v_row."reserved_until", "answer" = v_row."answer", "total_minor" = v_row."total_minor",
      "terms_version" = v_row."terms_version", "moved_by" = v_row."moved_by", "confirmed_at" = v_row."confirmed_at",
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
