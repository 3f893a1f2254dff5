"""Kinds of jobs that wait in the queue: one file each with a `QUEUEABLE`."""
