"""The page of models: what is there, what it is, what it may be used for."""
