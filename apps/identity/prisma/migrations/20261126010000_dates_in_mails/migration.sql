-- How dates are written in a person's mails: the day first and 24 hours (en-GB), or the month first and 12 (en-US).
ALTER TABLE "account" ADD COLUMN "dates" TEXT NOT NULL DEFAULT 'en-GB' CHECK ("dates" IN ('en-GB', 'en-US'));
