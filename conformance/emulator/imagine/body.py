"""The JSON body of a request for images or videos, which may hold whole videos as text."""

from __future__ import annotations

import asyncio
import contextlib
import json
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
async def asked(call: Call, *, typed: bool = True, alone: bool = True) -> AsyncIterator[Asked]:
    """The JSON object that the body carries. While a big one is in use, others wait; they wait on disk.

    `typed` says that it must be said to be JSON, and `alone` that nothing may follow it.

    Raises:
        Refusal: 400, 408, 413, 415.
    """
    if typed and media_type(call.header(b"content-type"))[0] != "application/json":
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
            status = 415 if typed else 400
            raise Refusal(status, "body: a JSON object is required")
        file.seek(0)
        if size <= _SMALL:
            yield Asked(_read(file.read(), alone=alone), big=False)
            return
        async with call.works.big:
            fields = await asyncio.to_thread(lambda: _read(file.read(), alone=alone))
            file.close()
            yield Asked(fields, big=True)


def _read(body: bytes, *, alone: bool) -> Json:
    """The JSON object in `body`; unless it has to be `alone`, what follows it is not looked at.

    Raises:
        Refusal: 400.
    """
    if not alone:
        with contextlib.suppress(ValueError):
            _, end = json.JSONDecoder().raw_decode(body.decode("utf-8"))
            body = body.decode("utf-8")[:end].encode("utf-8")
    return json_object(body)
