"""Every error the user may read; the message is the text on screen."""

from __future__ import annotations

from pathlib import Path

from studio.core.text import Message


class StudioError(Exception):
    """Something went wrong that the user can understand and act on.

    Carries a template marked with `N_()` and its values, so that the window can show it in the
    user's language; `str(error)` is the English sentence.
    """

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template, values)
        self.message = Message(template, values)

    def __str__(self) -> str:
        return str(self.message)

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the values when the error crosses the process boundary."""
        return _rebuild, (type(self), self.message.template, dict(self.message.values))


def _rebuild(kind: type[StudioError], template: str, values: dict[str, object]) -> StudioError:
    return kind(template, **values)


class UnexpectedError(StudioError):
    """A bug that ended a job; its traceback is in the log."""


class WeightsMissingError(StudioError):
    """The model files that a request names are not there."""


class ModelRefusedError(StudioError):
    """A model file is damaged, dangerous or not of a family we know."""


class PickleError(ModelRefusedError):
    """A model file is a pickle: it can be converted, and is never opened as it is.

    Its values hold the file's `path`.
    """

    @property
    def path(self) -> Path:
        """The pickle."""
        return Path(str(self.message.values["path"]))


class DeviceFullError(StudioError):
    """The request does not fit on the device."""


class NotFiniteError(StudioError):
    """A model computed NaN or infinity, which is no picture."""


class WorkerDiedError(StudioError):
    """The process that holds the models ended while it worked on a job.

    `log`, among its values, is the file with what it wrote down, the stack of a crash included.
    """


class DeviceLostError(StudioError):
    """The graphics card does not answer any more; `log` among its values as above."""


class RequestError(StudioError):
    """A request asks for something impossible; says which value and what to do."""


class ProjectError(StudioError):
    """A project folder cannot be opened or written."""


class ProjectLockedError(ProjectError):
    """Another process has the project open, or may have it open.

    `can_take_over` says whether the user may decide to open it all the same.
    """

    can_take_over: bool = False


class SaveError(StudioError):
    """Results could not be written; `files` holds them (name to bytes) so that nothing is lost."""

    files: dict[str, bytes]

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template, **values)
        self.files = {}


class Cancelled(Exception):  # noqa: N818 - control flow, not a failure
    """Unwinds a running job after the user pressed Cancel."""
