"""One file per verb of the engine."""
