-- A row names its currency; which one is sold is a line of the program (libs/money), and no longer written in ten tables as well. Whoever
-- reads a row in a currency that is not sold stops there. What holds a ledger entry to one currency stays as it was.
ALTER TABLE bill
  DROP CONSTRAINT bill_currency_check,
  ADD CONSTRAINT bill_currency_check CHECK (currency ~ '^[A-Z]{3}$');
ALTER TABLE tip
  DROP CONSTRAINT tip_currency_check,
  ADD CONSTRAINT tip_currency_check CHECK (currency ~ '^[A-Z]{3}$');
ALTER TABLE payment
  DROP CONSTRAINT payment_currency_check,
  ADD CONSTRAINT payment_currency_check CHECK (currency ~ '^[A-Z]{3}$');
ALTER TABLE refund
  DROP CONSTRAINT refund_currency_check,
  ADD CONSTRAINT refund_currency_check CHECK (currency ~ '^[A-Z]{3}$');
ALTER TABLE earning
  DROP CONSTRAINT earning_currency_check,
  ADD CONSTRAINT earning_currency_check CHECK (currency ~ '^[A-Z]{3}$');
ALTER TABLE debt
  DROP CONSTRAINT debt_currency_check,
  ADD CONSTRAINT debt_currency_check CHECK (currency ~ '^[A-Z]{3}$');
ALTER TABLE transfer
  DROP CONSTRAINT transfer_currency_check,
  ADD CONSTRAINT transfer_currency_check CHECK (currency ~ '^[A-Z]{3}$');
ALTER TABLE transfer_return
  DROP CONSTRAINT transfer_return_currency_check,
  ADD CONSTRAINT transfer_return_currency_check CHECK (currency ~ '^[A-Z]{3}$');
ALTER TABLE payout
  DROP CONSTRAINT payout_currency_check,
  ADD CONSTRAINT payout_currency_check CHECK (currency ~ '^[A-Z]{3}$');
ALTER TABLE dispute
  DROP CONSTRAINT dispute_currency_check,
  ADD CONSTRAINT dispute_currency_check CHECK (currency ~ '^[A-Z]{3}$');
