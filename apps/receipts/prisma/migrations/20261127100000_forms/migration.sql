-- A document has two forms, and what waits to be rendered is a queue: each row is tried by itself, later and later.
-- What was there is the full form. A copy of the service from before this names no form, and means the one that goes with the mail.
ALTER TABLE "rendering"
  ADD COLUMN "form" TEXT NOT NULL DEFAULT 'full',
  ADD COLUMN "queued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  ADD COLUMN "tries" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "next_try_at" TIMESTAMPTZ(3),
  ADD COLUMN "taken_until" TIMESTAMPTZ(3),
  ADD CONSTRAINT "rendering_form_known" CHECK ("form" IN ('full', 'discreet'));
ALTER TABLE "rendering" ALTER COLUMN "form" SET DEFAULT 'discreet';
ALTER TABLE "rendering" DROP CONSTRAINT "rendering_pkey", ADD CONSTRAINT "rendering_pkey" PRIMARY KEY ("receipt_id", "form");

DROP INDEX "rendering_waiting";
CREATE INDEX "rendering_waiting" ON "rendering" ("next_try_at" NULLS FIRST, "queued_at") WHERE "object" IS NULL;
