"""Units over time, agencies, sectors, people and what they may do."""
