"""What all sockets of one transport share: the pool that their handshakes go through, and how patient they are."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpcore

from conformance.targets.deadline import DeadlineBackend
from conformance.targets.sockets.limits import TRIP, lessened
from conformance.targets.wire import proxy_for


@dataclass(slots=True)
class Switchboard:
    """Makes connections to `base_url`. Each is new, and as many may be open at once as there are conversations."""

    base_url: str
    _pool: Any = None
    _quiet: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def pool(self) -> httpcore.ConnectionPool:
        """The pool, made when it is first needed; certificates are read once for all connections."""
        with self._lock:
            if self._pool is None:
                secure = urlsplit(self.base_url).scheme == "https"
                self._pool = httpcore.ConnectionPool(
                    ssl_context=httpcore.default_ssl_context() if secure else None,
                    network_backend=DeadlineBackend(),
                    max_connections=None,
                    max_keepalive_connections=0,
                    proxy=proxy_for(self.base_url),
                )
            pool: httpcore.ConnectionPool = self._pool
            return pool

    def patience(self, timeout: float) -> float:
        """Seconds that one waits for a frame: less where nothing came several times before."""
        return lessened(timeout) if self._quiet >= TRIP else timeout

    def ended(self, *, quiet: bool) -> None:
        """A conversation is over, in which one waited in vain, or not."""
        with self._lock:
            self._quiet = self._quiet + 1 if quiet else 0

    def close(self) -> None:
        """Break off whatever is still open."""
        if self._pool is not None:
            self._pool.close()
