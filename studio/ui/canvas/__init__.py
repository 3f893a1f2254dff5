"""The canvas and what stands around it."""
