"""What gets in the way of an exchange, whether it may be sent again, and how to say it in a sentence."""

from __future__ import annotations

import math
from collections.abc import Mapping

import httpcore

from conformance.targets.exchange import Exchange
from conformance.targets.wire import origin

#: What machines in front of a service answer while it is away; it says nothing of what the service promises.
UNAVAILABLE = frozenset({502, 503, 504})
#: What a broken network, or a target that speaks no HTTP, makes of a request.
FAILURES = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError, UnicodeError)


def repeatable(error: Exception | None, exchange: Exchange) -> bool:
    """Whether sending once more can do no harm: it was not accepted, or changes nothing."""
    if isinstance(error, httpcore.TimeoutException | httpcore.LocalProtocolError | UnicodeError):
        return False  # it would end the same way, or take as long again
    refused = exchange.status == 429 if error is None else isinstance(error, httpcore.ConnectError)
    return refused or exchange.method in ("GET", "HEAD")


def is_put_off(exchange: Exchange, asked: float | None, *, quota_is_429: bool) -> bool:
    """Whether the answer is "not now" rather than an answer."""
    if exchange.status == 429:
        return asked is not None or not quota_is_429
    return exchange.status in UNAVAILABLE and exchange.status not in exchange.awaited


def put_off_sentence(exchange: Exchange, asked: float | None) -> str:
    """What kept the target from answering."""
    wait = "" if asked is None else f", and asks to wait {asked:g} s"
    place = f"{exchange.method} {origin(exchange.url)}"
    if exchange.status == 429:
        return f"the target keeps answering 429 (too many requests) to {place}{wait}"
    return f"the target is not available: it answers {exchange.status} to {place}{wait}"


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds that the target asks to wait."""
    try:
        seconds = float(headers["retry-after"])
    except (KeyError, ValueError):
        return None
    return max(0.0, seconds) if math.isfinite(seconds) else None


def network_sentence(error: Exception, exchange: Exchange, timeout: float) -> str:
    """How the network failed."""
    what = f"{exchange.method} {exchange.url}"
    if isinstance(error, httpcore.ConnectError | UnicodeError):
        return f"{what}: no connection ({error})"
    if isinstance(error, httpcore.TimeoutException):
        return f"{what}: no complete answer within {timeout:g} s"
    if isinstance(error, httpcore.LocalProtocolError):
        return f"{what}: the request cannot be sent ({error})"
    if isinstance(error, httpcore.ProtocolError):
        return f"{what}: the answer is not well-formed HTTP ({error})"
    return f"{what}: the connection broke ({error})"
