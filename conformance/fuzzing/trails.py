"""The requests that lead to a finding, as values that can be written down and sent again."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from conformance.targets.exchange import Exchange

# Shorter texts turn up in requests by chance.
_SHORTEST = 8
# Longer ones are contents, such as an image in base64, and not what it is called.
_LONGEST = 4_096
# So many bytes that are no text make a body that nobody reads.
_BINARY = 256
_UNREADABLE = re.compile(rb"[^\t\n\r\x20-\x7e]")
_LINE = 76


@dataclass(frozen=True, slots=True)
class Packed:
    """A body that is no text, such as one with an image in it: compressed, in base64 and in lines."""

    text: str

    def read(self) -> bytes:
        """The body itself."""
        return zlib.decompress(base64.b64decode(self.text))


@dataclass(frozen=True, slots=True)
class Step:
    """One request: as `key`, whose key is `first`, `second` or `wrong`, or `None` if it is in the headers, or nowhere.

    `path` begins after the address of the target. `status` is what was answered. `made` are texts of the answer that
    later requests use, and where in it they stood (a JSON pointer): of another answer, what stands there replaces them.
    """

    method: str
    path: str
    key: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | Packed | None = None
    status: int | None = None
    made: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trail:
    """Requests, the last of which shows what Schemathesis calls `code`."""

    code: str
    steps: tuple[Step, ...]


def trail_of(code: str, exchanges: Sequence[Exchange], keys: Mapping[str, str], base_url: str) -> Trail:
    """The trail that `exchanges` have left. `keys` are those of the target, by identity."""
    bearers = {f"Bearer {key}": identity for identity, key in keys.items()}
    steps: list[Step] = []
    for number, exchange in enumerate(exchanges):
        before, after = exchanges[: number + 1], exchanges[number + 1 :]
        headers = dict(exchange.request_headers)
        named = next((name for name in headers if name.lower() == "authorization"), "")
        key = bearers.get(headers.get(named, ""))
        if key is not None:
            del headers[named]
        steps.append(
            Step(
                method=exchange.method,
                path=exchange.url.removeprefix(base_url.rstrip("/")),
                key=key,
                headers=headers,
                body=_written(_body(exchange)),
                status=exchange.status,
                made={
                    text: place
                    for text, place in _texts(exchange.response_body)
                    if _is_in(text, after) and not _is_in(text, before)
                },
            )
        )
    return Trail(code, tuple(steps))


def renamed(step: Step, names: Mapping[str, str]) -> Step:
    """The step with other texts in the place of those that `names` has, and nothing packed."""
    path, headers = step.path, dict(step.headers)
    body = step.body.read() if isinstance(step.body, Packed) else step.body
    # The longest first: a URL holds the id that is in it.
    for old in sorted(names, key=len, reverse=True):
        new = names[old]
        for way in (str, _quoted):
            path = path.replace(way(old), _quoted(new) if way is _quoted or _quoted(old) == old else new)
        headers = {name: value.replace(old, new) for name, value in headers.items()}
        if isinstance(body, bytes):
            body = body.replace(old.encode(), new.encode())
    return Step(step.method, path, step.key, headers, body, step.status, step.made)


def _quoted(text: str) -> str:
    return quote(text, safe="")


def _body(exchange: Exchange) -> bytes | None:
    return None if exchange.content is None else b"".join(exchange.content())


def _written(body: bytes | None) -> bytes | Packed | None:
    if body is None or len(_UNREADABLE.findall(body)) < _BINARY:
        return body
    text = base64.b64encode(zlib.compress(body, 9)).decode("ascii")
    return Packed(" ".join(text[start : start + _LINE] for start in range(0, len(text), _LINE)))


def _is_in(text: str, exchanges: Sequence[Exchange]) -> bool:
    """Whether a request gives the text."""
    return any(
        text in each.url
        or _quoted(text) in each.url
        or any(text in value for value in each.request_headers.values())
        or text.encode() in (_body(each) or b"")
        for each in exchanges
    )


def _texts(body: bytes | None) -> Iterator[tuple[str, str]]:
    """The texts in an answer of JSON, and where they stand."""
    try:
        waiting: list[tuple[str, Any]] = [("", json.loads(body or b""))]
    except (ValueError, RecursionError):
        return
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, str) and _SHORTEST <= len(value) <= _LONGEST and value.isprintable():
            yield value, place
        elif isinstance(value, dict):
            waiting += [
                (f"{place}/{key.replace('~', '~0').replace('/', '~1')}", item) for key, item in value.items()
            ]
        elif isinstance(value, list):
            waiting += [(f"{place}/{number}", item) for number, item in enumerate(value)]
