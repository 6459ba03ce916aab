-- A second factor for everybody, and always for staff: an authenticator app, recovery codes, and sign-ins that are half done.
-- `totp` is the sealed secret, `totp_waiting` one that no code has confirmed yet, `totp_step` the last step whose code was used.
ALTER TABLE "account"
  ADD COLUMN "totp" bytea,
  ADD COLUMN "totp_waiting" bytea,
  ADD COLUMN "totp_step" bigint NOT NULL DEFAULT 0,
  ADD COLUMN "totp_at" timestamptz(3);
-- How the second factor of a session was proven; null where there was none.
ALTER TABLE "session" ADD COLUMN "factor" text CHECK ("factor" IN ('totp', 'recovery-code', 'passkey', 'provider'));
CREATE TABLE "recovery_code" (
  "account_id" uuid NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "hash" bytea NOT NULL CHECK (octet_length("hash") = 32),
  PRIMARY KEY ("account_id", "hash")
);
-- A sign-in under way: after the first step, or before it where a challenge was given or a link mailed. `sealed` is what its end needs.
CREATE TABLE "half_session" (
  "id" bytea PRIMARY KEY CHECK (octet_length("id") = 32),
  "account_id" uuid REFERENCES "account" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "step" text NOT NULL CHECK ("step" IN ('second-factor', 'enrolment', 'link', 'passkey', 'provider')),
  "sealed" bytea,
  "tries" integer NOT NULL DEFAULT 0,
  "expires_at" timestamptz(3) NOT NULL
);
CREATE INDEX "half_session_account_id_idx" ON "half_session" ("account_id");
CREATE INDEX "half_session_expires_at_idx" ON "half_session" ("expires_at");

ALTER TABLE "staff_account"
  ADD COLUMN "totp" bytea,
  ADD COLUMN "totp_waiting" bytea,
  ADD COLUMN "totp_step" bigint NOT NULL DEFAULT 0,
  ADD COLUMN "totp_at" timestamptz(3);
-- How the second factor of a session was proven; null where there was none.
ALTER TABLE "staff_session" ADD COLUMN "factor" text CHECK ("factor" IN ('totp', 'recovery-code', 'passkey', 'provider'));
CREATE TABLE "staff_recovery_code" (
  "account_id" uuid NOT NULL REFERENCES "staff_account" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "hash" bytea NOT NULL CHECK (octet_length("hash") = 32),
  PRIMARY KEY ("account_id", "hash")
);
-- A sign-in under way: after the first step, or before it where a challenge was given or a link mailed. `sealed` is what its end needs.
CREATE TABLE "staff_half_session" (
  "id" bytea PRIMARY KEY CHECK (octet_length("id") = 32),
  "account_id" uuid REFERENCES "staff_account" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "step" text NOT NULL CHECK ("step" IN ('second-factor', 'enrolment', 'link', 'passkey', 'provider')),
  "sealed" bytea,
  "tries" integer NOT NULL DEFAULT 0,
  "expires_at" timestamptz(3) NOT NULL
);
CREATE INDEX "staff_half_session_account_id_idx" ON "staff_half_session" ("account_id");
CREATE INDEX "staff_half_session_expires_at_idx" ON "staff_half_session" ("expires_at");

-- Staff sessions of before had a password alone.
DELETE FROM "staff_session";
