"""One file per format of style files."""
