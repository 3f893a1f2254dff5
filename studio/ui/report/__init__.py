"""A report for who can help: shown whole before it is copied."""
