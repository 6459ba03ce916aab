-- Who was erased from this database: account ids alone, and what was answered then. A restored backup that lacks a row is erased again.
CREATE TABLE "erased_person" (
  "account_id" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "answer" JSONB NOT NULL,
  CONSTRAINT "erased_person_pkey" PRIMARY KEY ("account_id")
);
REVOKE UPDATE, DELETE, TRUNCATE ON "erased_person" FROM support_app;

-- A right of the owner, narrower than UPDATE and DELETE: the words of tickets go. The ticket of a claim stays without them.
CREATE FUNCTION "forget_words"("tickets" UUID[]) RETURNS VOID
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM "ticket_message" WHERE "ticket_id" = ANY ("tickets");
  UPDATE "claim" SET "reason" = NULL WHERE "ticket_id" = ANY ("tickets");
  DELETE FROM "ticket" WHERE "id" = ANY ("tickets")
    AND NOT EXISTS (SELECT FROM "claim" WHERE "claim"."ticket_id" = "ticket"."id")
    AND NOT EXISTS (SELECT FROM "attention" WHERE "attention"."ticket_id" = "ticket"."id")
    AND NOT EXISTS (SELECT FROM "difference" WHERE "difference"."ticket_id" = "ticket"."id");
END $$;
ALTER TABLE "giving" ADD COLUMN "forgotten_at" TIMESTAMPTZ(3);
-- The reason of money that was given back; its key goes in the same commit.
CREATE FUNCTION "forget_giving"("which" UUID) RETURNS VOID
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE "giving" SET "reason" = '', "forgotten_at" = clock_timestamp() WHERE "id" = "which";
$$;
REVOKE ALL ON FUNCTION "forget_words"(UUID[]), "forget_giving"(UUID) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "forget_words"(UUID[]), "forget_giving"(UUID) TO support_app;

-- Claims, with their tickets, and givings of before an instant.
CREATE FUNCTION "forget_claims"("before" TIMESTAMPTZ) RETURNS VOID
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE "old" UUID[];
BEGIN
  SELECT array_agg("ticket_id") INTO "old" FROM "claim" WHERE "decided_at" < "before";
  DELETE FROM "claim" WHERE "ticket_id" = ANY ("old");
  DELETE FROM "ticket_message" WHERE "ticket_id" = ANY ("old");
  DELETE FROM "ticket" WHERE "id" = ANY ("old");
  DELETE FROM "giving" WHERE "at" < "before";
END $$;
REVOKE ALL ON FUNCTION "forget_claims"(TIMESTAMPTZ) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "forget_claims"(TIMESTAMPTZ) TO support_app;
