-- Whose free starts changed is looked for at every hire, and whose runs grew old now and then: neither may read every provider.
CREATE INDEX "provider_changed_idx" ON "provider" ("id") WHERE "revision" <> "published";
CREATE INDEX "provider_published_until_idx" ON "provider" ("published_until");
