"""What is in a project: its index, its marks, its trash, and how they are asked."""
