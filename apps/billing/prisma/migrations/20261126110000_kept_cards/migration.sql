-- Cards are kept only when their client asks, and a tip may be paid with one.

ALTER TABLE payment
  -- The client asked us to keep the card of this payment.
  ADD COLUMN keep_card boolean NOT NULL DEFAULT false,
  -- Stripe's customer, when the card is kept for one that is known, or is a kept one.
  ADD COLUMN customer_id text,
  -- The kept card that is charged; null when the client pays on Stripe's page.
  ADD COLUMN payment_method_id text,
  DROP CONSTRAINT payment_check1,
  ADD CONSTRAINT payment_is_paid_somehow CHECK (
    state <> 'paid'
    OR (num_nonnulls(session_id, payment_method_id) >= 1 AND intent_id IS NOT NULL AND charge_id IS NOT NULL)
  ),
  ADD CONSTRAINT payment_with_kept_card_is_a_tip CHECK (
    payment_method_id IS NULL OR (tip_id IS NOT NULL AND customer_id IS NOT NULL)
  );
