-- Who was erased from this database: account ids alone, and what was answered then. A restored backup that lacks a row is erased again.
CREATE TABLE "erased_person" (
  "account_id" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "answer" JSONB NOT NULL,
  CONSTRAINT "erased_person_pkey" PRIMARY KEY ("account_id")
);
REVOKE UPDATE, DELETE, TRUNCATE ON "erased_person" FROM receipts_app;

-- Statements and zones of summaries are of the person as well. Numbers, dates, amounts and the hash of what was issued stay.
CREATE OR REPLACE FUNCTION "erase_person"("whom" UUID, "erased" TIMESTAMPTZ) RETURNS INTEGER
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE "changed" INTEGER;
BEGIN
  DELETE FROM "resending" USING "receipt" WHERE "receipt"."id" = "resending"."receipt_id" AND "receipt"."client_id" = "whom";
  UPDATE "receipt" SET
    "document" = CASE "kind"
      WHEN 'statement' THEN "document"
        || '{"providerName": "Provider", "providerId": "00000000-0000-0000-0000-000000000000", "zone": "UTC"}'::jsonb
      WHEN 'year-summary' THEN "document"
        || '{"clientName": "Client", "clientId": "00000000-0000-0000-0000-000000000000", "zone": "UTC"}'::jsonb
      ELSE ("document" - 'service' - 'clientZone')
        || '{"clientName": "Client", "clientId": "00000000-0000-0000-0000-000000000000"}'::jsonb
    END,
    "client_id" = NULL,
    "erased_at" = "erased"
  WHERE "client_id" = "whom";
  GET DIAGNOSTICS "changed" = ROW_COUNT;
  RETURN "changed";
END $$;

-- Whose clients hold documents that name them: asked when a provider leaves.
CREATE INDEX "receipt_provider_idx" ON "receipt" (("document" ->> 'providerId'));
