-- Who was erased from this database: account ids alone, and what was answered then. A restored backup that lacks a row is erased again.
CREATE TABLE "erased_person" (
  "account_id" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "answer" JSONB NOT NULL,
  CONSTRAINT "erased_person_pkey" PRIMARY KEY ("account_id")
);
REVOKE UPDATE, DELETE, TRUNCATE ON "erased_person" FROM booking_app;

-- A right of the owner, narrower than DELETE: the waits of somebody who is erased, and those that ended before an instant.
CREATE FUNCTION "forget_waits"("whom" UUID, "before" TIMESTAMPTZ) RETURNS INTEGER
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE "gone" INTEGER;
BEGIN
  DELETE FROM "wait_offer" USING "wait" WHERE "wait"."id" = "wait_offer"."wait_id"
    AND ("wait"."client_id" = "whom" OR "wait"."ended_at" < "before");
  DELETE FROM "wait" WHERE "client_id" = "whom" OR "ended_at" < "before";
  GET DIAGNOSTICS "gone" = ROW_COUNT;
  RETURN "gone";
END $$;
REVOKE ALL ON FUNCTION "forget_waits"(UUID, TIMESTAMPTZ) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "forget_waits"(UUID, TIMESTAMPTZ) TO booking_app;

-- Bookings that have ended for both sides, before an instant, with their stories.
CREATE FUNCTION "forget_bookings"("before" TIMESTAMPTZ) RETURNS INTEGER
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE "old" UUID[];
BEGIN
  SELECT array_agg("id") INTO "old" FROM "booking"
    WHERE "ends_at" < "before" AND "deadline" IS NULL AND "dispute" IS NULL AND "state" IN ('released', 'lapsed', 'cancelled', 'refunded');
  DELETE FROM "story" WHERE "booking_id" = ANY ("old");
  DELETE FROM "reminder" WHERE "booking_id" = ANY ("old");
  DELETE FROM "wait_offer" WHERE "booking_id" = ANY ("old");
  DELETE FROM "booking" WHERE "id" = ANY ("old");
  RETURN coalesce(array_length("old", 1), 0);
END $$;
REVOKE ALL ON FUNCTION "forget_bookings"(TIMESTAMPTZ) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "forget_bookings"(TIMESTAMPTZ) TO booking_app;
