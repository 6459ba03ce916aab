-- A mail that waits wakes whoever sends, who looked twice a second before.
CREATE FUNCTION "tell_outbound_mail"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('outbound_mail', '');
  RETURN NULL;
END $$;
CREATE TRIGGER "outbound_mail_tells" AFTER INSERT ON "outbound_mail"
  FOR EACH ROW WHEN (NEW."state" = 'waiting') EXECUTE FUNCTION "tell_outbound_mail"();
