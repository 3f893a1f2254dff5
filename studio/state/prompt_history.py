"""What was written before: to walk through, to search, to complete from, to keep by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from studio.core.prompt.book import BOOK, Book, Favorite, Written, name_for
from studio.core.text import N_, message
from studio.state.late_file import LateFile
from studio.state.notices import Level, Notice, Step
from studio.state.observable import Observable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from studio.core.prompt.vocabulary import Vocabulary
    from studio.core.request import Request
    from studio.state.draft import Draft
    from studio.state.errands import Errands
    from studio.state.notices import Notices

FILE_NAME = "prompts.json"
TOPIC = "favorite"
MOST_AT_ONCE = 100  # of a list; what a table of them says is no history
T = TypeVar("T")


class PromptHistory(QObject):
    """Notes every prompt that is queued; `book` is all of it, and kept from day to day."""

    book_changed = Signal(object)
    book = Observable(Book())

    def __init__(self, folder: Path, notices: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices = notices
        self._file = LateFile(folder / FILE_NAME, BOOK, Book(), self._on_book)
        self._vocabulary: Vocabulary | None = None

    def open(self, errands: Errands) -> None:
        """Read what was written on the days before."""
        self._file.open(errands, self._notices)

    @property
    def is_open(self) -> bool:
        """Whether the days before have been read."""
        return self._file.is_open

    def flush(self) -> None:
        """Write everything before the program ends."""
        self._file.flush()

    def note_all(self, requests: Sequence[Request]) -> None:
        """Remember the prompts that were asked for, the first one on top."""
        for request in reversed(requests[:MOST_AT_ONCE]):
            style = request.style.key if request.style else ""
            self.note(Written(request.prompt, request.negative), style)

    def note(self, written: Written, style: str = "") -> None:
        """Remember a prompt that was asked for, and the key of its style."""
        if self._vocabulary is not None and written not in self.book.written:
            self._vocabulary.add(written.prompt)
        self._file.change(lambda book: book.with_written(written))
        if style:
            self._file.change(lambda book: book.with_style_used(style))

    def forget(self, written: Written) -> None:
        """Take a prompt out of the history."""
        self._file.change(lambda book: book.without_written(written))

    def star(self, written: Written, name: str = "") -> None:
        """Keep a prompt by name; one that is kept already is renamed."""
        favorite = Favorite(name.strip() or name_for(written), written)
        if written.prompt.strip() or written.negative.strip():
            self._file.change(lambda book: book.with_favorite(favorite))

    def unstar(self, favorite: Favorite) -> None:
        """Take a favorite off the list, and offer it back."""
        if favorite not in self.book.favorites:
            return
        place = self.book.favorites.index(favorite)
        self._file.change(lambda book: book.without_favorite(favorite))

        def undo(_step: Step) -> None:
            self._file.change(lambda book: book.with_favorite(favorite, place))

        text = message(N_("“{name}” is no longer a favorite."), name=favorite.name)
        self._notices.tell(Notice(text, Level.INFO, (Step.UNDO,), undo, TOPIC))

    def toggle(self, written: Written) -> None:
        """Star a prompt, or take its star away."""
        favorite = self.book.favorite(written)
        if favorite:
            self.unstar(favorite)
        else:
            self.star(written)

    def star_style(self, key: str, starred: bool) -> None:
        """Put a style among the favorites, or take it out."""
        self._file.change(lambda book: book.with_style_starred(key, starred))

    def vocabulary(self) -> Vocabulary:
        """Return the words of everything that was written."""
        if self._vocabulary is None:
            from studio.core.prompt.vocabulary import Vocabulary  # not needed to open the window

            self._vocabulary = Vocabulary()
            for written in self.book.written:
                self._vocabulary.add(written.prompt)
        return self._vocabulary

    def _on_book(self, book: Book) -> None:
        if not self.book.written:
            self._vocabulary = None  # the days before have arrived
        self.book = book


class Walk(Generic[T]):
    """Steps through older values of a field, as a shell does; what was being written comes back."""

    def __init__(
        self,
        older: Callable[[], Sequence[T]],
        read: Callable[[], T],
        write: Callable[[T], None],
    ) -> None:
        self._older, self._read, self._write = older, read, write
        self._index = -1
        self._unsent: T | None = None
        self._shown: T | None = None

    def step(self, by: int) -> None:
        """Show an older value (-1), or a newer one (1); at the ends nothing happens."""
        if self._shown is None or self._read() != self._shown:  # somebody wrote meanwhile
            self._index, self._unsent = -1, self._read()
        values = [value for value in self._older() if value != self._unsent]
        index = min(max(self._index - by, -1), len(values) - 1)
        if index == self._index or self._unsent is None:
            return
        self._index = index
        self._shown = values[index] if index >= 0 else self._unsent
        self._write(self._shown)


def prompt_walk(history: PromptHistory, draft: Draft) -> Walk[Written]:
    """Return the walk through prompts, each with what it left out."""

    def write(written: Written) -> None:
        draft.prompt, draft.negative = written.prompt, written.negative

    return Walk(lambda: history.book.written, lambda: Written(draft.prompt, draft.negative), write)


def negative_walk(history: PromptHistory, draft: Draft) -> Walk[str]:
    """Return the walk through what was left out."""

    def write(text: str) -> None:
        draft.negative = text

    def older() -> list[str]:
        return list(dict.fromkeys(w.negative for w in history.book.written if w.negative))

    return Walk(older, lambda: draft.negative, write)
