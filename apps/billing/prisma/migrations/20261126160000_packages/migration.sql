-- A package: several bookings, one bill and one payment. Each booking keeps a row of its own, for its money goes its own way after the
-- payment; the rows of a package share one hash, which is that of the bill people saw. `package_id` is the first booking's id.
ALTER TABLE bill
  ADD COLUMN package_id uuid,
  ADD COLUMN place integer NOT NULL DEFAULT 0 CHECK (place BETWEEN 0 AND 11),
  ADD CONSTRAINT bill_of_package UNIQUE (package_id, place),
  ADD CONSTRAINT bill_place_in_package CHECK (CASE WHEN package_id IS NULL THEN place = 0 ELSE (place = 0) = (booking_id = package_id) END),
  -- One Handling Fee, and the first row carries it.
  ADD CONSTRAINT bill_one_fee CHECK (place = 0 OR fee_minor = 0),
  -- What of the price the client's bank kept for good, whoever bore it.
  ADD COLUMN price_lost_minor bigint NOT NULL DEFAULT 0 CHECK (price_lost_minor BETWEEN 0 AND price_minor),
  -- And what it kept beside the prices: of the Handling Fee and of taxes.
  ADD COLUMN rest_lost_minor bigint NOT NULL DEFAULT 0 CHECK (rest_lost_minor BETWEEN 0 AND fee_minor + tax_minor);

-- Until now a lost dispute was of one bill; what it took of the price is at most the price.
UPDATE bill b SET price_lost_minor = least(b.price_minor, d.minor),
    rest_lost_minor = least(b.fee_minor + b.tax_minor, greatest(0, d.minor - b.price_minor))
  FROM (SELECT payment_id, sum(amount_minor) AS minor FROM dispute WHERE state = 'lost' GROUP BY payment_id) d
  WHERE b.paid_by = d.payment_id;

CREATE OR REPLACE FUNCTION bill_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.id, OLD.booking_id, OLD.client_id, OLD.provider_id, OLD.listing_id, OLD.mode, OLD.starts_at, OLD.ends_at,
      OLD.lines, OLD.currency, OLD.price_minor, OLD.fee_minor, OLD.tax_minor, OLD.total_minor, OLD.terms_version,
      OLD.made_at, OLD.expires_at, OLD.hash, OLD.package_id, OLD.place)
     IS DISTINCT FROM
     (NEW.id, NEW.booking_id, NEW.client_id, NEW.provider_id, NEW.listing_id, NEW.mode, NEW.starts_at, NEW.ends_at,
      NEW.lines, NEW.currency, NEW.price_minor, NEW.fee_minor, NEW.tax_minor, NEW.total_minor, NEW.terms_version,
      NEW.made_at, NEW.expires_at, NEW.hash, NEW.package_id, NEW.place)
     OR (OLD.paid_at IS NOT NULL AND NEW.paid_at IS DISTINCT FROM OLD.paid_at)
     OR (OLD.released_at IS NOT NULL AND NEW.released_at IS DISTINCT FROM OLD.released_at) THEN
    RAISE EXCEPTION 'bill % is frozen', OLD.id;
  END IF;
  RETURN NEW;
END $$;
