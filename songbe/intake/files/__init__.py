"""Reading files: what a file really is, how large it may be, and its sheets as columns of text."""
