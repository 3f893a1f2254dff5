"""The canary of the PySide6 pin (docs/adr/0007)."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, qVersion

CALLS = 2_000


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_void_calls_into_qt_take_no_reference_from_none():
    """PySide6 6.12.0 drops one with each call, and a few thousand calls end the process."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        thing.setObjectName("name")
    assert abs(sys.getrefcount(None) - before) < CALLS / 10, f"Qt {qVersion()} loses references"
