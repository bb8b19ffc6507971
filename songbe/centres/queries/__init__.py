"""Reading what the screens of the operations centres show."""
