"""A bound widget may die before the state that it shows."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal

from studio.state.observable import Observable, bind


class State(QObject):
    size_changed = Signal(int)
    size = Observable(1)


class Shows(QObject):
    def __init__(self):
        super().__init__()
        self.seen = []

    def show_size(self, size):
        self.setObjectName(str(size))  # raises RuntimeError on an object that is gone
        self.seen.append(size)


WAYS = {
    "method": lambda shows: shows.show_size,
    "lambda": lambda shows: lambda size: shows.show_size(size),
    "partial": lambda shows: partial(Shows.show_size, shows),
    "nested": lambda shows: partial(lambda show, size: show(size), shows.show_size),
}


@pytest.mark.parametrize("way", WAYS)
def test_whatever_is_bound_is_heard_until_it_is_gone(qapp, way):
    state, shows = State(), Shows()
    bind(state, "size", WAYS[way](shows))
    state.size = 2
    assert shows.seen == [1, 2]
    shows.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    state.size = 3
    state.size = 4
    assert shows.seen == [1, 2]
    assert state.receivers("2size_changed(int)") == 0
