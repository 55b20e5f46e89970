"""What an example did, as a program in the language of the SDK: its calls, with names in place of what they gave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from conformance.drivers.protocol import Driver, DriverProblem, Program
from conformance.drivers.protocol.ready import PROGRAMS
from conformance.targets.driver.exchange import SdkExchange
from conformance.targets.exchange import Exchange

#: So many calls are a program that somebody would read.
_MOST = 40
#: So long are the contents that are written into a program, in bytes.
_LONGEST = 16 << 10
#: Fields of answers that later calls name.
_NAMES = frozenset({"id", "file_id", "request_id", "voice_id", "pagination_token", "url", "public_url"})


def program(driver: Driver, exchanges: Iterable[Exchange]) -> Program | None:
    """The calls among `exchanges` as a program; `None` if the driver writes none, or there is nothing to write."""
    calls = [exchange for exchange in exchanges if isinstance(exchange, SdkExchange)]
    if PROGRAMS not in driver.ready.features or not 0 < len(calls) <= _MOST:
        return None
    try:
        return driver.program(list(calls_of(calls)))
    except DriverProblem:
        return None  # the deviation is told all the same


def calls_of(exchanges: Iterable[SdkExchange]) -> Iterator[dict[str, Any]]:
    """The calls as a driver is told them: `$answer` stands for what an earlier one gave."""
    given: dict[str, list[Any]] = {}
    for number, exchange in enumerate(exchanges):
        yield {
            "operation": exchange.operation,
            "identity": exchange.identity,
            "arguments": _referring(exchange.arguments, given),
        }
        for path, name in _named(exchange.result or {}):
            given.setdefault(name, [number, path])


def _referring(value: Any, given: Mapping[str, list[Any]]) -> Any:
    if isinstance(value, str):
        return {"$answer": given[value]} if value in given else value
    if isinstance(value, Mapping):
        return {name: _referring(each, given) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_referring(each, given) for each in value]
    if value is not None and not isinstance(value, int | float) and len(value) > _LONGEST:
        return b"\0" * _LONGEST  # what is in it is hardly the point
    return value


def _named(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """What an answer names, with the place where it does: `data.0.id`."""
    entries: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, Mapping):
        entries = value.items()
    elif isinstance(value, list):
        entries = enumerate(value)
    for name, each in entries:
        place = f"{path}.{name}" if path else str(name)
        if isinstance(each, str) and name in _NAMES and each:
            yield place, each
        elif isinstance(each, Mapping | list):
            yield from _named(each, place)
