"""What the end of a worker process means, in words."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from studio.core.errors import WorkerDiedError
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from pathlib import Path

_MEMORY = N_("the system ended it, usually because memory ran out ({code})")
_FILE = N_("a file that it was reading was cut off or replaced, or its drive is gone ({code})")
_FAULT = N_("a fault in the model libraries or in a driver ({code})")
REASONS = {
    "SIGKILL": _MEMORY,
    "SIGBUS": _FILE,
    "SIGSEGV": _FAULT,
    "SIGILL": _FAULT,
    "SIGFPE": _FAULT,
    "SIGABRT": _FAULT,
    "0xC0000006": _FILE,  # STATUS_IN_PAGE_ERROR, as Windows calls a mapped file that is gone
    "0xC0000005": _FAULT,  # STATUS_ACCESS_VIOLATION
    "0xC0000017": _MEMORY,  # STATUS_NO_MEMORY
    "0xC0000409": _FAULT,  # STATUS_STACK_BUFFER_OVERRUN, which is also how abort() ends
}


def exit_reason(code: int | None) -> Message:
    """Say what an exit code means, as far as it is known."""
    if code is None:
        return message(N_("nobody knows why"))
    name = _name(code)
    return message(REASONS.get(name, N_("it ended with {code}")), code=name)


def death(code: int | None, payload: object, log: Path) -> WorkerDiedError:
    """Return the error of a job whose process ended; it names the model that it worked with."""
    reason = exit_reason(code)
    path = getattr(getattr(payload, "model", None), "path", None)
    if path is None:
        text = N_("The process that holds the models ended: {reason}.")
        return WorkerDiedError(text, reason=reason, log=log)
    text = N_("The process that holds the models ended while it worked with {model}: {reason}.")
    return WorkerDiedError(text, reason=reason, model=path.name, log=log)


def _name(code: int) -> str:
    if code >= 0:
        return f"exit code {code}" if code < 1 << 16 else f"0x{code:08X}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
