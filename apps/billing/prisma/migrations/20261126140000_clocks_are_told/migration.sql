-- The clocks slept and looked each second; now the database tells them what to wake for.

-- When Stripe is to be asked, in milliseconds since 1970. A look that is put off needs no word: whoever wakes too early sees it.
CREATE FUNCTION tell_stripe_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('stripe_due', (extract(epoch FROM NEW.next_look_at) * 1000)::bigint::text);
  RETURN NULL;
END $$;

DO $$
DECLARE
  looked_at text;
BEGIN
  FOREACH looked_at IN ARRAY '{stripe_event, payment, refund, transfer, transfer_return, provider_account}'::text[] LOOP
    EXECUTE format(
      'CREATE TRIGGER tells_first_look AFTER INSERT ON %I
         FOR EACH ROW WHEN (NEW.next_look_at IS NOT NULL) EXECUTE FUNCTION tell_stripe_due()', looked_at);
    EXECUTE format(
      'CREATE TRIGGER tells_sooner_look AFTER UPDATE OF next_look_at ON %I
         FOR EACH ROW WHEN (NEW.next_look_at < coalesce(OLD.next_look_at, ''infinity''))
         EXECUTE FUNCTION tell_stripe_due()', looked_at);
  END LOOP;
END $$;

-- Something about what providers owe has changed: there may be a transfer to take back, or a debt to write off.
CREATE FUNCTION tell_debts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('debts', '');
  RETURN NULL;
END $$;
CREATE TRIGGER debt_tells_made AFTER INSERT ON debt FOR EACH ROW EXECUTE FUNCTION tell_debts();
CREATE TRIGGER transfer_return_tells_ended AFTER UPDATE OF state ON transfer_return
  FOR EACH ROW WHEN (NEW.state <> 'intended') EXECUTE FUNCTION tell_debts();
