-- The clock slept and looked each second; now the database tells it what to wake for. Milliseconds since 1970.
CREATE FUNCTION "tell_deadline"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('deadlines', (extract(epoch FROM NEW."deadline") * 1000)::bigint::text);
  RETURN NULL;
END $$;
CREATE TRIGGER "booking_tells_made" AFTER INSERT ON "booking"
  FOR EACH ROW WHEN (NEW."deadline" IS NOT NULL) EXECUTE FUNCTION "tell_deadline"();
CREATE TRIGGER "booking_tells_moved" AFTER UPDATE ON "booking"
  FOR EACH ROW WHEN (NEW."deadline" IS DISTINCT FROM OLD."deadline" AND NEW."deadline" IS NOT NULL)
  EXECUTE FUNCTION "tell_deadline"();

-- The runs of a provider are stale.
CREATE FUNCTION "tell_runs"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('runs', '');
  RETURN NULL;
END $$;
CREATE TRIGGER "provider_tells" AFTER INSERT OR UPDATE OF "revision" ON "provider"
  FOR EACH ROW EXECUTE FUNCTION "tell_runs"();

-- The one commit that moves a booking, in one statement: the inbox (when an event moves it), the provider's revision, the state
-- where its version is the one read, the story and the outbox. Raises BKG01 when the version moved on, so that nothing commits.
-- Answers what bus.step answers: whether the next event of the aggregate waits already.
CREATE FUNCTION "move_booking"(p_change jsonb) RETURNS boolean LANGUAGE plpgsql AS $$
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
  UPDATE "booking" SET "version" = v_row."version", "state" = v_row."state", "confirmed_at" = v_row."confirmed_at",
      "client_joined_at" = v_row."client_joined_at", "provider_joined_at" = v_row."provider_joined_at",
      "outcome" = v_row."outcome", "settlement" = v_row."settlement", "claimed_at" = v_row."claimed_at",
      "decide_by" = v_row."decide_by", "claim_closed_by" = v_row."claim_closed_by",
      "refund_made_at" = v_row."refund_made_at", "release_decided_at" = v_row."release_decided_at",
      "released_at" = v_row."released_at", "deadline" = v_row."deadline"
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
