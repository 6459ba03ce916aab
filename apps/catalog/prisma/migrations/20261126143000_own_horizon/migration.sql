-- How many days ahead each listing can be booked, as its provider's schedule says. What was published before counts as ninety
-- until booking publishes it anew, which it does at least once a day.
ALTER TABLE "horizon" ADD COLUMN "days" INTEGER NOT NULL DEFAULT 90,
  ADD CONSTRAINT "horizon_days_check" CHECK ("days" > 0);
