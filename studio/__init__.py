"""An offline desktop studio for making pictures and meshes with local models."""

__version__ = "0.1.0"
