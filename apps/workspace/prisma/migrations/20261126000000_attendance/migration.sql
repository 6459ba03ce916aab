-- Booking decides absence when workspace says that it knows who came. The clock waits for this instant; null: nothing is to say.
ALTER TABLE "room" ADD COLUMN "attendance_due_at" timestamptz(3);

-- Until now absence began fifteen minutes after every start (terms of 2026-11-01, the only ones so far).
UPDATE "room" SET "attendance_due_at" = "starts_at" + interval '15 minutes' WHERE "closed_at" IS NULL;

-- Only rooms of which something is to be said are looked for by time.
CREATE INDEX "room_attendance_due_at_idx" ON "room" ("attendance_due_at") WHERE "attendance_due_at" IS NOT NULL;

-- The clock sleeps; the database tells it what to wake for. Milliseconds since 1970.
CREATE FUNCTION "tell_attendance"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('attendance', (extract(epoch FROM NEW."attendance_due_at") * 1000)::bigint::text);
  RETURN NULL;
END $$;
CREATE TRIGGER "room_tells_made" AFTER INSERT ON "room"
  FOR EACH ROW WHEN (NEW."attendance_due_at" IS NOT NULL) EXECUTE FUNCTION "tell_attendance"();
