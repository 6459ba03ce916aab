-- What is held for a provider is the sum of the few bills that are paid and not yet released; all others are left out.
CREATE INDEX bill_held_idx ON bill (provider_id) INCLUDE (provider_minor)
  WHERE paid_at IS NOT NULL AND released_at IS NULL AND provider_minor > 0;
