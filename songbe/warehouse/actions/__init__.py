"""Writing to the warehouse: facts in, cells out."""
