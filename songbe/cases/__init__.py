"""Work with a clock: what citizens and agencies ask for, by when it is due, and what came of it."""
