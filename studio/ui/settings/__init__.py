"""The settings, drawn from their declarations."""
