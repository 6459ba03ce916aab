-- Tickets with their sealed messages, and the claims of bookings.
CREATE TABLE "ticket" (
  "id" UUID NOT NULL,
  "account_id" UUID NOT NULL,
  "booking_id" UUID,
  "kind" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "wrapped_key" BYTEA NOT NULL,
  "subject" BYTEA NOT NULL,
  "opened_at" TIMESTAMPTZ(3) NOT NULL,
  "changed_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "ticket_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "ticket_kind_check" CHECK ("kind" IN ('question', 'claim')),
  CONSTRAINT "ticket_state_check" CHECK ("state" IN ('waiting-for-staff', 'waiting-for-person', 'closed')),
  CONSTRAINT "ticket_claim_check" CHECK ("kind" = 'question' OR "booking_id" IS NOT NULL)
);
CREATE INDEX "ticket_account_id_changed_at_idx" ON "ticket" ("account_id", "changed_at");
CREATE INDEX "ticket_state_changed_at_idx" ON "ticket" ("state", "changed_at");

CREATE TABLE "ticket_message" (
  "ticket_id" UUID NOT NULL,
  "number" INTEGER NOT NULL,
  "by" TEXT NOT NULL,
  "staff_id" UUID,
  "text" BYTEA NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "ticket_message_pkey" PRIMARY KEY ("ticket_id", "number"),
  CONSTRAINT "ticket_message_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "ticket_message_by_check" CHECK ("by" IN ('person', 'staff', 'platform')),
  CONSTRAINT "ticket_message_staff_check" CHECK (("by" = 'staff') = ("staff_id" IS NOT NULL))
);

CREATE TABLE "claim" (
  "id" UUID NOT NULL,
  "booking_id" UUID NOT NULL,
  "ticket_id" UUID NOT NULL,
  "client_id" UUID NOT NULL,
  "provider_id" UUID NOT NULL,
  "state" TEXT NOT NULL,
  "most_minor" BIGINT NOT NULL,
  "currency" TEXT NOT NULL,
  "decide_by" TIMESTAMPTZ(3) NOT NULL,
  "told" BOOLEAN NOT NULL,
  "to_client_minor" BIGINT,
  "reason" BYTEA,
  "decided_by" UUID,
  "decided_at" TIMESTAMPTZ(3),
  CONSTRAINT "claim_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "claim_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "claim_state_check" CHECK ("state" IN ('open', 'decided', 'upheld-by-clock')),
  CONSTRAINT "claim_amount_check" CHECK ("to_client_minor" BETWEEN 0 AND "most_minor"),
  CONSTRAINT "claim_decided_check" CHECK (
    ("state" = 'open' AND "to_client_minor" IS NULL AND "decided_at" IS NULL) OR
    ("state" <> 'open' AND "to_client_minor" IS NOT NULL AND "decided_at" IS NOT NULL)
  )
);
CREATE UNIQUE INDEX "claim_booking_id_key" ON "claim" ("booking_id");
CREATE UNIQUE INDEX "claim_ticket_id_key" ON "claim" ("ticket_id");
CREATE INDEX "claim_state_decide_by_idx" ON "claim" ("state", "decide_by");

REVOKE UPDATE, DELETE, TRUNCATE ON "ticket_message" FROM "support_app";
REVOKE DELETE, TRUNCATE ON "claim" FROM "support_app";
