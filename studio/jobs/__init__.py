"""Threads and queues; QtCore only."""
