-- Absence is decided when workspace knows who came, and by the clock only 24 hours after the start. Bookings that wait for the old
-- deadline, a minute after absence began (start + 16 minutes), wait for the new one: the clock would find the old one passed, and
-- the process would say that it is not.
UPDATE "booking" SET "deadline" = "starts_at" + interval '24 hours'
  WHERE "state" = 'confirmed' AND "deadline" = "starts_at" + interval '16 minutes';
