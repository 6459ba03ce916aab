-- The receipt of a package is of several bookings; it is found from each of them.
ALTER TABLE "receipt" ADD COLUMN "also_of" UUID[] NOT NULL DEFAULT '{}';
CREATE INDEX "receipt_also_of_idx" ON "receipt" USING gin ("also_of");
