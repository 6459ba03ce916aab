-- Who was erased from this database: account ids alone, and what was answered then. A restored backup that lacks a row is erased again.
CREATE TABLE "erased_person" (
  "account_id" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "answer" JSONB NOT NULL,
  CONSTRAINT "erased_person_pkey" PRIMARY KEY ("account_id")
);
REVOKE UPDATE, DELETE, TRUNCATE ON "erased_person" FROM billing_app;

-- Who leaves is sent whatever is payable on the next transfer day, however little.
ALTER TABLE "provider_account" ADD COLUMN "leaving_at" TIMESTAMPTZ(3);

-- A right of the owner, narrower than DELETE: the kept card of somebody who is erased, and events of Stripe that are done.
CREATE FUNCTION "erase_card"("whom" UUID) RETURNS VOID
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM "kept_card" WHERE "client_id" = "whom";
$$;
CREATE FUNCTION "forget_stripe_events"("before" TIMESTAMPTZ) RETURNS INTEGER
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE "gone" INTEGER;
BEGIN
  DELETE FROM "stripe_event" WHERE "state" = 'done' AND "stored_at" < "before";
  GET DIAGNOSTICS "gone" = ROW_COUNT;
  RETURN "gone";
END $$;
REVOKE ALL ON FUNCTION "erase_card"(UUID), "forget_stripe_events"(TIMESTAMPTZ) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "erase_card"(UUID), "forget_stripe_events"(TIMESTAMPTZ) TO billing_app;
