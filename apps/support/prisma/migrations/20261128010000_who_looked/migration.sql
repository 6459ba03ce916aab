-- Who of staff read what of whom, and why: a log that only grows. Each row carries the hash of the one before it, so that no row can be
-- changed, taken out or put between others without every later hash being wrong.
CREATE TABLE "look_reason" (
  "id" UUID NOT NULL,
  "staff_id" UUID NOT NULL,
  -- What it is about: a reading of anything else needs a reason of its own.
  "what" TEXT NOT NULL,
  "object_id" UUID NOT NULL,
  "reason" TEXT NOT NULL,
  "words" BYTEA NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "until" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "look_reason_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "look_reason_what_check" CHECK ("what" IN ('booking', 'review')),
  CONSTRAINT "look_reason_reason_check" CHECK ("reason" IN ('fault', 'money', 'safety', 'abuse', 'law')),
  CONSTRAINT "look_reason_time_check" CHECK ("at" < "until")
);

CREATE TABLE "look" (
  -- From 1 without gaps.
  "number" BIGINT NOT NULL,
  "staff_id" UUID NOT NULL,
  "person_id" UUID NOT NULL,
  "what" TEXT NOT NULL,
  "object_id" UUID NOT NULL,
  "because" TEXT NOT NULL,
  -- The ticket, the reason of look_reason, or what the duty is about.
  "ref" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "previous" BYTEA NOT NULL,
  -- SHA-256 of the row as canonical JSON, the hash before it included.
  "hash" BYTEA NOT NULL,
  CONSTRAINT "look_pkey" PRIMARY KEY ("number"),
  CONSTRAINT "look_number_check" CHECK ("number" >= 1),
  CONSTRAINT "look_hash_check" CHECK (octet_length("previous") = 32 AND octet_length("hash") = 32)
);
-- Two rows behind one: a fork, which the lock of whoever appends prevents and this forbids.
CREATE UNIQUE INDEX "look_previous_key" ON "look" ("previous");
CREATE INDEX "look_person_id_number_idx" ON "look" ("person_id", "number");
CREATE INDEX "look_staff_id_number_idx" ON "look" ("staff_id", "number");
CREATE INDEX "look_ref_person_id_idx" ON "look" ("ref", "person_id");

-- Where the log's end was each night. Rows cut off at the end leave no wrong hash behind; the rows that these name are gone then.
CREATE TABLE "look_anchor" (
  "number" BIGINT NOT NULL,
  "hash" BYTEA NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "look_anchor_pkey" PRIMARY KEY ("at")
);

REVOKE UPDATE, DELETE, TRUNCATE ON "look", "look_reason", "look_anchor" FROM "support_app";

-- Not the owner either, unless they take the trigger away first, which the next night finds.
CREATE FUNCTION "look_only_grows"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the log of who looked only grows' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER "look_only_grows" BEFORE UPDATE OR DELETE OR TRUNCATE ON "look"
  FOR EACH STATEMENT EXECUTE FUNCTION "look_only_grows"();
CREATE TRIGGER "look_reason_only_grows" BEFORE UPDATE OR DELETE OR TRUNCATE ON "look_reason"
  FOR EACH STATEMENT EXECUTE FUNCTION "look_only_grows"();
CREATE TRIGGER "look_anchor_only_grows" BEFORE UPDATE OR DELETE OR TRUNCATE ON "look_anchor"
  FOR EACH STATEMENT EXECUTE FUNCTION "look_only_grows"();

-- A row follows the last one, or is none.
CREATE FUNCTION "look_follows"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last_number BIGINT;
  last_hash BYTEA;
BEGIN
  SELECT "number", "hash" INTO last_number, last_hash FROM "look" ORDER BY "number" DESC LIMIT 1;
  IF NEW."number" <> coalesce(last_number, 0) + 1
    OR NEW."previous" <> coalesce(last_hash, decode(repeat('00', 32), 'hex')) THEN
    RAISE EXCEPTION 'look % does not follow the last one', NEW."number" USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "look_follows" BEFORE INSERT ON "look" FOR EACH ROW EXECUTE FUNCTION "look_follows"();
