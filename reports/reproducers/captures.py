"""Values that an earlier answer made and a later request uses: ids, public URLs, pagination tokens."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import quote, urlsplit

from reports.bodies import Body
from reports.curl import address
from reports.events import Exchange
from reports.shell import Variable, with_keys

# Shorter texts turn up in requests by chance.
SHORTEST = 8
# Longer ones are contents, such as an image in base64, and not what it is called.
LONGEST = 4_096
Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A text of the answer to request number `step` (from 1), at `path` of its JSON, kept in a variable.

    `part` is what of it is meant: "" the whole, "origin" of a URL, or "segment N" of a URL's path, from 1.
    `encoded` means percent-encoded.
    """

    name: str
    step: int
    path: Path
    part: str
    encoded: bool
    value: str


class Captures:
    """Finds in requests what earlier answers made: ask for each in order, then `learn` its answer."""

    def __init__(self) -> None:
        self._candidates: dict[str, Capture] = {}
        self._sent: list[str] = []
        self._names: set[str] = set()
        self.used: dict[str, Capture] = {}

    def url(self, exchange: Exchange, base_url: str) -> list[str | Variable]:
        """The address of a request, with captured values and with `$base` where it starts with `base_url`."""
        text = address(exchange.url)
        base = base_url.rstrip("/")
        parts = self.fill_in(text)
        head = parts[0] if parts else ""
        if base and isinstance(head, str) and _starts_with(head, base):
            rest = head[len(base) :]
            return [Variable("base"), *([rest] if rest else []), *parts[1:]]
        return parts

    def fill_in(self, text: str) -> list[str | Variable]:
        """`text` with captured values, and API keys, as variables."""
        # The longest first: a URL holds the id that is in it.
        needles = sorted(self._candidates, key=lambda value: (-len(value), value))
        present = [needle for needle in needles if needle in text]
        if not present:
            return with_keys(text)
        parts: list[str | Variable] = []
        for piece in re.split(f"({'|'.join(map(re.escape, present))})", text):
            if capture := self._candidates.get(piece):
                self.used[capture.name] = capture
                parts.append(Variable(capture.name))
            else:
                parts.extend(with_keys(piece))
        return parts

    def learn(self, step: int, exchange: Exchange) -> None:
        """Take in the answer to request number `step`."""
        self._sent.extend(_texts(exchange))
        for path, value in leaves(exchange.response_body):
            self._offer(step, path, "", value)
            url = urlsplit(value) if re.match(r"https?://[^/]", value) else None
            if url:
                self._offer(step, path, "origin", f"{url.scheme}://{url.netloc}")
                for number, segment in enumerate(url.path.split("/")[1:], 1):
                    self._offer(step, path, f"segment {number}", segment)

    def _offer(self, step: int, path: Path, part: str, value: str) -> None:
        if not SHORTEST <= len(value) <= LONGEST or value in self._candidates:
            return
        # What a request said first was not made by an answer that repeats it.
        if any(value in text for text in self._sent):
            return
        base = next((key for key in reversed(path) if isinstance(key, str)), "value")
        name = re.sub(r"\W+", "_", base, flags=re.ASCII).strip("_").lower() or "value"
        kind = f"_{part.replace(' ', '_')}" if part else ""
        self._candidates[value] = self._capture(
            f"{name}{kind}_{step}", step, path, part, value, encoded=False
        )
        encoded = quote(value, safe="")
        if encoded != value and encoded not in self._candidates:
            self._candidates[encoded] = self._capture(
                f"{name}{kind}_{step}_encoded", step, path, part, encoded, encoded=True
            )

    def _capture(self, name: str, step: int, path: Path, part: str, value: str, *, encoded: bool) -> Capture:
        unique, number = name, 1
        while unique in self._names:
            number += 1
            unique = f"{name}_{number}"
        self._names.add(unique)
        return Capture(name=unique, step=step, path=path, part=part, encoded=encoded, value=value)


def _starts_with(url: str, base: str) -> bool:
    return url.startswith(base) and (len(url) == len(base) or url[len(base)] in "/?#")


def sent(exchange: Exchange) -> Iterator[str]:
    """The names and values that a request gave: of the parts of a form, of a JSON body."""
    for part in exchange.form or ():
        yield part.filename or ""
        if part.body.text is not None:
            yield part.body.text
    for _, value in leaves(exchange.request_body):
        yield value


def _texts(exchange: Exchange) -> Iterator[str]:
    yield exchange.url
    yield from exchange.request_headers.values()
    yield from sent(exchange)
    if exchange.request_body is not None and exchange.request_body.text is not None:
        yield exchange.request_body.text


def leaves(body: Body | None) -> Iterator[tuple[Path, str]]:
    """The texts in a JSON body and where they stand, in order; none in any other body."""
    if body is None or body.text is None or body.truncated:
        return
    try:
        document = json.loads(body.text)
    except (ValueError, RecursionError):
        return
    waiting: list[tuple[Path, Any]] = [((), document)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, str):
            yield path, value
        elif isinstance(value, dict):
            waiting.extend(reversed([((*path, key), item) for key, item in value.items()]))
        elif isinstance(value, list):
            waiting.extend(reversed([((*path, number), item) for number, item in enumerate(value)]))


def place(path: Sequence[str | int]) -> str:
    """`path` as a person writes it: `data.0.id`."""
    return ".".join(str(key) for key in path) or "the answer"
