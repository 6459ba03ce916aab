-- The same time for some weeks, reserved and paid together: several bookings, the first of which names the package.
ALTER TABLE "booking"
  ADD COLUMN "package_id" UUID,
  ADD COLUMN "package_place" INTEGER,
  ADD COLUMN "package_of" INTEGER,
  ADD CONSTRAINT "booking_package_whole" CHECK (num_nonnulls("package_id", "package_place", "package_of") IN (0, 3)),
  ADD CONSTRAINT "booking_package_place" CHECK ("package_of" BETWEEN 2 AND 12 AND "package_place" >= 0 AND "package_place" < "package_of"
    AND ("package_place" = 0) = ("id" = "package_id")),
  ADD CONSTRAINT "booking_of_package" UNIQUE ("package_id", "package_place");
