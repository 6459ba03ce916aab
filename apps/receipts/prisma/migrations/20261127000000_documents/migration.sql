-- Documents of every kind: who holds them, in which year's list they stand, their proof, and what replaced them.
ALTER TABLE "receipt"
  ALTER COLUMN "booking_id" DROP NOT NULL,
  ALTER COLUMN "client_id" DROP NOT NULL,
  ADD COLUMN "kind" TEXT,
  ADD COLUMN "of_year" INTEGER,
  ADD COLUMN "proof" TEXT,
  ADD COLUMN "erased_at" TIMESTAMPTZ(3);
UPDATE "receipt" SET "kind" = "document"->>'kind', "of_year" = "year";
ALTER TABLE "receipt" ALTER COLUMN "kind" SET NOT NULL, ALTER COLUMN "of_year" SET NOT NULL;
CREATE UNIQUE INDEX "receipt_proof_key" ON "receipt"("proof");
-- Nobody holds the document of somebody who was erased, and only that.
ALTER TABLE "receipt" ADD CONSTRAINT "receipt_held" CHECK (("client_id" IS NULL) = ("erased_at" IS NOT NULL));
CREATE INDEX "receipt_client_id_of_year_idx" ON "receipt"("client_id", "of_year");

-- A copy of the service from before these columns still issues while the new one starts.
CREATE FUNCTION "receipt_of_before"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."kind" := coalesce(NEW."kind", NEW."document"->>'kind');
  NEW."of_year" := coalesce(NEW."of_year", NEW."year");
  RETURN NEW;
END $$;
CREATE TRIGGER "receipt_of_before" BEFORE INSERT ON "receipt" FOR EACH ROW EXECUTE FUNCTION "receipt_of_before"();

CREATE TABLE "replacement" (
    "replaced_id" UUID NOT NULL,
    "by_id" UUID NOT NULL,
    CONSTRAINT "replacement_pkey" PRIMARY KEY ("replaced_id"),
    CONSTRAINT "replacement_replaced_id_fkey" FOREIGN KEY ("replaced_id") REFERENCES "receipt"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "replacement_by_id_fkey" FOREIGN KEY ("by_id") REFERENCES "receipt"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "replacement_other" CHECK ("replaced_id" <> "by_id")
);
CREATE UNIQUE INDEX "replacement_by_id_key" ON "replacement"("by_id");

CREATE TABLE "mailing" (
    "receipt_id" UUID NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "mailed_at" TIMESTAMPTZ(3),
    "pdf_mailed_at" TIMESTAMPTZ(3),
    CONSTRAINT "mailing_pkey" PRIMARY KEY ("receipt_id"),
    CONSTRAINT "mailing_order" CHECK ("pdf_mailed_at" IS NULL OR "mailed_at" IS NOT NULL)
);
CREATE INDEX "mailing_waiting" ON "mailing" ("due_at") WHERE "mailed_at" IS NULL;

CREATE TABLE "resending" (
    "id" UUID NOT NULL,
    "receipt_id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "resending_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "resending_receipt_id_at_idx" ON "resending"("receipt_id", "at");

CREATE TABLE "wish" (
    "account_id" UUID NOT NULL,
    "full_name" TEXT,
    "country" TEXT,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "wish_pkey" PRIMARY KEY ("account_id")
);

CREATE TABLE "unwanted" (
    "object" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "unwanted_pkey" PRIMARY KEY ("object")
);

REVOKE UPDATE, DELETE, TRUNCATE ON "receipt", "replacement", "resending" FROM receipts_app;

-- A new owner's right, narrower than UPDATE: names, zone and words of what was sold go, and nobody holds the document any more.
CREATE FUNCTION "erase_person"("whom" UUID, "erased" TIMESTAMPTZ) RETURNS INTEGER
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE "changed" INTEGER;
BEGIN
  DELETE FROM "resending" USING "receipt" WHERE "receipt"."id" = "resending"."receipt_id" AND "receipt"."client_id" = "whom";
  UPDATE "receipt" SET
    "document" = ("document" - 'service' - 'clientZone')
      || '{"clientName": "Client", "clientId": "00000000-0000-0000-0000-000000000000"}'::jsonb,
    "client_id" = NULL,
    "erased_at" = "erased"
  WHERE "client_id" = "whom" AND "kind" <> 'statement';
  GET DIAGNOSTICS "changed" = ROW_COUNT;
  RETURN "changed";
END $$;

-- What nobody must keep any more: documents of these kinds about a year before `before`.
CREATE FUNCTION "forget_documents"("kinds" TEXT[], "before" INTEGER) RETURNS INTEGER
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE "gone" INTEGER;
BEGIN
  DELETE FROM "receipt" WHERE "kind" = ANY ("kinds") AND "of_year" < "before" AND "year" < "before";
  GET DIAGNOSTICS "gone" = ROW_COUNT;
  RETURN "gone";
END $$;
REVOKE ALL ON FUNCTION "erase_person"(UUID, TIMESTAMPTZ), "forget_documents"(TEXT[], INTEGER) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "erase_person"(UUID, TIMESTAMPTZ), "forget_documents"(TEXT[], INTEGER) TO receipts_app;
