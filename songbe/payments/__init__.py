"""Fees and charges: what is owed for a subject, whether it was paid, and what was collected on a day."""
