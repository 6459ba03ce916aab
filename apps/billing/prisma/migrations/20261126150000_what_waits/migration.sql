-- What waits is counted each minute, and is little beside all that is done.
CREATE INDEX stripe_event_parked_idx ON stripe_event (stored_at) WHERE state = 'parked';
CREATE INDEX payment_intended_idx ON payment (made_at) WHERE state = 'intended';
CREATE INDEX refund_waiting_idx ON refund (state, made_at) WHERE state IN ('intended', 'asked', 'failed');
CREATE INDEX transfer_intended_idx ON transfer (made_at) WHERE state = 'intended';
CREATE INDEX transfer_return_intended_idx ON transfer_return (made_at) WHERE state = 'intended';
