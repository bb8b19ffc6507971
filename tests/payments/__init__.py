"""Stories and tables of payments."""
