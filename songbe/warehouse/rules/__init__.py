"""Pure rules of the warehouse: conditions, components, plans."""
