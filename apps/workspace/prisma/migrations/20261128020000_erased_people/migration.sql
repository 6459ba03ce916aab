-- Who was erased from this database: account ids alone, and what was answered then. A restored backup that lacks a row is erased again.
CREATE TABLE "erased_person" (
  "account_id" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "answer" JSONB NOT NULL,
  CONSTRAINT "erased_person_pkey" PRIMARY KEY ("account_id")
);
REVOKE UPDATE, DELETE, TRUNCATE ON "erased_person" FROM workspace_app;
