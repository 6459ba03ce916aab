-- A provider may want to be asked before a time is booked, or sell the same time for some weeks at once; not both.
ALTER TABLE "listing"
  ADD COLUMN "asks_first" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "weeks_most" INTEGER NOT NULL DEFAULT 1 CHECK ("weeks_most" BETWEEN 1 AND 12),
  ADD CONSTRAINT "listing_asked_or_weekly" CHECK (NOT "asks_first" OR "weeks_most" = 1);
