"""The error of the prompt language: a sentence and the character it is about."""

from __future__ import annotations

from studio.core.errors import RequestError

ERROR_LIMIT = 50  # of one text; nobody reads more at once


class PromptError(RequestError):
    """A prompt cannot be read.

    `position` is the index of the offending character in the raw text of `field` ("prompt",
    "negative" or "style"); templates may use `{at}`, which counts from one.
    """

    def __init__(
        self, template: str, position: int = 0, field: str = "prompt", **values: object
    ) -> None:
        values |= {"position": position, "field": field, "at": position + 1}
        super().__init__(template, **values)
        self.position = position
        self.field = field

    def moved(self, position: int, field: str | None = None) -> PromptError:
        """Return the same error at another place, as when a text came out of a longer one."""
        values = {k: v for k, v in self.message.values.items() if k not in _OWN}
        return PromptError(self.message.template, position, field or self.field, **values)


_OWN = ("position", "field", "at")
