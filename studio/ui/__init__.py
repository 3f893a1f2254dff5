"""Widgets: display and forwarding, no decisions."""
