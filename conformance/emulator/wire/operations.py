"""Which documented operation a request is of."""

from __future__ import annotations

import re

import specs
from conformance.emulator.voice.sockets import DOORS


class Operations:
    """Finds operations by method and path, and those that open sockets by path."""

    def __init__(self) -> None:
        operations = specs.load().operations.values()
        # Those that live on a server of their own have a folder of their own in the emulator.
        self._routes = [
            (operation.method, _pattern(operation.path, elsewhere=not operation.authenticated), operation.id)
            for operation in sorted(operations, key=lambda each: each.path.count("{"))
        ]

    def of(self, method: str, path: str) -> str | None:
        """The operation's id, or `None` where nothing is documented."""
        for known, pattern, operation in self._routes:
            if method == known and pattern.fullmatch(path):
                return operation
        return None

    def of_socket(self, path: str) -> str | None:
        """The same for the handshake of a socket."""
        return DOORS[path][0] if path in DOORS else None


def _pattern(path: str, *, elsewhere: bool) -> re.Pattern[str]:
    below = re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(path))
    return re.compile(f"/[^/]+{below}" if elsewhere else below)
