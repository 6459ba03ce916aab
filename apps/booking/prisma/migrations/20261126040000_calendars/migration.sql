-- A reminder that was sent, so that it is sent once. Of this start: a booking that moves is reminded of anew.
CREATE TABLE "reminder" (
  "booking_id" UUID NOT NULL REFERENCES "booking" ("id"),
  "starts_at" TIMESTAMPTZ(3) NOT NULL,
  "lead_minutes" INTEGER NOT NULL CHECK ("lead_minutes" > 0),
  "sent_at" TIMESTAMPTZ(3) NOT NULL,
  PRIMARY KEY ("booking_id", "starts_at", "lead_minutes")
);
CREATE INDEX "booking_fixed_starts" ON "booking" ("starts_at") WHERE "state" = 'confirmed';

-- The secret address of a person's own calendar, as the SHA-256 of its token.
CREATE TABLE "feed" (
  "account_id" UUID PRIMARY KEY,
  "token_hash" BYTEA NOT NULL UNIQUE,
  "made_at" TIMESTAMPTZ(3) NOT NULL
);

-- A foreign calendar that says when a provider is busy. Its address is a secret of theirs and sealed.
CREATE TABLE "busy_calendar" (
  "id" UUID PRIMARY KEY,
  "provider_id" UUID NOT NULL,
  "host" TEXT NOT NULL,
  "wrapped_key" BYTEA NOT NULL,
  "address" BYTEA NOT NULL,
  "added_at" TIMESTAMPTZ(3) NOT NULL,
  "read_at" TIMESTAMPTZ(3),
  "problem" TEXT,
  "unread" INTEGER NOT NULL DEFAULT 0 CHECK ("unread" >= 0),
  "next_read_at" TIMESTAMPTZ(3) NOT NULL
);
CREATE INDEX "busy_calendar_provider" ON "busy_calendar" ("provider_id");
CREATE INDEX "busy_calendar_next" ON "busy_calendar" ("next_read_at");

CREATE TABLE "busy_time" (
  "calendar_id" UUID NOT NULL REFERENCES "busy_calendar" ("id") ON DELETE CASCADE,
  "provider_id" UUID NOT NULL,
  "starts_at" TIMESTAMPTZ(3) NOT NULL,
  "ends_at" TIMESTAMPTZ(3) NOT NULL CHECK ("ends_at" > "starts_at"),
  PRIMARY KEY ("calendar_id", "starts_at")
);
CREATE INDEX "busy_time_provider" ON "busy_time" ("provider_id", "starts_at");
