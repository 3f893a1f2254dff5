"""What the user sees, as observable objects; QtCore only."""
