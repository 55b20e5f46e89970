"""Edits as multipart forms, which other services take. By documented policy they are not even read."""

from __future__ import annotations

import base64
from typing import Any

from conformance.emulator.calls import Call
from conformance.emulator.form import Begin, Data, FormReader
from conformance.emulator.imagine.body import SIZE
from conformance.emulator.parameters import media_type
from conformance.emulator.state import Json


def is_form(call: Call) -> bool:
    """Whether the body is said to be a multipart form."""
    return media_type(call.header(b"content-type"))[0] == "multipart/form-data"


async def fields(call: Call) -> Json:
    """The fields of a form; a file stands there as an image in a data URI would.

    Raises:
        Refusal: 400, 408, 413; the body is malformed, late or too large.
    """
    reader = FormReader(call.header(b"content-type"))
    parts: list[tuple[Begin, bytearray]] = []
    for event in reader.feed(await call.body.read(SIZE)):
        if isinstance(event, Begin):
            parts.append((event, bytearray()))
        elif isinstance(event, Data):
            parts[-1][1].extend(event.data)
    reader.finish()
    return {begin.name.removesuffix("[]"): _value(begin, bytes(data)) for begin, data in parts}


def _value(part: Begin, data: bytes) -> Any:
    if part.filename is None:
        return data.decode("utf-8", "replace")
    return {"url": f"data:{part.content_type};base64,{base64.b64encode(data).decode()}"}
