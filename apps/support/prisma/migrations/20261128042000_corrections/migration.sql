-- A person asks us to correct what we hold of them; it is answered within thirty days (GDPR Art. 12(3) and 16).
ALTER TABLE "ticket"
  DROP CONSTRAINT "ticket_kind_check",
  ADD CONSTRAINT "ticket_kind_check" CHECK ("kind" IN ('question', 'claim', 'attention', 'difference', 'correction'));
