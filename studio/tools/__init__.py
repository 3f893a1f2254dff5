"""One file per canvas tool; no Qt."""
