"""Work on what is in the projects: reading runs into the index, asking it, marks, the trash."""
