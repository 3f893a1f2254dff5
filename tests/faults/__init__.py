"""Faults that a studio must survive, each in a process of its own, with the sentence it says."""
