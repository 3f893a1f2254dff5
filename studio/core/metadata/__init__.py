"""One file per format that carries generation parameters inside a picture."""
