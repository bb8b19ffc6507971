"""Questions in everyday words, answered with figures and procedures, with their sources."""
