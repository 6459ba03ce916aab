-- Sessions that their person can list and end, and changes of address that the old address can take back.
-- `ref` names a session to its person; the id, a hash of the token, is told to nobody.
ALTER TABLE "session"
  ADD COLUMN "ref" uuid NOT NULL DEFAULT gen_random_uuid(),
  ADD COLUMN "seen_at" timestamptz(3) NOT NULL DEFAULT now(),
  ADD COLUMN "device" text NOT NULL DEFAULT '';
CREATE UNIQUE INDEX "session_ref_key" ON "session" ("ref");
ALTER TABLE "staff_session"
  ADD COLUMN "ref" uuid NOT NULL DEFAULT gen_random_uuid(),
  ADD COLUMN "seen_at" timestamptz(3) NOT NULL DEFAULT now(),
  ADD COLUMN "device" text NOT NULL DEFAULT '';
CREATE UNIQUE INDEX "staff_session_ref_key" ON "staff_session" ("ref");
-- Staff are signed in for twelve hours from now on.
UPDATE "staff_session" SET "expires_at" = least("expires_at", now() + interval '12 hours');

ALTER TABLE "code" DROP CONSTRAINT "code_purpose_check";
ALTER TABLE "code" ADD CONSTRAINT "code_purpose_check" CHECK ("purpose" IN ('confirm', 'reset', 'change'));

CREATE TABLE "email_change" (
  "id" bytea PRIMARY KEY CHECK (octet_length("id") = 32),
  "account_id" uuid NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "old_email" text NOT NULL,
  "made_at" timestamptz(3) NOT NULL,
  "expires_at" timestamptz(3) NOT NULL
);
CREATE INDEX "email_change_account_id_idx" ON "email_change" ("account_id");
CREATE INDEX "email_change_expires_at_idx" ON "email_change" ("expires_at");
