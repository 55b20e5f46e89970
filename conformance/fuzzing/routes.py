"""Which documented operation a request is for, by its method and path."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from urllib.parse import unquote

import specs
from specs import Operation

Route = tuple[re.Pattern[str], Operation]


@functools.cache
def _routes() -> tuple[Route, ...]:
    """Every operation; the more of a path is written out, the earlier it is asked."""
    found = [(_pattern(operation.path), operation) for operation in specs.load().operations.values()]
    return tuple(sorted(found, key=lambda route: route[1].path.count("{")))


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]*)", re.escape(path)))


def route(method: str, path: str) -> tuple[Operation, Mapping[str, str]] | None:
    """The operation and its path parameters. Another method of a known path is a request of the operation there."""
    elsewhere: tuple[Operation, Mapping[str, str]] | None = None
    for pattern, operation in _routes():
        if (match := pattern.fullmatch(path)) is None:
            continue
        found = operation, {name: unquote(value) for name, value in match.groupdict().items()}
        if operation.method == method:
            return found
        elsewhere = elsewhere or found
    return elsewhere
