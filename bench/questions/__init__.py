"""Questions for the assistant with what is right for each, made from phrases written by hand: see README.md."""
