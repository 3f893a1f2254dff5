"""The prompt language: weights, schedules, alternatives, wildcards, styles."""
