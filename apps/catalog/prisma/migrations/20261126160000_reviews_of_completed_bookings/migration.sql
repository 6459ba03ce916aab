-- Sessions that took place, as booking said them. Whoever is client here may write one review.
CREATE TABLE "completed_booking" (
  "booking_id" UUID NOT NULL,
  "client_id" UUID NOT NULL,
  "provider_id" UUID NOT NULL,
  "listing_id" UUID NOT NULL,
  "ends_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "completed_booking_pkey" PRIMARY KEY ("booking_id"),
  -- For the review, whose author and provider must be those of its booking.
  CONSTRAINT "completed_booking_parties_key" UNIQUE ("booking_id", "client_id", "provider_id")
);
REVOKE UPDATE, DELETE, TRUNCATE ON "completed_booking" FROM "catalog_app";

ALTER TABLE "review"
  ADD COLUMN "booking_id" UUID,
  ADD COLUMN "client_id" UUID,
  ADD COLUMN "shown_from" TIMESTAMPTZ(3),
  -- Those written before this were shown at once.
  ADD COLUMN "shown" BOOLEAN NOT NULL DEFAULT true,
  ADD COLUMN "hidden" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "answer" TEXT,
  ADD COLUMN "answered_at" TIMESTAMPTZ(3),
  ADD CONSTRAINT "review_booking_id_key" UNIQUE ("booking_id"),
  ADD CONSTRAINT "review_booking_id_fkey" FOREIGN KEY ("booking_id", "client_id", "provider_id")
    REFERENCES "completed_booking" ("booking_id", "client_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT "review_whole_check" CHECK (
    ("booking_id" IS NULL) = ("client_id" IS NULL) AND ("booking_id" IS NULL) = ("shown_from" IS NULL)
    AND ("answer" IS NULL) = ("answered_at" IS NULL)
  );
ALTER TABLE "review" ALTER COLUMN "shown" SET DEFAULT false;
CREATE INDEX "review_not_shown_idx" ON "review" ("shown_from") WHERE NOT "shown";
CREATE INDEX "review_shown_idx" ON "review" ("at" DESC) WHERE "shown";

-- Stars and words are never edited. A review is shown, hidden and answered, and nothing else.
GRANT UPDATE ("shown", "hidden", "answer", "answered_at") ON "review" TO "catalog_app";
CREATE FUNCTION review_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.shown AND NOT NEW.shown THEN RAISE EXCEPTION 'a review that was shown stays shown, or is hidden'; END IF;
  IF OLD.answer IS DISTINCT FROM NEW.answer AND (OLD.answer IS NOT NULL OR NOT OLD.shown) THEN
    RAISE EXCEPTION 'a review is answered once, after it is shown';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER review_goes_forward BEFORE UPDATE ON "review" FOR EACH ROW EXECUTE FUNCTION review_goes_forward();

-- Who hid a review or showed it again, and why.
CREATE TABLE "review_decision" (
  "id" UUID NOT NULL,
  "review_id" UUID NOT NULL,
  "staff_id" UUID NOT NULL,
  "hidden" BOOLEAN NOT NULL,
  "reason" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "review_decision_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "review_decision_review_id_fkey" FOREIGN KEY ("review_id") REFERENCES "review" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "review_decision_review_id_at_idx" ON "review_decision" ("review_id", "at");
REVOKE UPDATE, DELETE, TRUNCATE ON "review_decision" FROM "catalog_app";

-- The rating is what the reviews say that can be read. It is computed here with the owner's rights and by nobody else: the profile is
-- locked first, so that the sum below sees every review that was committed before.
CREATE OR REPLACE FUNCTION review_counts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM profile WHERE account_id = NEW.provider_id FOR UPDATE;
  UPDATE profile SET (stars, review_count) = (
    SELECT coalesce(sum(review.stars), 0), count(*) FROM review
    WHERE review.provider_id = NEW.provider_id AND review.shown AND NOT review.hidden
  ) WHERE account_id = NEW.provider_id;
  RETURN NULL;
END $$;
DROP TRIGGER review_counts ON review;
CREATE TRIGGER review_counts AFTER INSERT ON review FOR EACH ROW WHEN (NEW.shown) EXECUTE FUNCTION review_counts();
CREATE TRIGGER review_counts_again AFTER UPDATE OF shown, hidden ON review FOR EACH ROW
  WHEN ((OLD.shown, OLD.hidden) IS DISTINCT FROM (NEW.shown, NEW.hidden)) EXECUTE FUNCTION review_counts();

CREATE FUNCTION rating_is_computed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user = 'catalog_app' THEN
    RAISE EXCEPTION 'a rating is computed from reviews' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rating_is_computed BEFORE UPDATE ON profile FOR EACH ROW
  WHEN ((OLD.stars, OLD.review_count) IS DISTINCT FROM (NEW.stars, NEW.review_count)) EXECUTE FUNCTION rating_is_computed();
CREATE TRIGGER rating_begins_empty BEFORE INSERT ON profile FOR EACH ROW
  WHEN (NEW.stars <> 0 OR NEW.review_count <> 0) EXECUTE FUNCTION rating_is_computed();
