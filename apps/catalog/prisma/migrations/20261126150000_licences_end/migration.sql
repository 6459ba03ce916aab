-- Until when the register says that a licence holds; null where it names no end. Only a verified licence has one.
ALTER TABLE "profile" ADD COLUMN "licence_until" TIMESTAMPTZ(3),
  ADD CONSTRAINT "profile_licence_until_check" CHECK ("licence" = 'verified' OR "licence_until" IS NULL);
CREATE INDEX "profile_licence_ends_idx" ON "profile" ("licence_until") WHERE "licence_until" IS NOT NULL;
