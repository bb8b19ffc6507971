"""Facts of what services did, their partial sums, and the way back to the records."""
