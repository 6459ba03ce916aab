-- Tickets that the platform itself opens, comparisons of all books, and what staff gave back after the release.
ALTER TABLE "ticket"
  ALTER COLUMN "account_id" DROP NOT NULL,
  -- Until when somebody must have acted, where there is such a date.
  ADD COLUMN "until" TIMESTAMPTZ(3),
  DROP CONSTRAINT "ticket_kind_check",
  DROP CONSTRAINT "ticket_claim_check",
  ADD CONSTRAINT "ticket_kind_check" CHECK ("kind" IN ('question', 'claim', 'attention', 'difference')),
  ADD CONSTRAINT "ticket_claim_check" CHECK ("kind" <> 'claim' OR "booking_id" IS NOT NULL),
  -- Of the platform's own tickets no person ever knows.
  ADD CONSTRAINT "ticket_account_check" CHECK (("account_id" IS NULL) = ("kind" IN ('attention', 'difference')));
UPDATE "ticket" SET "until" = "claim"."decide_by" FROM "claim" WHERE "claim"."ticket_id" = "ticket"."id";
CREATE INDEX "ticket_state_until_changed_at_idx" ON "ticket" ("state", "until", "changed_at");
DROP INDEX "ticket_state_changed_at_idx";

-- One ticket for each thing that billing wants people to look at.
CREATE TABLE "attention" (
  "key" TEXT NOT NULL,
  "ticket_id" UUID NOT NULL,
  CONSTRAINT "attention_pkey" PRIMARY KEY ("key"),
  CONSTRAINT "attention_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "attention_ticket_id_key" ON "attention" ("ticket_id");

-- One comparison of the books of [from_at, to_at). Where it is stands in its row, so that an interrupted one goes on.
CREATE TABLE "reconciliation" (
  "id" UUID NOT NULL,
  "from_at" TIMESTAMPTZ(3) NOT NULL,
  "to_at" TIMESTAMPTZ(3) NOT NULL,
  "by" TEXT NOT NULL,
  "staff_id" UUID,
  "started_at" TIMESTAMPTZ(3) NOT NULL,
  "ended_at" TIMESTAMPTZ(3),
  "stage" TEXT NOT NULL DEFAULT 'stripe',
  "after" TEXT,
  "checked" INTEGER NOT NULL DEFAULT 0,
  "differences" INTEGER NOT NULL DEFAULT 0,
  "waits_for" TEXT,
  "next_try_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "reconciliation_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "reconciliation_range_check" CHECK ("from_at" < "to_at"),
  CONSTRAINT "reconciliation_by_check" CHECK ("by" IN ('clock', 'staff') AND ("by" = 'staff') = ("staff_id" IS NOT NULL)),
  CONSTRAINT "reconciliation_stage_check" CHECK ("stage" IN ('stripe', 'books'))
);
CREATE UNIQUE INDEX "reconciliation_one_at_a_time" ON "reconciliation" ((true)) WHERE "ended_at" IS NULL;
CREATE UNIQUE INDEX "reconciliation_once_a_night" ON "reconciliation" ("to_at") WHERE "by" = 'clock';
CREATE INDEX "reconciliation_started_at_idx" ON "reconciliation" ("started_at");

-- Two books that do not agree, once per key, with what each side says: ids, amounts and instants.
CREATE TABLE "difference" (
  "key" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "booking_id" UUID,
  "ours" JSONB NOT NULL,
  "theirs" JSONB NOT NULL,
  -- When it happened; null for what has no date, such as a balance.
  "at" TIMESTAMPTZ(3),
  "ticket_id" UUID NOT NULL,
  -- The comparison that saw it last.
  "run_id" UUID NOT NULL,
  "found_at" TIMESTAMPTZ(3) NOT NULL,
  "gone_at" TIMESTAMPTZ(3),
  CONSTRAINT "difference_pkey" PRIMARY KEY ("key"),
  CONSTRAINT "difference_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "difference_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "reconciliation" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "difference_ticket_id_key" ON "difference" ("ticket_id");
CREATE INDEX "difference_open_idx" ON "difference" ("at") WHERE "gone_at" IS NULL;

-- What staff gave back after the release. The reason is sealed under a key of its own.
CREATE TABLE "giving" (
  "id" UUID NOT NULL,
  "booking_id" UUID NOT NULL,
  "client_id" UUID NOT NULL,
  "provider_id" UUID NOT NULL,
  "to_client_minor" BIGINT NOT NULL,
  "currency" TEXT NOT NULL,
  "bearer" TEXT NOT NULL,
  "wrapped_key" BYTEA NOT NULL,
  "reason" BYTEA NOT NULL,
  "staff_id" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "giving_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "giving_amount_check" CHECK ("to_client_minor" > 0),
  CONSTRAINT "giving_bearer_check" CHECK ("bearer" IN ('platform', 'provider'))
);
CREATE INDEX "giving_booking_id_at_idx" ON "giving" ("booking_id", "at");

REVOKE DELETE, TRUNCATE ON "attention", "reconciliation", "difference", "giving" FROM "support_app";
REVOKE UPDATE ON "attention", "giving" FROM "support_app";
