"""How answers are said, in five languages, from the same result."""
