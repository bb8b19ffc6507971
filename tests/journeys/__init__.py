"""Stories in a real browser, on the invented province."""
