"""Sông Bé: services produce events, events become facts, facts become figures."""
