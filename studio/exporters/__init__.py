"""One file per format that pictures and meshes are written in."""
