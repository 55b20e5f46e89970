"""Transcripts in a few words: `>` is the client, `<` the server.

    said("speech", "> text.delta hello", "> text.done", "< audio.delta", "< audio.done")

What follows a type is the most telling field of such a message, or JSON of further fields.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from conformance.targets.sockets.transcript import Line, Transcript

_AUDIO = base64.b64encode(b"\0\0" * 8).decode()
_PARTIAL = {"text": "", "words": [], "is_final": True, "speech_final": True, "start": 0.0, "duration": 1.0}
#: The fields that a message has if nothing else is said.
_USUAL: dict[str, dict[str, Any]] = {
    "text.delta": {"delta": "hello"},
    "audio.delta": {"delta": _AUDIO},
    "audio.done": {"trace_id": "t"},
    "transcript.created": {"id": "6f1d5a8e-0000-4000-8000-000000000000"},
    "transcript.partial": _PARTIAL,
    "transcript.done": {"text": "", "words": [], "duration": 1.0},
    "error": {"message": "no"},
}
#: Partial transcripts by the letters that the state machine has for them.
_FLAGS = {
    "I": {"is_final": False, "speech_final": False},
    "C": {"is_final": True, "speech_final": False},
    "U": {"is_final": True, "speech_final": True},
    "X": {"is_final": False, "speech_final": True},
}


def said(socket: str, *lines: str, **query: str) -> Transcript:
    """The transcript that `lines` tell, a tenth of a second each."""
    return Transcript(
        socket=socket,
        query=query,
        lines=tuple(_line(number / 10, text, socket) for number, text in enumerate(lines)),
    )


def _line(at: float, text: str, socket: str) -> Line:
    side, _, rest = text.partition(" ")
    who = "client" if side == ">" else "server"
    word, _, more = rest.partition(" ")
    match word:
        case "close" | "lost":
            code = int(more) if more else None
            return Line(at=at, who=who, frame=word, code=code)  # type: ignore[arg-type]
        case "quiet":
            return Line(at=at, who=who, frame="quiet", seconds=float(more or 5))
        case "binary":
            return Line(at=at, who=who, frame="binary", data=b"\0\0", size=2)
        case "text":
            return Line(at=at, who=who, frame="text", text=more)
    kind, _, flags = word.partition(":")
    sent_by_server = who == "server" or kind != "audio.done"
    fields = dict(_USUAL.get(kind, {})) if sent_by_server else {}
    if flags:
        fields |= _FLAGS[flags]
    if more.startswith("{"):
        fields |= json.loads(more)
    elif more:
        fields |= {"delta": more} if kind == "text.delta" else {"text": more}
    return Line(at=at, who=who, frame="text", text=json.dumps({"type": kind, **fields}))  # type: ignore[arg-type]
