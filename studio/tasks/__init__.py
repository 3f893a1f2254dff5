"""One file per kind of long job; no Qt."""
