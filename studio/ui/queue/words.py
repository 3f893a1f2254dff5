"""What the queue says about its jobs, in the language of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.core.job import JobState
from studio.core.work import EntryState
from studio.state.queue_list import Section
from studio.ui.translate import sentence

if TYPE_CHECKING:
    from studio.core.text import Message
    from studio.state.queue_list import Line

HOUR_S = 3600
SOON_S = 3.0
BETWEEN = " ·"


class QueueWords(QObject):
    """Turns lines into text."""

    def heading(self, line: Line) -> str:
        """Return the title of a section."""
        titles = {
            Section.RUNNING: self.tr("Running"),
            Section.TROUBLE: self.tr("Needs you ({n})"),
            Section.WAITING: self.tr("Waiting ({n})"),
            Section.DONE: self.tr("Done in this session ({n})"),
        }
        return titles[line.section].format(n=line.count)

    def title(self, line: Line) -> str:
        """Return what a job is called."""
        return sentence(line.title)

    def detail(self, line: Line, project: str) -> str:
        """Return what there is to know of a job beside its title; `project` is the open one."""
        parts = [self._state(line)]
        if line.place and line.place != project and line.section is not Section.DONE:
            parts.append(self.tr("in {project}").format(project=line.place))
        return "  ·  ".join(part for part in parts if part)

    def _state(self, line: Line) -> str:
        match line.state:
            case EntryState.RUNNING | JobState.RUNNING | JobState.QUEUED:
                return self._running(line)
            case EntryState.WAITING:
                return self._waiting(line)
            case EntryState.INTERRUPTED:
                return self.tr("Interrupted when the studio ended: again?")
            case EntryState.FAILED:
                return self._trouble(self.tr("Failed"), line.problem)
            case EntryState.SET_ASIDE:
                return self._trouble(self.tr("Set aside"), line.problem)
            case JobState.CANCELLED:
                return self._cancelled(line)
            case _:
                return self._count(line)

    def _running(self, line: Line) -> str:
        stage = sentence(line.stage) if line.stage else self.tr("starting...")
        if line.pieces <= 1:
            return stage
        n = min(line.done + 1, line.pieces)
        return self.tr("{n} of {m}  ·  {stage}").format(n=n, m=line.pieces, stage=stage)

    def _waiting(self, line: Line) -> str:
        count = self._count(line)
        if line.priority > 0:
            return self.tr("first of all  ·  {count}").format(count=count).strip(BETWEEN)
        if line.priority < 0:
            text = self.tr("when nothing else waits  ·  {count}")
            return text.format(count=count).strip(BETWEEN)
        return count

    def _cancelled(self, line: Line) -> str:
        if line.done:
            text = self.tr("Cancelled after {n} of {m}")
            return text.format(n=line.done, m=line.pieces)
        return self.tr("Cancelled")

    def _trouble(self, name: str, problem: Message | None) -> str:
        return f"{name}: {sentence(problem)}" if problem else name

    def _count(self, line: Line) -> str:
        """Return how many pictures a job makes; nothing if none, or if its title says it."""
        pieces = line.pieces
        if not pieces or (pieces > 1 and line.title.values.get("n") == pieces):
            return ""
        return self.tr("{n} pictures").format(n=pieces) if pieces > 1 else self.tr("1 picture")

    def time(self, seconds: float) -> str:
        """Return a length of time in words that fit a line."""
        if seconds < SOON_S:
            return self.tr("a moment")
        if seconds >= HOUR_S:
            hours, rest = divmod(round(seconds / 60), 60)
            return self.tr("{h} h {m:02d} min").format(h=hours, m=rest)
        minutes, rest = divmod(round(seconds), 60)
        if minutes:
            return self.tr("{m} min {s:02d} s").format(m=minutes, s=rest)
        return self.tr("{s} s").format(s=rest)

    def summary(self, waiting: int, seconds: float | None, *, paused: bool) -> str:
        """Return one line about all of it."""
        if paused and waiting:
            return self.tr("Paused  ·  {n} waiting").format(n=waiting)
        if paused:
            return self.tr("Paused")
        count = self.tr("{n} waiting").format(n=waiting) if waiting else self.tr("Nothing waits")
        if seconds is None or not seconds:
            return count
        left = self.tr("about {time} left").format(time=self.time(seconds))
        if seconds < SOON_S:
            left = self.tr("a moment left")
        return f"{count}  ·  {left}" if waiting else left
