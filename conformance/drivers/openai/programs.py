"""Programs that make the calls of a check again with `openai`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from conformance.drivers.openai.spoken import OPERATIONS
from conformance.drivers.python import programs
from conformance.drivers.python.failure import Failure
from conformance.drivers.python.programs import Clients, Ref, Script, subscripted
from conformance.drivers.python.spoken import Spoken

_TITLE = """Calls in which a documented promise of the xAI API did not hold with openai.

What it speaks to: xai-conformance serve
"""
_NOUNS = {
    "uploadFile": "file",
    "listFiles": "page",
    "retrieveFile": "file",
    "retrieveFileContent": "content",
    "deleteFile": "deleted",
    "createPublicUrl": "shared",
    "revokePublicUrl": "revoked",
    "generateImage": "images",
    "editImage": "images",
}


def written(calls: list[dict[str, Any]], fit: Callable[[Spoken], Spoken], *, mode: str) -> str:
    """The program. `fit` makes a call one that the version of the SDK takes; `mode` is `sync` or `aio`.

    Raises:
        Failure: one of the calls cannot be expressed.
    """
    aio = mode == "aio"
    kind = "AsyncOpenAI" if aio else "OpenAI"
    script = Script()
    clients = Clients(f"{kind}(api_key={{key}}, base_url=BASE_URL)", "OPENAI_API_KEY")
    statements = list(_statements(script, calls, fit, clients, aio=aio))
    script.imports.add("import os")
    script.constants.insert(0, 'BASE_URL = os.environ.get("XAI_BASE_URL", "http://127.0.0.1:8080/v1")')
    return programs.assembled(
        script,
        title=_TITLE,
        imports=[f"from openai import {kind}"],
        opened=clients.opened({call["identity"] for call in calls}),
        statements=statements,
        aio=aio,
    )


def _statements(
    script: Script,
    calls: list[dict[str, Any]],
    fit: Callable[[Spoken], Spoken],
    clients: Clients,
    *,
    aio: bool,
) -> Iterator[str]:
    await_ = "await " if aio else ""
    spoken: list[Spoken] = []
    for number, call in enumerate(calls):
        if call["operation"] not in OPERATIONS:
            raise Failure("unsupported", f"openai has no {call['operation']}")
        words = fit(OPERATIONS[call["operation"]].speak(programs.with_refs(call["arguments"])))
        spoken.append(words)
        expressions = {
            ref: _expression(calls[ref.call], spoken[ref.call], ref)
            for ref in programs.refs([list(words.positional), dict(words.keywords)])
        }
        function = f"{clients.of(call['identity'])}.{words.function}"
        made = programs.called(function, programs.arguments(script, words, expressions))
        yield f'{_NOUNS[call["operation"]]}_{number} = {await_}show("{call["operation"]}", lambda: {made})'


def _expression(call: dict[str, Any], words: Spoken, ref: Ref) -> str:
    """The source of a value from the answer to an earlier call: an object's, or a dictionary's of what was posted."""
    variable = f"{_NOUNS[call['operation']]}_{ref.call}"
    if words.function != "post":
        return variable + subscripted(ref.path)
    parts = ref.path.split(".")
    return variable + "".join(f"[{part}]" if part.isdecimal() else f"['{part}']" for part in parts)
