"""Stages of a job that both processes know."""

from __future__ import annotations

from studio.core.text import N_

# The import of torch and its companions: it cannot be stopped, and it is of use to the next job.
IMPORTING = N_("Starting the model libraries")
