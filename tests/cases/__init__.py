"""Stories and rules of cases."""
