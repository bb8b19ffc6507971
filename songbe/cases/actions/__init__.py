"""Writing cases: one verb, one transaction, one event."""
