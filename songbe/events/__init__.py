"""What happened: an append-only, hash-chained log that every other package writes to."""
