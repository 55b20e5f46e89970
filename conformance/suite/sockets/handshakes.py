"""Handshakes: whether the target opens a socket for a query, and what it says where it does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.checks import Untestable
from conformance.suite.sockets.booth import Booth
from conformance.targets.call import Answer, Judgement
from strategies.near_misses import NearMiss

Query = Mapping[str, str | tuple[str, ...]]


def opens(booth: Booth, socket: str, query: Query, **more: Any) -> Judgement:
    """Whether a handshake with `query` opens the socket; `more` are those of `open_socket`."""
    answer = refusal(booth, socket, query, **more)
    return Judgement(answer is None, lambda: f"{answer!r}, where it had to open the socket")


def refusal(booth: Booth, socket: str, query: Query, **more: Any) -> Answer | None:
    """The answer with which the target refuses a handshake, or None where it opens the socket. It is closed at once."""
    found = booth.opened(socket, query, **more)
    if isinstance(found, Answer):
        return found
    found.close()
    return None


def refuses(booth: Booth, socket: str, miss: NearMiss[Any]) -> Judgement:
    """Whether the target refuses a handshake before the upgrade, with a status that the docs name for its rule.

    Raises:
        Untestable: it refuses the repaired query, too.
    """
    twin = refusal(booth, socket, miss.twin)
    if twin is not None:
        raise Untestable(f"needs a connection (sockets.{socket}.open): {twin!r}")
    return refused(refusal(booth, socket, miss.value), miss.rule)


def refused(answer: Answer | None, rule: str) -> Judgement:
    """Whether a handshake was refused for breaking `rule`."""
    if answer is None:
        return Judgement(False, lambda: f"the socket was opened, where it had to be refused ({rule})")
    return answer.refused(rule)
