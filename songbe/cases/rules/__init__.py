"""Rules of cases: pure functions; calendars, moments and declarations are arguments."""
