"""A process in which opening a socket to the network raises; run as a script, it draws pictures."""

import socket
import sys
from pathlib import Path

ATTEMPTS = []


def seal():
    """Make every attempt to reach the network an error that nothing catches as a network fault."""
    real = socket.socket

    class Sealed(real):
        def __init__(self, family=-1, *args, **kwargs):
            if family in (-1, socket.AF_INET, socket.AF_INET6):
                # urllib3 looks when it is imported whether this machine could do IPv6 at all
                if sys._getframe(1).f_code.co_name != "_has_ipv6":
                    ATTEMPTS.append(family)
                raise AssertionError("a connection was attempted")
            super().__init__(family, *args, **kwargs)

    def resolve(*_args, **_kwargs):
        ATTEMPTS.append("name")
        raise AssertionError("a name was looked up")

    socket.socket = Sealed
    socket.getaddrinfo = socket.create_connection = resolve


def sealed_runtime():
    """Return a runtime for the child process, in which nothing may reach the network either."""
    seal()
    from studio.engine.runtime import Runtime

    return Runtime()


def main(root):
    """Draw with every checkpoint in this process and once in a child."""
    seal()
    from studio.engine.client import WorkerEngine
    from studio.engine.weights import scan
    from tests.unit.engine_help import draw

    here, there = sealed_runtime(), WorkerEngine(sealed_runtime)
    models = scan([root]).models
    for engine, model in [*[(here, model) for model in models], (there, models[0])]:
        shape = draw(engine, model.path, steps=1).pixels.shape
        sys.stdout.write(f"{model.family} {shape}\n")
    there.close()
    assert not ATTEMPTS, ATTEMPTS


if __name__ == "__main__":
    main(Path(sys.argv[1]))
