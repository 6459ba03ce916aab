-- Passkeys. The private key never leaves its authenticator; what is kept here proves nothing to anybody.
-- A half-session also carries the challenge for a new one.
CREATE TABLE "passkey" (
  "id" text PRIMARY KEY,
  "ref" uuid NOT NULL DEFAULT gen_random_uuid(),
  "account_id" uuid NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "public_key" bytea NOT NULL,
  "counter" bigint NOT NULL,
  "name" text NOT NULL,
  "made_at" timestamptz(3) NOT NULL,
  "used_at" timestamptz(3)
);
CREATE UNIQUE INDEX "passkey_ref_key" ON "passkey" ("ref");
CREATE INDEX "passkey_account_id_idx" ON "passkey" ("account_id");

CREATE TABLE "staff_passkey" (
  "id" text PRIMARY KEY,
  "ref" uuid NOT NULL DEFAULT gen_random_uuid(),
  "account_id" uuid NOT NULL REFERENCES "staff_account" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "public_key" bytea NOT NULL,
  "counter" bigint NOT NULL,
  "name" text NOT NULL,
  "made_at" timestamptz(3) NOT NULL,
  "used_at" timestamptz(3)
);
CREATE UNIQUE INDEX "staff_passkey_ref_key" ON "staff_passkey" ("ref");
CREATE INDEX "staff_passkey_account_id_idx" ON "staff_passkey" ("account_id");

ALTER TABLE "half_session" DROP CONSTRAINT "half_session_step_check";
ALTER TABLE "half_session" ADD CONSTRAINT "half_session_step_check"
  CHECK ("step" IN ('second-factor', 'enrolment', 'link', 'passkey', 'new-passkey', 'provider'));

ALTER TABLE "staff_half_session" DROP CONSTRAINT "staff_half_session_step_check";
ALTER TABLE "staff_half_session" ADD CONSTRAINT "staff_half_session_step_check"
  CHECK ("step" IN ('second-factor', 'enrolment', 'link', 'passkey', 'new-passkey', 'provider'));
