"""What a check asks of a target, and what it gets: neither knows which transport carries them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance.targets.exchange import Exchange
from specs import Operation
from strategies.media import Media
from strategies.multipart import Encoded, Form
from strategies.near_misses import NearMiss


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file to store, as a user of any client would give it. `expires_after` is in seconds."""

    content: bytes | Media
    filename: str
    content_type: str | None = None
    purpose: str | None = None
    expires_after: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One documented operation with its arguments.

    `json` is the JSON body, `upload` a file in the terms of any client; `form` and `raw` are bodies that
    only REST can carry, and `headers` replace what the transport would send (`None` leaves one out). `awaited` are
    statuses that are answers to it, although they usually say that the target is away.
    """

    operation: Operation
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str | int] = field(default_factory=dict)
    json: Any = None
    has_json: bool = False
    upload: Upload | None = None
    form: Form | None = None
    raw: Encoded | None = None
    method: str | None = None
    headers: Mapping[str, str | None] = field(default_factory=dict)
    awaited: tuple[int, ...] = ()


class Malformed(AssertionError):
    """An answer that promised JSON and is none."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether something is as it has to be, and in words why not. True or false as it stands.

    The words are made only when somebody asks for them, since most judgements are never shown.
    """

    holds: bool
    reason: Callable[[], str]

    def __bool__(self) -> bool:
        return self.holds

    def __repr__(self) -> str:
        return self.reason()


@dataclass(slots=True, kw_only=True)
class Answer:
    """What came back. `sent` and `received` are Unix seconds by the target's clock.

    `exchange` is what the transport has recorded of it, to be shown to a person.
    """

    operation: Operation
    status: int
    headers: Mapping[str, str]
    content: bytes
    sent: float
    received: float
    truncated: bool = False
    exchange: Exchange | None = field(default=None, repr=False)
    _json: Any = field(default=..., repr=False)

    @property
    def json(self) -> Any:
        """The body, parsed.

        Raises:
            Malformed: it is no JSON.
        """
        if self._json is ...:
            if self.truncated:
                raise Malformed(f"{self.operation.id} answered {self.status} with an endless body")
            try:
                self._json = json.loads(self.content)
            except (ValueError, RecursionError):
                raise Malformed(f"{self!r}: the body is no JSON") from None
        return self._json

    def __getitem__(self, name: str) -> Any:
        """The field `name` of a JSON object; `None` where it is null, absent, or the body no object."""
        body = self.json
        return body.get(name) if isinstance(body, dict) else None

    @property
    def accepted(self) -> Judgement:
        """Whether the operation succeeded. That it did so with the documented status is a monitor's matter."""
        return Judgement(200 <= self.status < 300, lambda: f"{self!r}, where it had to succeed")

    def refused(self, rule: str | NearMiss[Any]) -> Judgement:
        """Whether the input was refused for breaking `rule`: with a status that the docs name for it.

        Where they name none, any 4xx will do. A server error is no refusal.
        """
        name = rule.rule if isinstance(rule, NearMiss) else rule
        documented = self.operation.refusals.get(name)
        if documented is None:
            holds, expected = 400 <= self.status < 500, "a refusal (any 4xx)"
        else:
            holds, expected = self.status in documented, _any_of(documented)
        return Judgement(holds, lambda: f"{self!r}, where {expected} had to refuse it ({name})")

    @property
    def is_refusal(self) -> bool:
        """Whether the answer is a refusal of any kind."""
        return 400 <= self.status < 500

    def __repr__(self) -> str:
        shown = self.content[:160].decode("utf-8", "replace") if self.content[:1] in (b"{", b"[") else ""
        ellipsis = "…" if shown and len(self.content) > 160 else ""
        printable = "".join(c if c.isprintable() else repr(c)[1:-1] for c in shown)
        return f"{self.operation.id} answered {self.status} {printable}{ellipsis}".rstrip()


def _any_of(statuses: Iterable[int]) -> str:
    return " or ".join(str(status) for status in statuses)
