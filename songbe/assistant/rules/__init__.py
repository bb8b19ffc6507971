"""How a question is understood and an answer is said: pure functions over frozen values."""
