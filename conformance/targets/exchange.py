"""One request and its answer, as sent and received; turned into the event stream's form only on demand.

Recording costs next to nothing, since most exchanges are never shown to anybody. Keys are replaced here,
where exchanges become text, so no writer behind it can leak one.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from strategies.multipart import Form

#: Secrets of at least this many characters are looked for everywhere.
SHORTEST_FOUND = 8
#: Runs of one byte at least this long are folded when a body is written down.
_RUN = re.compile(rb"(.)\1{255,}", re.DOTALL)
#: Of longer bodies only the beginning is written down, unless they fold well.
_KEPT = 1 << 20


@dataclass(slots=True, kw_only=True)
class Exchange:
    """A request and what came back. `content` yields the request's body anew each time; times are seconds."""

    operation: str
    identity: str
    method: str
    url: str
    request_headers: Mapping[str, str]
    content: Callable[[], Iterable[bytes]] | None = None
    form: Form | None = None
    status: int | None = None
    response_headers: Mapping[str, str] = field(default_factory=dict)
    response_body: bytes | None = None
    truncated: bool = False
    seconds: float = 0.0
    error: str | None = None


def as_event(exchange: Exchange, secrets: Mapping[str, str]) -> dict[str, Any]:
    """The exchange as the event stream has it.

    Args:
        exchange: what was recorded.
        secrets: key → the placeholder that stands for it.
    """
    # A short key would be found in the middle of words; in its header it is hidden whatever its length.
    hide = _hider({text: sign for text, sign in secrets.items() if len(text) >= SHORTEST_FOUND})
    in_header = _hider(secrets)
    return {
        "operation": exchange.operation,
        "identity": exchange.identity,
        "method": exchange.method,
        "url": hide(exchange.url),
        "request_headers": {name: in_header(value) for name, value in exchange.request_headers.items()},
        "request_body": None if exchange.content is None else _body(exchange.content(), hide),
        "form": None if exchange.form is None else [_part(part, hide) for part in exchange.form.parts],
        "status": exchange.status,
        "response_headers": {name: hide(value) for name, value in exchange.response_headers.items()},
        "response_body": None
        if exchange.response_body is None
        else _body([exchange.response_body], hide, truncated=exchange.truncated),
        "seconds": round(exchange.seconds, 6),
        "error": None if exchange.error is None else hide(exchange.error),
    }


def _hider(secrets: Mapping[str, str]) -> Callable[[str], str]:
    def hide(text: str) -> str:
        for secret, placeholder in secrets.items():
            text = text.replace(secret, placeholder)
        return text

    return hide


def _part(part: Any, hide: Callable[[str], str]) -> dict[str, Any]:
    content = [part.body] if isinstance(part.body, bytes) else part.body.chunks()
    return {
        "name": part.name,
        "filename": part.filename,
        "content_type": part.content_type,
        "body": _body(content, hide),
    }


def _body(chunks: Iterable[bytes], hide: Callable[[str], str], *, truncated: bool = False) -> dict[str, Any]:
    """The body in the stream's form: text where it is text, else base64 pieces with long runs folded."""
    digest = hashlib.sha256()
    size = 0
    pieces: list[dict[str, Any]] = []
    kept = 0
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
        for piece in _folded(chunk):
            kept += len(piece.get("base64", ""))
            if kept > _KEPT:
                truncated = True
            elif pieces and "fill" in piece and pieces[-1].get("fill") == piece["fill"]:
                pieces[-1]["count"] += piece["count"]
            else:
                pieces.append(piece)
    body: dict[str, Any] = {"size": size, "sha256": digest.hexdigest()}
    if truncated:
        body["truncated"] = True
    if all("base64" in piece for piece in pieces):
        raw = b"".join(base64.b64decode(piece["base64"]) for piece in pieces)
        try:
            return {**body, "text": hide(raw.decode("utf-8"))}
        except UnicodeDecodeError:
            pieces = [{"base64": base64.b64encode(raw).decode("ascii")}] if raw else []
    return {**body, "pieces": pieces}


def _folded(chunk: bytes) -> Iterable[dict[str, Any]]:
    start = 0
    for run in _RUN.finditer(chunk):
        if run.start() > start:
            yield {"base64": base64.b64encode(chunk[start : run.start()]).decode("ascii")}
        yield {"fill": run.group(1).hex(), "count": run.end() - run.start()}
        start = run.end()
    if start < len(chunk):
        yield {"base64": base64.b64encode(chunk[start:]).decode("ascii")}
