"""The parts of the left panel: the texts, the style, the picture, and Generate."""
