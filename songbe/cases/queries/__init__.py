"""Reading cases: what is declared, what waits for whom, how a case stands."""
