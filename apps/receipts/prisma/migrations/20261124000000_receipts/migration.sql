CREATE TABLE "receipt" (
    "id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "series" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "sequence" INTEGER NOT NULL,
    "booking_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "document" JSONB NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "receipt_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "receipt_sequence_positive" CHECK ("sequence" > 0)
);
CREATE UNIQUE INDEX "receipt_source_key" ON "receipt"("source");
CREATE UNIQUE INDEX "receipt_series_year_sequence_key" ON "receipt"("series", "year", "sequence");
CREATE INDEX "receipt_booking_id_issued_at_idx" ON "receipt"("booking_id", "issued_at");

CREATE TABLE "series" (
    "series" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "last" INTEGER NOT NULL,
    CONSTRAINT "series_pkey" PRIMARY KEY ("series", "year")
);

CREATE TABLE "rendering" (
    "receipt_id" UUID NOT NULL,
    "object" TEXT NOT NULL,
    "rendered_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "rendering_pkey" PRIMARY KEY ("receipt_id")
);

-- A document that was issued stays as it is: the service can add, never change or remove.
REVOKE UPDATE, DELETE, TRUNCATE ON "receipt" FROM receipts_app;
