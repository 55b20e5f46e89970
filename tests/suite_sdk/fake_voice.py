"""The made-up SDK's voice: speech and transcripts, where what becomes of spoilt answers can be broken by name."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from conformance.drivers.python.failure import Failure

Json = dict[str, Any]
SPEECH = ["content", "audio", "content_type", "duration", "audio_timestamps"]
TRANSCRIPT = ["text", "duration", "words"]
KNOWN = {*TRANSCRIPT, "language", "channels"}


def spoken(http: Any, given: Json, broken: Collection[str]) -> Json:
    """Speech: bytes, or JSON with timestamps."""
    body = given["body"]
    if body.get("with_timestamps"):
        answer = http.json("POST", "/v1/tts", json=body)
        if "audio" not in answer and "silence-made-up" not in broken:
            raise Failure("malformed", "no audio", type="FakeMalformed")
        return {"audio": "AAAA", **{name: answer.get(name) for name in SPEECH[1:] if name in answer}}
    if "takes-the-beginning" in broken:
        return {"content": _beginning(http, body)}
    try:
        content = http.send("POST", "/v1/tts", json=body).content
    except Failure as failure:
        if "refused-is-silence" in broken and failure.told["status"] in (429, 503):
            return {"content": b""}
        raise
    if not content and "nothing-spoken-indexed" in broken:
        raise Failure("unexpected", "index out of range", type="IndexError")
    return {"content": content}


def heard(http: Any, given: Json, broken: Collection[str]) -> Json:
    """A transcript."""
    fields, file = given.get("fields", {}), given["file"]
    parts: list[tuple[str, Any]] = [(name, (None, text)) for name, text in fields.items()]
    parts.append(("file", (file.get("filename", "a.wav"), file["content"], file.get("content_type"))))
    answer = http.json("POST", "/v1/stt", files=parts)
    if "hears-twice" in broken:
        answer = http.json("POST", "/v1/stt", files=parts)
    if "strict-transcripts" in broken and set(answer) - KNOWN:
        raise Failure("unexpected", "an unexpected field", type="TypeError")
    if "words-indexed" in broken and "words" not in answer:
        raise Failure("unexpected", "'words'", type="KeyError")
    if "words-counted" in broken and answer.get("words", []) is None:
        raise Failure("unexpected", "'NoneType' has no len()", type="TypeError")
    if "text" not in answer:
        raise Failure("malformed", "no text", type="FakeMalformed")
    return {"text": answer["text"], "duration": answer.get("duration"), "words": answer.get("words") or []}


def _beginning(http: Any, body: Json) -> bytes:
    """As much of the speech as comes."""
    whole = bytearray()
    address, headers = f"{http.base_url}/v1/tts", http.authorization("")
    with http.client.stream("POST", address, headers=headers, json=body) as response:
        try:
            for piece in response.iter_raw():
                whole += piece
        except Exception:  # noqa: BLE001 - which is what is wrong with it
            return bytes(whole)
    return bytes(whole)
