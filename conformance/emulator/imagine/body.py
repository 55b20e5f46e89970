"""The JSON body of a request for images or videos, which may hold whole videos as text."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass

from conformance.emulator.calls import Call
from conformance.emulator.errors import Refusal
from conformance.emulator.parameters import json_object, media_type
from conformance.emulator.state import Json

SIZE = 128 * 1024 * 1024  # bytes of a body: as many images as can be given, or one video, each as base64
_SMALL = 256 * 1024  # bytes that are read at once, on the spot


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for. `big` says that nobody else has a body of that kind in memory."""

    fields: Json
    big: bool


@contextlib.asynccontextmanager
async def asked(call: Call) -> AsyncIterator[Asked]:
    """The JSON object that the body carries. While a big one is in use, others wait; they wait on disk.

    Raises:
        Refusal: 400, 408, 413, 415.
    """
    typed = media_type(call.header(b"content-type"))[0] == "application/json"
    if not typed and call.state.behaviour.generation_typed:
        raise Refusal(415, "content-type: expected application/json")
    with tempfile.SpooledTemporaryFile(_SMALL) as file:
        size = 0
        if call.body.length is not None and call.body.length > SIZE:
            raise Refusal(413, f"body: larger than {SIZE} bytes")
        async for piece in call.body.pieces():
            size += len(piece)
            if size > SIZE:
                raise Refusal(413, f"body: larger than {SIZE} bytes")
            file.write(piece)
        if not size:
            status = 415 if call.state.behaviour.generation_typed else 400
            raise Refusal(status, "body: a JSON object is required")
        file.seek(0)
        if size <= _SMALL:
            yield Asked(json_object(file.read()), big=False)
            return
        async with call.works.big:
            fields = await asyncio.to_thread(lambda: json_object(file.read()))
            file.close()
            yield Asked(fields, big=True)
