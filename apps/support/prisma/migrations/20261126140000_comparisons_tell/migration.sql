-- The clock slept and looked each second; now the database tells it when a comparison goes on. Milliseconds since 1970.
CREATE FUNCTION "tell_reconciliation"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('reconciliation', (extract(epoch FROM NEW."next_try_at") * 1000)::bigint::text);
  RETURN NULL;
END $$;
CREATE TRIGGER "reconciliation_tells_begun" AFTER INSERT ON "reconciliation"
  FOR EACH ROW EXECUTE FUNCTION "tell_reconciliation"();
