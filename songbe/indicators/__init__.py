"""Indicators: what they mean, what was reported, computed and published, and how they stand against their targets."""
