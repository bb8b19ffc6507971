"""Pure rules of indicators: definitions, values, targets, differences."""
