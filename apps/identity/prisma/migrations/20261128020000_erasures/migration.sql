-- Leaving for good: one row for each time somebody asked. Of who was erased only the account's number stays.
CREATE TABLE "erasure" (
  "id" UUID NOT NULL,
  "number" BIGINT GENERATED ALWAYS AS IDENTITY,
  "account_id" UUID NOT NULL,
  "state" TEXT NOT NULL,
  "asked_at" TIMESTAMPTZ(3) NOT NULL,
  "begins_at" TIMESTAMPTZ(3) NOT NULL,
  "deadline" TIMESTAMPTZ(3) NOT NULL,
  "begun_at" TIMESTAMPTZ(3),
  "done_at" TIMESTAMPTZ(3),
  "steps" JSONB NOT NULL DEFAULT '[]',
  "in_the_way" JSONB NOT NULL DEFAULT '[]',
  "tries" INTEGER NOT NULL DEFAULT 0,
  "next_look_at" TIMESTAMPTZ(3),
  "late_said_at" TIMESTAMPTZ(3),
  "address" BYTEA,
  "token_hash" BYTEA,
  "certificate" JSONB,
  CONSTRAINT "erasure_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "erasure_state_check" CHECK ("state" IN ('asked', 'waiting', 'erasing', 'done', 'called-off')),
  -- The address is kept sealed while it is needed for the last mail, and no longer.
  CONSTRAINT "erasure_address_check" CHECK (("address" IS NOT NULL) = ("state" = 'erasing')),
  CONSTRAINT "erasure_done_check" CHECK (("done_at" IS NOT NULL) = ("state" = 'done')),
  CONSTRAINT "erasure_look_check" CHECK (("next_look_at" IS NULL) = ("state" IN ('done', 'called-off')))
);
CREATE UNIQUE INDEX "erasure_token_hash_key" ON "erasure" ("token_hash");
CREATE INDEX "erasure_account_id_idx" ON "erasure" ("account_id");
-- One at a time, and once for good.
CREATE UNIQUE INDEX "erasure_one_open" ON "erasure" ("account_id") WHERE "state" <> 'called-off';
CREATE INDEX "erasure_next_look_at_idx" ON "erasure" ("next_look_at") WHERE "next_look_at" IS NOT NULL;
REVOKE DELETE, TRUNCATE ON "erasure" FROM identity_app;
