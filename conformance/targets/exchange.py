"""One request and its answer, as sent and received; turned into the event stream's form only on demand.

Recording costs next to nothing, since most exchanges are never shown to anybody. Keys are hidden here, where
exchanges become text, so no writer behind it can leak one.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from conformance.targets.hiding import Hider

if TYPE_CHECKING:
    from strategies.multipart import Form

#: Runs of one byte at least this long are folded when a body is written down.
_SHORTEST_RUN = 255
_RUN = re.compile(rb"(.)\1{%d,}" % _SHORTEST_RUN, re.DOTALL)
#: Images in JSON answers: of such a text only the beginning is written down.
_IMAGE = re.compile(rb'"((?:data:[\w/.+-]+;base64,)?[\w+/-]{64})([\w+/=-]{4032,})"')
#: Of longer bodies only the beginning is written down, unless they fold well.
_KEPT = 1 << 20


@dataclass(slots=True, kw_only=True)
class Exchange:
    """A request and what came back. `content` yields the request's body anew each time; times are seconds.

    `awaited` are statuses that are answers here, although they usually say that the target is away.
    """

    operation: str
    identity: str
    method: str
    url: str
    request_headers: Mapping[str, str]
    content: Callable[[], Iterable[bytes]] | None = None
    form: Form | None = None
    awaited: tuple[int, ...] = ()
    status: int | None = None
    response_headers: Mapping[str, str] = field(default_factory=dict)
    response_body: bytes | None = None
    truncated: bool = False
    seconds: float = 0.0
    error: str | None = None


def as_event(exchange: Exchange, hider: Hider) -> dict[str, Any]:
    """The exchange as the event stream has it, without what `hider` hides."""
    return {
        "operation": exchange.operation,
        "identity": exchange.identity,
        "method": exchange.method,
        "url": hider.text(exchange.url),
        "request_headers": {name: hider.sent(value) for name, value in exchange.request_headers.items()},
        "request_body": None if exchange.content is None else _body(exchange.content(), hider),
        "form": None if exchange.form is None else [_part(part, hider) for part in exchange.form.parts],
        "status": exchange.status,
        "response_headers": {
            hider.text(name): hider.text(value) for name, value in exchange.response_headers.items()
        },
        "response_body": None
        if exchange.response_body is None
        else _body(
            [exchange.response_body],
            hider.of(exchange.operation),
            truncated=exchange.truncated,
            is_answer=True,
        ),
        "seconds": round(exchange.seconds, 6),
        "error": None if exchange.error is None else hider.text(exchange.error),
    }


def _part(part: Any, hider: Hider) -> dict[str, Any]:
    content = [part.body] if isinstance(part.body, bytes) else part.body.chunks()
    return {
        "name": part.name,
        "filename": part.filename,
        "content_type": part.content_type,
        "body": _body(content, hider),
    }


def _body(
    chunks: Iterable[bytes], hider: Hider, *, truncated: bool = False, is_answer: bool = False
) -> dict[str, Any]:
    """The body in the stream's form: text where it is text, else base64 pieces with long runs folded.

    Size and digest are those of the bytes on the wire, also where something is hidden, or an image in an answer is
    left out. What was sent is not shortened like that: it may have to be sent again.
    """
    digest = hashlib.sha256()
    size = 0
    pieces: list[bytes | tuple[int, int]] = []
    room = _KEPT
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
        shown = chunk if _is_blank(chunk) else hider.data(chunk)
        if is_answer and shown[:1] == b"{":
            shown = _IMAGE.sub(_beginning, shown)
        for piece in _folded(shown):
            if room <= 0:
                truncated = True
            elif isinstance(piece, bytes):
                pieces.append(piece[:room])
                truncated = truncated or len(piece) > room
                room -= len(piece)
            elif pieces and isinstance(pieces[-1], tuple) and pieces[-1][0] == piece[0]:
                pieces[-1] = (piece[0], pieces[-1][1] + piece[1])
            else:
                pieces.append(piece)
    body: dict[str, Any] = {"size": size, "sha256": digest.hexdigest()}
    if truncated:
        body["truncated"] = True
    literal = [piece for piece in pieces if isinstance(piece, bytes)]
    if len(literal) == len(pieces):
        raw = b"".join(literal)
        text = _decoded(raw, truncated=truncated)
        if text is not None:
            return {**body, "text": text}
        pieces = [raw]
    return {**body, "pieces": [_piece(piece) for piece in pieces]}


def _beginning(image: re.Match[bytes]) -> bytes:
    return b'"%b\xe2\x80\xa6 (%d characters)"' % (image.group(1), len(image.group(0)) - 2)


def _decoded(raw: bytes, *, truncated: bool) -> str | None:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        # Where a text was cut off, the cut may go through a character.
        cut = truncated and error.start >= len(raw) - 3
        return raw[: error.start].decode("utf-8") if cut else None


def _piece(piece: bytes | tuple[int, int]) -> dict[str, Any]:
    if isinstance(piece, bytes):
        return {"base64": base64.b64encode(piece).decode("ascii")}
    return {"fill": f"{piece[0]:02x}", "count": piece[1]}


def _is_blank(chunk: bytes) -> bool:
    """Whether it is zeros alone: of large files most may be, which it would take long to look through."""
    return not chunk.strip(b"\0")


def _folded(chunk: bytes) -> Iterable[bytes | tuple[int, int]]:
    """The chunk in pieces: literal bytes, and (byte, count) for a long run of one."""
    if len(chunk) > _SHORTEST_RUN and _is_blank(chunk):
        yield 0, len(chunk)
        return
    start = 0
    for run in _RUN.finditer(chunk):
        if run.start() > start:
            yield chunk[start : run.start()]
        yield run.group(1)[0], run.end() - run.start()
        start = run.end()
    if start < len(chunk):
        yield chunk[start:]
