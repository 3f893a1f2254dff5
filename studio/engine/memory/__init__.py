"""How much memory a picture takes, and what is done so that it does."""
