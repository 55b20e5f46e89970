"""Which SDK stands behind a driver: it is started, asked, and stopped."""

from __future__ import annotations

import shlex

from conformance.drivers.protocol import Driver, Place, Ready


def introduced(command: str) -> Ready:
    """What the driver with this command line says of itself. Nothing listens where it is pointed at.

    Raises:
        DriverProblem: it cannot be started, or breaks the protocol at once.
    """
    place = Place(
        base_url="http://127.0.0.1:9", grpc="localhost:9", grpc_insecure="127.0.0.1:9", keys={"first": "none"}
    )
    with Driver(shlex.split(command), place) as driver:
        return driver.ready


def described(command: str) -> dict[str, str]:
    """The same, as the event stream has it.

    Raises:
        DriverProblem: as for `introduced`.
    """
    ready = introduced(command)
    return {
        "name": ready.name,
        "version": ready.version,
        "language": ready.language,
        "runtime": ready.runtime,
        "mode": ready.mode,
    }
