"""The starter model: a small text-to-image model, trained on pictures that the studio draws."""
