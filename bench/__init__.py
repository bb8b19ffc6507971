"""Measurements: ratios to a hand-written reference in the same run, medians of several runs, memory too."""
