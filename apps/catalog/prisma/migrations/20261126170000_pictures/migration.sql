-- Names under which the door may store a new picture, each once and for a minute.
CREATE TABLE "picture_grant" (
  "picture_id" UUID NOT NULL,
  "account_id" UUID NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "picture_grant_pkey" PRIMARY KEY ("picture_id"),
  CONSTRAINT "picture_grant_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "profile" ("account_id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "picture_grant_account_id_idx" ON "picture_grant" ("account_id");
