-- A provider's schedule beyond weekly hours. The parts are read and replaced whole, and the row is the lock, so they are in it.
ALTER TABLE "provider"
  ADD COLUMN "overrides" jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN "days_off" jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN "travel" jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN "cap_day" integer CHECK ("cap_day" > 0),
  ADD COLUMN "cap_week" integer CHECK ("cap_week" > 0),
  -- Buffers and horizon by listing; who is not in it has none, and the ordinary one.
  ADD COLUMN "listings" jsonb NOT NULL DEFAULT '[]';

-- What a hire takes of the provider's time with its buffers, as they were when it was reserved. Null: the session alone.
ALTER TABLE "booking"
  ADD COLUMN "occupied_from" timestamptz(3),
  ADD COLUMN "occupied_to" timestamptz(3),
  ADD CHECK ("occupied_from" <= "starts_at" AND "occupied_to" >= "ends_at");

-- The last guard, now with buffers. The states are OCCUPYING in facts.ts, and `offered`, which keeps a time as they do.
ALTER TABLE "booking" DROP CONSTRAINT "booking_no_overlap";
ALTER TABLE "booking" ADD CONSTRAINT "booking_no_overlap" EXCLUDE USING gist ("provider_id" WITH =,
    tstzrange(coalesce("occupied_from", "starts_at"), coalesce("occupied_to", "ends_at")) WITH &&)
  WHERE ("state" IN ('reserved', 'offered', 'confirmed', 'delivered', 'claimed'));
