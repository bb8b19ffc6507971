"""The demonstration years: a simulated year of a province, made from what its pack assumes."""
