"""The prompts that were made, and those (and the styles) that are kept by name."""

from __future__ import annotations

from dataclasses import dataclass, replace

from studio.core.file_format import Format

MOST_WRITTEN = 2000
MOST_CHARACTERS = 1_000_000  # of all of them together
MOST_FAVORITES = 1000
MOST_RECENT_STYLES = 8
NAME_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Written:
    """A prompt with what it left out."""

    prompt: str
    negative: str = ""


@dataclass(frozen=True, slots=True)
class Favorite:
    """A prompt that is kept under a name."""

    name: str
    written: Written


@dataclass(frozen=True, slots=True)
class Book:
    """What the user wrote, newest first, and what they starred, in the order of starring."""

    written: tuple[Written, ...] = ()
    favorites: tuple[Favorite, ...] = ()
    starred_styles: tuple[str, ...] = ()
    recent_styles: tuple[str, ...] = ()

    def with_written(self, written: Written) -> Book:
        """Put a prompt on top; it is there once, and the oldest fall out at the end."""
        if not (written.prompt.strip() or written.negative.strip()):
            return self
        others = (other for other in self.written if other != written)
        kept: list[Written] = []
        room = MOST_CHARACTERS
        for entry in (written, *others):
            room -= len(entry.prompt) + len(entry.negative)
            if kept and (room < 0 or len(kept) == MOST_WRITTEN):
                break
            kept.append(entry)
        return replace(self, written=tuple(kept))

    def without_written(self, written: Written) -> Book:
        """Forget a prompt."""
        return replace(self, written=tuple(w for w in self.written if w != written))

    def favorite(self, written: Written) -> Favorite | None:
        """Return the favorite that is exactly this prompt."""
        return next((f for f in self.favorites if f.written == written), None)

    def with_favorite(self, favorite: Favorite, place: int | None = None) -> Book:
        """Keep a prompt by name, at the end or at a place; one that is there is renamed."""
        old = self.favorite(favorite.written)
        others = list(f for f in self.favorites if f is not old)
        if place is None:
            place = self.favorites.index(old) if old else len(others)
        others.insert(place, favorite)
        return replace(self, favorites=tuple(others[-MOST_FAVORITES:]))

    def without_favorite(self, favorite: Favorite) -> Book:
        """Take a favorite off the list."""
        return replace(self, favorites=tuple(f for f in self.favorites if f != favorite))

    def with_style_starred(self, key: str, starred: bool) -> Book:
        """Star a style, or no longer."""
        others = tuple(other for other in self.starred_styles if other != key)
        return replace(self, starred_styles=(*others, key) if starred else others)

    def with_style_used(self, key: str) -> Book:
        """Put a style on top of the recent ones."""
        others = tuple(other for other in self.recent_styles if other != key)
        return replace(self, recent_styles=(key, *others)[:MOST_RECENT_STYLES])


def name_for(written: Written) -> str:
    """Return a name for a prompt: its first words."""
    text = " ".join((written.prompt or written.negative).split())
    if len(text) <= NAME_LENGTH:
        return text
    cut = text[:NAME_LENGTH]
    return (cut[: cut.rfind(" ")] if " " in cut[NAME_LENGTH // 2 :] else cut).rstrip(" ,") + "…"


BOOK = Format("studio.prompts", Book, schema=1)
