-- What moved in a period is read by time, to be compared with the books of others.
CREATE INDEX ledger_entry_at_idx ON ledger_entry (at) INCLUDE (booking_id);
