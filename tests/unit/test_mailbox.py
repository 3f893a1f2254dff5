"""Progress on its way to the window: every result, the latest word, no backlog of previews."""

from __future__ import annotations

import numpy as np

from studio.core.job import Progress
from studio.jobs.mailbox import Mailbox


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def mailbox():
    wakes = []
    clock = Clock()
    return Mailbox(lambda: wakes.append(1), clock), wakes, clock


def test_progress_that_nobody_took_is_replaced_and_wakes_once():
    box, wakes, _ = mailbox()
    for step in range(100):
        box.put(Progress(step, 100))
    assert [p.step for p in box.take()] == [99]
    assert len(wakes) == 1
    box.put(Progress(100, 100))
    assert len(wakes) == 2


def test_every_result_arrives_in_order():
    box, _, _ = mailbox()
    for step in range(5):
        box.put(Progress(step, 5))
        box.put(Progress(step, 5, result=step))
    assert [p.result for p in box.take()] == [0, 1, 2, 3, 4]
    assert box.take() == []


def test_previews_come_at_most_ten_times_a_second():
    box, _, clock = mailbox()
    shown = 0
    for millisecond in range(0, 2000, 5):
        clock.now = millisecond / 1000
        box.put(Progress(1, 2, preview=np.zeros((1, 1, 3), np.uint8)))
        shown += sum(p.preview is not None for p in box.take())
    assert 18 <= shown <= 20


def test_a_preview_that_waits_gives_way_to_the_next_and_survives_a_word():
    box, _, _ = mailbox()
    first, second = np.zeros((1, 1, 3), np.uint8), np.ones((1, 1, 3), np.uint8)
    box.put(Progress(1, 3, preview=first))
    box.put(Progress(2, 3, preview=second))
    box.put(Progress(3, 3))
    [latest] = box.take()
    assert latest.step == 3
    assert latest.preview is second
