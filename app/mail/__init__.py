"""Letters and their outbox: queued with what they tell of, sent by a worker."""
