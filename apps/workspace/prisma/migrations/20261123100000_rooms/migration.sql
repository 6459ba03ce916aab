-- Rooms, their sealed messages, their two parties and the times these were there.
-- Owner role: workspace_owner. The app role gets its grants by default privileges.

CREATE TABLE "room" (
  "booking_id" uuid PRIMARY KEY,
  "client_id" uuid NOT NULL,
  "provider_id" uuid NOT NULL,
  "starts_at" timestamptz(3) NOT NULL,
  "ends_at" timestamptz(3) NOT NULL,
  "join_opens_at" timestamptz(3) NOT NULL,
  "live" text NOT NULL,
  "wrapped_key" bytea NOT NULL,
  "last_number" integer NOT NULL DEFAULT 0,
  "closed_at" timestamptz(3),
  "opened_at" timestamptz(3) NOT NULL,
  CHECK ("client_id" <> "provider_id"),
  CHECK ("join_opens_at" <= "starts_at" AND "starts_at" < "ends_at")
);
CREATE UNIQUE INDEX "room_live_key" ON "room" ("live");
CREATE INDEX "room_client_id_idx" ON "room" ("client_id");
CREATE INDEX "room_provider_id_idx" ON "room" ("provider_id");

CREATE TABLE "message" (
  "id" uuid PRIMARY KEY,
  "booking_id" uuid NOT NULL REFERENCES "room" ("booking_id") ON DELETE CASCADE ON UPDATE CASCADE,
  "number" integer NOT NULL CHECK ("number" >= 1),
  "from_id" uuid NOT NULL,
  "sealed" bytea NOT NULL,
  "sent_key" bytea,
  "at" timestamptz(3) NOT NULL
);
CREATE UNIQUE INDEX "message_booking_id_number_key" ON "message" ("booking_id", "number");

CREATE UNIQUE INDEX "message_booking_id_from_id_sent_key_key" ON "message" ("booking_id", "from_id", "sent_key");

CREATE TABLE "party" (
  "booking_id" uuid NOT NULL REFERENCES "room" ("booking_id") ON DELETE CASCADE ON UPDATE CASCADE,
  "account_id" uuid NOT NULL,
  "side" text NOT NULL CHECK ("side" IN ('client', 'provider')),
  "read_up_to" integer NOT NULL DEFAULT 0,
  "joined_at" timestamptz(3),
  "last_beat_at" timestamptz(3),
  "mail_due_at" timestamptz(3),
  "mailed_up_to" integer NOT NULL DEFAULT 0,
  "mailed_at" timestamptz(3),
  PRIMARY KEY ("booking_id", "account_id")
);
CREATE INDEX "party_account_id_idx" ON "party" ("account_id");
CREATE UNIQUE INDEX "party_booking_id_side_key" ON "party" ("booking_id", "side");
-- Only parties with a mail to come are looked for by time.
CREATE INDEX "party_mail_due_at_idx" ON "party" ("mail_due_at") WHERE "mail_due_at" IS NOT NULL;

CREATE TABLE "stay" (
  "booking_id" uuid NOT NULL REFERENCES "room" ("booking_id") ON DELETE CASCADE ON UPDATE CASCADE,
  "account_id" uuid NOT NULL,
  "from_at" timestamptz(3) NOT NULL,
  "to_at" timestamptz(3) NOT NULL CHECK ("to_at" >= "from_at"),
  PRIMARY KEY ("booking_id", "account_id", "from_at")
);
