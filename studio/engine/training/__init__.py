"""Data, losses and loops; one loop on one screen each."""
