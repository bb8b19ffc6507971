"""Files from elsewhere: read, checked whole, taken in once, taken back."""
