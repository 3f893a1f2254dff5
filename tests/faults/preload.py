"""Imported once by the process that all faults are forked from."""

from tests.faults.child import prepare

prepare()
