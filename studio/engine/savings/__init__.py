"""What makes a picture quicker at the price of some likeness, or of nothing."""
