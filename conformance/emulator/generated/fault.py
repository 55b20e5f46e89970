"""What a generated fault is."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias


class Effect(enum.Enum):
    """What a fault does to the message at hand."""

    NOTHING = "nothing"
    CHANGED = "changed"
    REFUSED = "refused"
    LEFT_OUT = "left out"
    TWICE = "twice"


#: Changes a document (`Document.value` is JSON, or a mapping of names to texts) in place, and says whether it did.
Change: TypeAlias = Callable[["Document"], Effect]

REQUEST, ANSWER = "request", "answer"
#: What is changed: JSON bodies, the fields of a query or of a form, a status, a media type, messages of a socket.
BODY, QUERY, FORM, STATUS, MEDIA_TYPE, MESSAGE = "body", "query", "form", "status", "media type", "message"


@dataclass(slots=True)
class Document:
    """A message at hand, so that its root can be changed like any other place of it."""

    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratedFault:
    """One named violation that is derived from a place of the specs.

    `operations` are operationIds, or the name of a socket; `place` is the pointer of the schema (or of the response)
    that it is derived from, in `openapi.yaml` or in the socket's own document; `rule` is the keyword; `side` says
    whether the server misreads a request or answers wrongly; `part` which part of a message is changed. `message` is
    the type of a socket's message. Statuses are changed from one to another.
    """

    name: str
    operations: tuple[str, ...]
    place: str
    rule: str
    side: str
    part: str
    summary: str
    change: Change = field(compare=False, repr=False, default=lambda _: Effect.NOTHING)
    message: str = ""
    statuses: tuple[int, int] = (0, 0)
