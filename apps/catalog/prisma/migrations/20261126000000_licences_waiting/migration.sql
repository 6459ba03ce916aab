-- Staff read which licences wait for their check, the longest wait first.
CREATE INDEX "profile_licence_waiting_idx" ON "profile" ("changed_at", "account_id") WHERE "licence" = 'submitted';
