-- Accounts, sign-ups, codes, sessions of both realms, tallies for limits, and the outgoing mail.
-- Owner role: identity_owner. The app role gets its grants by default privileges.

CREATE TABLE "account" (
  "id" uuid PRIMARY KEY,
  "email" text NOT NULL,
  "alias" text NOT NULL,
  "zone" text NOT NULL,
  "password_hash" text NOT NULL CHECK ("password_hash" LIKE '$argon2id$%'),
  "adult_at" timestamptz(3) NOT NULL,
  "terms_version" text NOT NULL,
  "confirmed_at" timestamptz(3) NOT NULL,
  "changed_at" timestamptz(3) NOT NULL,
  CHECK ("email" = lower("email"))
);
CREATE UNIQUE INDEX "account_email_key" ON "account" ("email");

CREATE TABLE "sign_up" (
  "id" uuid PRIMARY KEY,
  "email" text NOT NULL,
  "alias" text NOT NULL,
  "zone" text NOT NULL,
  "password_hash" text NOT NULL CHECK ("password_hash" LIKE '$argon2id$%'),
  "adult_at" timestamptz(3) NOT NULL,
  "terms_version" text NOT NULL,
  "made_at" timestamptz(3) NOT NULL
);
CREATE INDEX "sign_up_email_made_at_idx" ON "sign_up" ("email", "made_at");
CREATE INDEX "sign_up_made_at_idx" ON "sign_up" ("made_at");

CREATE TABLE "code" (
  "id" uuid PRIMARY KEY,
  "email" text NOT NULL,
  "purpose" text NOT NULL CHECK ("purpose" IN ('confirm', 'reset')),
  "hash" bytea NOT NULL CHECK (octet_length("hash") = 32),
  "target" uuid,
  "tries" integer NOT NULL DEFAULT 0 CHECK ("tries" BETWEEN 0 AND 5),
  "expires_at" timestamptz(3) NOT NULL,
  "used_at" timestamptz(3)
);
CREATE INDEX "code_email_purpose_idx" ON "code" ("email", "purpose");
CREATE INDEX "code_expires_at_idx" ON "code" ("expires_at");

CREATE TABLE "session" (
  "id" bytea PRIMARY KEY CHECK (octet_length("id") = 32),
  "account_id" uuid NOT NULL REFERENCES "account" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "made_at" timestamptz(3) NOT NULL,
  "expires_at" timestamptz(3) NOT NULL
);
CREATE INDEX "session_account_id_idx" ON "session" ("account_id");
CREATE INDEX "session_expires_at_idx" ON "session" ("expires_at");

CREATE TABLE "staff_account" (
  "id" uuid PRIMARY KEY,
  "email" text NOT NULL,
  "alias" text NOT NULL,
  "zone" text NOT NULL,
  "password_hash" text NOT NULL CHECK ("password_hash" LIKE '$argon2id$%'),
  "made_at" timestamptz(3) NOT NULL,
  CHECK ("email" = lower("email"))
);
CREATE UNIQUE INDEX "staff_account_email_key" ON "staff_account" ("email");

CREATE TABLE "staff_session" (
  "id" bytea PRIMARY KEY CHECK (octet_length("id") = 32),
  "account_id" uuid NOT NULL REFERENCES "staff_account" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "made_at" timestamptz(3) NOT NULL,
  "expires_at" timestamptz(3) NOT NULL
);
CREATE INDEX "staff_session_account_id_idx" ON "staff_session" ("account_id");
CREATE INDEX "staff_session_expires_at_idx" ON "staff_session" ("expires_at");

CREATE TABLE "tally" (
  "what" text NOT NULL,
  "whom" bytea NOT NULL,
  "ends_at" timestamptz(3) NOT NULL,
  "count" integer NOT NULL,
  PRIMARY KEY ("what", "whom")
);
CREATE INDEX "tally_ends_at_idx" ON "tally" ("ends_at");

CREATE TABLE "outbound_mail" (
  "id" uuid PRIMARY KEY,
  "key" text NOT NULL,
  "account_id" uuid,
  "template" text NOT NULL,
  "data" jsonb NOT NULL,
  "sealed" bytea,
  "state" text NOT NULL DEFAULT 'waiting' CHECK ("state" IN ('waiting', 'sent', 'dropped', 'given-up')),
  "tries" integer NOT NULL DEFAULT 0,
  "wanted_at" timestamptz(3) NOT NULL,
  "next_try_at" timestamptz(3) NOT NULL,
  "useless_at" timestamptz(3),
  "sent_at" timestamptz(3),
  "last_error" text,
  CHECK ("account_id" IS NOT NULL OR "sealed" IS NOT NULL OR "state" <> 'waiting')
);
CREATE UNIQUE INDEX "outbound_mail_key_key" ON "outbound_mail" ("key");
-- Only waiting mail is looked for by time; the index stays small while the table grows.
CREATE INDEX "outbound_mail_next_try_at_idx" ON "outbound_mail" ("next_try_at") WHERE "state" = 'waiting';
