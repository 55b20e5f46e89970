"""Programs that make the calls of a check again with `xai-sdk`."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from conformance.drivers.python import programs
from conformance.drivers.python.failure import Failure
from conformance.drivers.python.programs import Clients, Ref, Script, subscripted
from conformance.drivers.python.spoken import Spoken
from conformance.drivers.xai_sdk import native
from conformance.drivers.xai_sdk.spoken import OPERATIONS

HOST = "localhost:50051"
_TITLE = f"""Calls in which a documented promise of the xAI API did not hold with xai-sdk.

What it speaks to: xai-conformance serve --grpc-port {HOST.rpartition(":")[2]}
"""
_NOUNS = {
    "uploadFile": "file",
    "listFiles": "page",
    "retrieveFile": "file",
    "retrieveFileContent": "content",
    "deleteFile": "deleted",
    "createPublicUrl": "shared",
    "revokePublicUrl": "revoked",
    "generateImage": "image",
    "editImage": "image",
    "generateVideo": "job",
    "editVideo": "job",
    "extendVideo": "job",
    "getVideo": "video",
}
#: What the SDK calls differently from the documented JSON.
_OWN_NAMES = {"bytes": "size", "b64_json": "base64"}
_MOMENTS = ("created_at", "expires_at", "public_url_expires_at")


def written(calls: list[dict[str, Any]], *, mode: str) -> str:
    """The program; `mode` is `sync` or `aio`.

    Raises:
        Failure: one of the calls cannot be expressed.
    """
    aio = mode == "aio"
    script = Script()
    spoken = [_spoken(call) for call in calls]
    kind = "AsyncClient" if aio else "Client"
    clients = Clients(f"{kind}(api_key={{key}}, api_host=HOST)", "XAI_API_KEY")
    statements = list(_statements(script, calls, spoken, clients, aio=aio))
    script.imports.add("import os")
    script.constants.insert(0, f'HOST = os.environ.get("XAI_GRPC_HOST", "{HOST}")')
    return programs.assembled(
        script,
        title=_TITLE,
        imports=[f"from xai_sdk import {kind}"],
        opened=clients.opened({call["identity"] for call in calls}),
        statements=statements,
        aio=aio,
    )


def _spoken(call: dict[str, Any]) -> Spoken:
    arguments = programs.with_refs(call["arguments"])
    if call["operation"] == native.OPERATION:
        return native.spoken(arguments)
    if call["operation"] not in OPERATIONS:
        raise Failure("unsupported", f"xai-sdk has no {call['operation']}")
    return OPERATIONS[call["operation"]].speak(arguments)


def _statements(
    script: Script, calls: list[dict[str, Any]], spoken: list[Spoken], clients: Clients, *, aio: bool
) -> Iterator[str]:
    last = ""
    for number, (call, words) in enumerate(zip(calls, spoken, strict=True)):
        expressions = {
            ref: _expression(calls[ref.call], spoken[ref.call], ref)
            for ref in programs.refs([list(words.positional), dict(words.keywords)])
        }
        function = f"{clients.of(call['identity'])}.{words.function}"
        made = programs.called(function, programs.arguments(script, words, expressions))
        statement = f'show("{call["operation"]}", lambda: {made})'
        await_ = "await " if aio else ""
        variable = f"{_noun(call)}_{number}"
        if words.function == "video.get" and statement == last:
            continue  # polled again: the loop of the first one does that
        last = statement
        yield f"{variable} = {await_}{statement}"
        if words.function == "video.get":
            yield from _polling(script, variable, f"{await_}{statement}", aio=aio)


def _polling(script: Script, variable: str, again: str, *, aio: bool) -> Iterator[str]:
    script.imports.update(
        {"import asyncio" if aio else "import time", "from xai_sdk.proto import deferred_pb2"}
    )
    yield f"while {variable} is not None and {variable}.status == deferred_pb2.DeferredStatus.PENDING:"
    yield "    await asyncio.sleep(1)" if aio else "    time.sleep(1)"
    yield textwrap.indent(f"{variable} = {again}", "    ")


def _noun(call: dict[str, Any]) -> str:
    return _NOUNS.get(call["operation"], "answer")


def _expression(call: dict[str, Any], words: Spoken, ref: Ref) -> str:
    """The source of a value from the answer to an earlier call."""
    parts = [_OWN_NAMES.get(part, part) for part in ref.path.split(".")]
    if words.function == "image.sample" and parts[:2] == ["data", "0"]:
        parts = parts[2:]
    elif words.function == "image.sample_batch" and parts[0] == "data":
        parts = parts[1:]
    elif words.function == "video.get" and parts[0] != "status":
        parts = ["response", *parts]
    elif words.function == "files.revoke_public_url" and parts == ["id"]:
        parts = ["file_id"]
    elif words.function == "files.content" and parts == ["content"]:
        parts = []
    elif call["operation"] == native.OPERATION and parts[0] == "values":
        parts = parts[1:]
    if parts and parts[-1] in _MOMENTS:
        parts.append("seconds")
    return f"{_noun(call)}_{ref.call}" + (subscripted(".".join(parts)) if parts else "")
