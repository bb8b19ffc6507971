"""How dates and numbers are written: Django's own Vietnamese formats group no digits."""
