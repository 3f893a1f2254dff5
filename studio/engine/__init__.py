"""Models and what they do; torch loads inside functions, Qt never."""
