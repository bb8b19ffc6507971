"""English, with day before month: the readers are in Việt Nam."""
